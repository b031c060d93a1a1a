import "@mantine/core/styles.css";
import "./tokens.css";
import "./frame.css";
import "./board.css";
import "./forms.css";
import { MantineProvider } from "@mantine/core";
import { type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { LanguageChoice } from "../door/door-frame.tsx";
import { LoneVoiceProvider } from "../words/speak.tsx";
import { Brightness } from "./brightness.tsx";
import { theme } from "./theme.ts";

/** Language and brightness, where there is no house whose frame has them. */
export function LoneChoices({ className }: { readonly className: string }) {
  return (
    <div className={`line wrap ${className}`}>
      <LanguageChoice />
      <Brightness />
    </div>
  );
}

/** Shows a page that stands by itself, without a house. */
export function showAlone(file: string, page: ReactNode): void {
  const element = document.getElementById("root");
  if (element === null) throw new Error(`${file} has no #root`);
  createRoot(element).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <LoneVoiceProvider>{page}</LoneVoiceProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
