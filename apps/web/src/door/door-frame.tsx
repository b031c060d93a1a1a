import { SegmentedControl } from "@mantine/core";
import type { ReactNode } from "react";
import { type Language, languageNames } from "../words/index.ts";
import { useVoice } from "../words/speak.tsx";

export function LanguageChoice() {
  const { language, setLanguage, t } = useVoice();
  const data = Object.entries(languageNames).map(([value, label]) => ({ value, label }));
  return (
    <SegmentedControl
      aria-label={t("settings.language")}
      data={data}
      value={language}
      onChange={(chosen) => setLanguage(chosen as Language)}
    />
  );
}

/** The frame of the pages before one is signed in. */
export function DoorFrame({ demo, children }: { readonly demo: boolean; readonly children: ReactNode }) {
  const { t } = useVoice();
  return (
    <div className="door">
      <div className="door-mark">
        <img src="/icon.svg" alt="" width={56} height={56} />
        <div>
          <p className="door-name">{t("app.name")}</p>
          <p className="muted">{t("app.motto")}</p>
        </div>
      </div>
      <main id="main" className="door-sheet">
        {children}
      </main>
      {demo ? <p className="door-demo">{t("app.demoLong")}</p> : null}
      <LanguageChoice />
    </div>
  );
}
