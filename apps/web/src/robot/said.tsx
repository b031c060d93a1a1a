import { useEffect, useState } from "react";
import { Icon } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";
import { beSilent, languageOfWords, shownFor, speak } from "./speech.ts";
import { useRobot } from "./use-robot.ts";

const KEY = "sakiyomi.robot-muted";

const wasMuted = (): boolean => localStorage.getItem(KEY) === "yes";

/** Whether this page speaks aloud; kept in the browser. */
export function SoundToggle() {
  const { t } = useVoice();
  const [isMuted, setMuted] = useState(wasMuted);
  const change = () => {
    localStorage.setItem(KEY, isMuted ? "no" : "yes");
    if (!isMuted) beSilent();
    setMuted(!isMuted);
  };
  return (
    <button type="button" className="plain robot-mute" aria-pressed={!isMuted} onClick={change}>
      <Icon name={isMuted ? "muted" : "sound"} size={18} />
      {t(isMuted ? "robot.muted" : "robot.aloud")}
    </button>
  );
}

/** What the robot says: read aloud where the browser can, and shown for who cannot hear it. */
export function Said() {
  const { t } = useVoice();
  const { said } = useRobot();
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (said === null) return;
    setShown(true);
    if (!wasMuted()) speak(said.words);
    const timer = setTimeout(() => setShown(false), shownFor(said.words));
    return () => clearTimeout(timer);
  }, [said]);
  if (said === null || !isShown) return null;
  return (
    <p className="robot-said" role="status">
      <span className="small muted">{t("robot.says")}</span>{" "}
      <span lang={languageOfWords(said.words)}>{said.words}</span>
    </p>
  );
}
