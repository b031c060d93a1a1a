import { useEffect, useState } from "react";
import { useVoice } from "../words/speak.tsx";
import { useRobot } from "./use-robot.ts";

/** Words stay in sight for so long, ms. */
const shownFor = 20_000;

/** What the robot says: read aloud where the browser can, and shown for who cannot hear it. */
export function Said() {
  const { t, language } = useVoice();
  const { said } = useRobot();
  const [isShown, setShown] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another language is no reason to say it again
  useEffect(() => {
    if (said === null) return;
    setShown(true);
    const timer = setTimeout(() => setShown(false), shownFor);
    if ("speechSynthesis" in globalThis) {
      const utterance = new SpeechSynthesisUtterance(said.words);
      utterance.lang = language;
      speechSynthesis.speak(utterance);
    }
    return () => clearTimeout(timer);
  }, [said]);
  if (said === null || !isShown) return null;
  return (
    <p className="robot-said" role="status">
      <span className="small muted">{t("robot.says")}</span> {said.words}
    </p>
  );
}
