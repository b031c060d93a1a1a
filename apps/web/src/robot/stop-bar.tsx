import { Button, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { isKey } from "../words/index.ts";
import { useVoice } from "../words/speak.tsx";
import type { RobotHello, RobotStatus } from "./shapes.ts";
import { requestStop, useRobotLink } from "./use-robot.ts";

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;

/** Space and Escape ask for a stop wherever one is on the page; only who writes a text may write a space. */
export function useStopKeys(stop: () => void): void {
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      const isSpace = event.code === "Space" && !isWriting(event.target);
      if (!isSpace && event.code !== "Escape") return;
      if (isSpace) event.preventDefault();
      if (!event.repeat) stop();
    };
    // A button that has the focus would be pressed by the same key.
    const up = (event: KeyboardEvent) => {
      if (event.code === "Space" && !isWriting(event.target)) event.preventDefault();
    };
    window.addEventListener("keydown", down, { capture: true });
    window.addEventListener("keyup", up, { capture: true });
    return () => {
      window.removeEventListener("keydown", down, { capture: true });
      window.removeEventListener("keyup", up, { capture: true });
    };
  }, [stop]);
}

/** Always in reach. Ink, not red and yellow: those belong to the emergency stop on the robot's own body (ISO 13850). */
export function StopButton({ hello }: { readonly hello: RobotHello | null }) {
  const { t } = useVoice();
  const link = useRobotLink();
  return (
    <button type="button" className="robot-stop" onClick={() => requestStop(link, hello)}>
      <i aria-hidden="true" />
      <span>
        <strong>{t("robot.stop")}</strong>
        <small>{t("robot.stopKeys")}</small>
      </span>
    </button>
  );
}

function Release({ hello }: { readonly hello: RobotHello }) {
  const { t } = useVoice();
  const link = useRobotLink();
  const [name, setName] = useState("");
  if (!hello.rights.drive) return <p>{t("robot.releaseNo")}</p>;
  if (hello.person !== null)
    return (
      <Button variant="default" onClick={() => link.ask({ do: "release" })}>
        {t("robot.releaseAs", { name: hello.person })}
      </Button>
    );
  return (
    <form
      className="robot-release"
      onSubmit={(event) => {
        event.preventDefault();
        link.ask({ do: "release", person: name });
      }}
    >
      <TextInput
        label={t("robot.releaseName")}
        value={name}
        maxLength={80}
        autoComplete="name"
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <Button type="submit" variant="default">
        {t("robot.release")}
      </Button>
    </form>
  );
}

const ms = (seconds: number): number => Math.round(seconds * 1000);

/** Why it stands, since when, how long that took, and who may let it go on. */
export function LatchBanner({ hello, status }: { readonly hello: RobotHello; readonly status: RobotStatus }) {
  const { t, clockSeconds } = useVoice();
  const { latch, stop } = status;
  if (!latch) return null;
  const key: string = `bite.${latch.limit}`;
  return (
    <div className="robot-latch" role="alert">
      <div className="stack-tight">
        <p>
          <strong>{t("robot.stopped", { why: isKey(key) ? t(key) : latch.limit })}</strong>{" "}
          {t("robot.stoppedSince", { clock: clockSeconds(latch.at) })}
        </p>
        <p className="small">{latch.why}</p>
        {stop?.latchedAfter == null || stop.stillAfter === null ? null : (
          <p className="small">{t("robot.stopTook", { latched: ms(stop.latchedAfter), still: ms(stop.stillAfter) })}</p>
        )}
      </div>
      <Release hello={hello} />
    </div>
  );
}
