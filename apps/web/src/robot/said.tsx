import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { Icon } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";
import { beSilent, languageOfWords, shownFor, speak } from "./speech.ts";
import { useRobot, useRobotLink } from "./use-robot.ts";

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

/** As long as a robot waits for an answer, ms: `nameWithin` of the server's medicineDefaults. */
const questionMs = 20_000;

/** What the robot says: read aloud where the browser can, and shown for who cannot hear it. A question waits for its answer. */
export function Said() {
  const { t } = useVoice();
  const { said } = useRobot();
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (said === null) return;
    setShown(true);
    if (!wasMuted()) speak(said.words);
    const timer = setTimeout(() => setShown(false), said.isQuestion ? questionMs : shownFor(said.words));
    return () => clearTimeout(timer);
  }, [said]);
  if (said === null || !isShown) return null;
  return (
    <div className="robot-said" role="status">
      <span className="small muted">{t(said.isQuestion ? "robot.asks" : "robot.says")}</span>{" "}
      <span lang={languageOfWords(said.words)}>{said.words}</span>
      {said.isQuestion ? <Answer key={said.at} done={() => setShown(false)} /> : null}
    </div>
  );
}

/** Typed by whoever hears the person, where no microphone turns it into words. */
function Answer({ done }: { readonly done: () => void }) {
  const { t } = useVoice();
  const link = useRobotLink();
  const [words, setWords] = useState("");
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const said = words.trim();
    if (said !== "" && link.ask({ do: "answer", words: said })) done();
  };
  return (
    <form className="robot-answer" onSubmit={send}>
      <TextInput
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        aria-label={t("robot.answer")}
        placeholder={t("robot.answer")}
        maxLength={200}
        autoComplete="off"
      />
      <Button type="submit" disabled={words.trim() === ""}>
        {t("robot.answerSend")}
      </Button>
    </form>
  );
}
