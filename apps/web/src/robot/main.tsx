import "@mantine/core/styles.css";
import "../look/tokens.css";
import "../look/frame.css";
import "../look/board.css";
import "../look/forms.css";
import { MantineProvider } from "@mantine/core";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { LanguageChoice } from "../door/door-frame.tsx";
import { Brightness } from "../look/brightness.tsx";
import { theme } from "../look/theme.ts";
import { LoneVoiceProvider } from "../words/speak.tsx";
import { RobotPage } from "./robot-page.tsx";

/** The page by itself: one robot on this machine, no ward. */
function Alone() {
  return (
    <main className="robot-alone">
      <RobotPage />
      <div className="line wrap robot-choices">
        <LanguageChoice />
        <Brightness />
      </div>
    </main>
  );
}

const element = document.getElementById("root");
if (element === null) throw new Error("robot.html has no #root");
createRoot(element).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <LoneVoiceProvider>
        <Alone />
      </LoneVoiceProvider>
    </MantineProvider>
  </StrictMode>,
);
