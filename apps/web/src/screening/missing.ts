import { useVoice } from "../words/speak.tsx";
import type { CheckupView } from "./shapes.ts";

/** What is not measured or asked yet, in one line. */
export function useLacks(): (missing: CheckupView["missing"]) => string {
  const { t, say, language } = useVoice();
  const between = language === "ja" ? "、" : ", ";
  return (missing) =>
    missing.length === 0
      ? t("scr.complete")
      : t("scr.lacks", { what: missing.map(({ what }) => say(what, "checkup")).join(between) });
}
