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
import { ThinkPage } from "./think-page.tsx";

/** The page by itself: no server, no people, only models. */
function Alone() {
  return (
    <main className="think-alone">
      <div className="line wrap think-choices">
        <LanguageChoice />
        <Brightness />
      </div>
      <ThinkPage />
    </main>
  );
}

const element = document.getElementById("root");
if (element === null) throw new Error("think.html has no #root");
createRoot(element).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <LoneVoiceProvider>
        <Alone />
      </LoneVoiceProvider>
    </MantineProvider>
  </StrictMode>,
);
