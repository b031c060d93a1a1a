import { Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { Panel } from "../look/parts.tsx";
import { isKey } from "../words/index.ts";
import { useVoice } from "../words/speak.tsx";
import type { EpisodeState, RobotHello, RobotStatus, RobotTaskRow } from "./shapes.ts";
import { useRobotLink } from "./use-robot.ts";

function Doing({ hello, status }: { readonly hello: RobotHello; readonly status: RobotStatus }) {
  const { t } = useVoice();
  const { id, phase, isDone, time } = status.task;
  const task = hello.tasks.find((row) => row.id === id);
  const rows: readonly (readonly [string, string])[] = [
    [t("robot.task"), task ? titleOf(task, t) : t("robot.noTask")],
    ...(phase === null ? [] : [[t("robot.phase"), phase] as const]),
  ];
  return (
    <dl className="robot-figures">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {isDone === null ? null : (
        <div>
          <dt>{t(isDone ? "robot.isDone" : "robot.notDone")}</dt>
          <dd>{time === null ? "" : t("robot.seconds", { n: time.toFixed(1) })}</dd>
        </div>
      )}
    </dl>
  );
}

const titleOf = ({ id, title }: RobotTaskRow, t: ReturnType<typeof useVoice>["t"]): string => {
  const key: string = `job.${id}`;
  return isKey(key) ? t(key) : title;
};

/** What it is to do, and in which world. */
export function TaskPanel({ hello, status }: { readonly hello: RobotHello; readonly status: RobotStatus }) {
  const { t } = useVoice();
  const link = useRobotLink();
  const [chosen, setChosen] = useState<string | null>(null);
  const [seed, setSeed] = useState<number | null>(null);
  const { rights, tasks } = hello;
  const task = chosen ?? status.task.id ?? tasks[0]?.id ?? "";
  const isBusy = status.driver !== null;
  const shownSeed = seed ?? status.task.seed ?? 1;
  return (
    <Panel title={t("robot.task")} className="robot-task">
      <Doing hello={hello} status={status} />
      {rights.drive && tasks.length > 0 ? (
        <>
          <NativeSelect
            aria-label={t("robot.task")}
            value={task}
            data={tasks.map((row) => ({ value: row.id, label: titleOf(row, t) }))}
            onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          />
          <div className="line wrap">
            <Button disabled={isBusy} onClick={() => link.ask({ do: "task", id: task })}>
              {t("robot.begin")}
            </Button>
            <Button variant="default" disabled={isBusy} onClick={() => link.ask({ do: "task", id: null })}>
              {t("robot.rest")}
            </Button>
          </div>
        </>
      ) : null}
      {rights.drive && hello.isSimulated ? (
        <div className="robot-seed">
          <NumberInput
            label={t("robot.seed")}
            min={0}
            max={2 ** 31}
            allowDecimal={false}
            value={shownSeed}
            onChange={(value) => setSeed(typeof value === "number" ? value : null)}
          />
          <Button variant="default" onClick={() => link.ask({ do: "reset", seed: shownSeed })}>
            {t("robot.anew")}
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}

/** Demonstrations are written down, labelled, or thrown away. */
export function EpisodePanel({ episode }: { readonly episode: EpisodeState }) {
  const { t } = useVoice();
  const link = useRobotLink();
  const [label, setLabel] = useState(episode.label ?? "");
  const { isRecording, frames, rate, isSlow, saved, discarded } = episode;
  const name = () => (label.trim() === "" ? false : link.ask({ do: "label", label }));
  const record = () => {
    link.ask({ do: "episode", what: "start" });
    name();
  };
  return (
    <Panel title={t("robot.episodes")}>
      <p role="status">
        {isRecording ? (
          <strong>{t("robot.recording", { frames, rate: rate === null ? "–" : rate.toFixed(0) })}</strong>
        ) : (
          <span className="muted">{t("robot.kept", { saved, discarded })}</span>
        )}
      </p>
      {isSlow ? <p className="small">{t("robot.slow")}</p> : null}
      <div className="line wrap">
        {isRecording ? (
          <Button onClick={() => link.ask({ do: "episode", what: "stop" })}>{t("robot.keep")}</Button>
        ) : (
          <Button onClick={record}>{t("robot.record")}</Button>
        )}
        <Button variant="default" disabled={!isRecording} onClick={() => link.ask({ do: "episode", what: "discard" })}>
          {t("robot.discard")}
        </Button>
      </div>
      <form
        className="robot-release"
        onSubmit={(event) => {
          event.preventDefault();
          name();
        }}
      >
        <TextInput
          label={t("robot.label")}
          value={label}
          maxLength={200}
          onChange={({ currentTarget }) => setLabel(currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={!isRecording || label.trim() === ""}>
          {t("robot.setLabel")}
        </Button>
      </form>
    </Panel>
  );
}
