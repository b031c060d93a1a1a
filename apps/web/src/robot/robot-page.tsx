import "uplot/dist/uPlot.min.css";
import "../think/think.css";
import "./robot.css";
import { useCallback, useEffect, useMemo, useState } from "react";
import { read } from "../link/requests.ts";
import { Icon } from "../look/icons.tsx";
import { Empty } from "../look/parts.tsx";
import { isKey } from "../words/index.ts";
import { useVoice } from "../words/speak.tsx";
import { Cameras } from "./cameras.tsx";
import { DrivePanel } from "./drive-panel.tsx";
import { Driver } from "./driver.ts";
import { Health, Limits, Pace, Touches } from "./guard-panel.tsx";
import { firstPad } from "./pads.ts";
import { Plots } from "./plots.tsx";
import { linkTo, type RobotLink } from "./robot-link.ts";
import { Said, SoundToggle } from "./said.tsx";
import type { RobotHello, RobotRow, RobotStatus } from "./shapes.ts";
import { LatchBanner, StopButton, useStopKeys } from "./stop-bar.tsx";
import { EpisodePanel, TaskPanel } from "./task-panel.tsx";
import { RobotContext, requestStop, useRobot, useRobotLink } from "./use-robot.ts";
import { RobotView } from "./view.tsx";

/** Name, state of the line, and the stop: in sight wherever one is on the page. */
function Bar({ hello }: { readonly hello: RobotHello | null }) {
  const { t } = useVoice();
  const { link } = useRobot();
  return (
    <header className="robot-bar">
      <div className="robot-name">
        <h1>{hello?.name ?? t("robot.title")}</h1>
        <p className="small muted">
          {hello ? `${t(hello.isSimulated ? "robot.simulated" : "robot.real")} · ` : ""}
          <span className="robot-link" data-link={link} role="status">
            <Icon name={link === "live" ? "live" : "lost"} size={16} />
            {t(link === "live" ? "robot.live" : "robot.connecting")}
          </span>{" "}
          <SoundToggle />
        </p>
      </div>
      <StopButton hello={hello} />
    </header>
  );
}

function Notices() {
  const { t } = useVoice();
  const { link, refused } = useRobot();
  const key: string = `refused.${refused?.code ?? ""}`;
  return (
    <>
      {link === "lost" ? (
        <p className="robot-notice" role="alert">
          {t("robot.lost")}
        </p>
      ) : null}
      {link === "signed-out" ? (
        <p className="robot-notice" role="alert">
          {t("robot.signedOut")}
        </p>
      ) : null}
      {refused ? (
        <p className="robot-notice" role="status">
          {isKey(key) ? t(key, { why: refused.why }) : refused.why}
        </p>
      ) : null}
    </>
  );
}

function Body({ hello, status }: { readonly hello: RobotHello; readonly status: RobotStatus }) {
  const link = useRobotLink();
  const driver = useMemo(
    () => new Driver({ send: (ask) => void link.ask(ask), now: () => performance.now() / 1000, pad: firstPad }),
    [link],
  );
  const isDriving = status.driver?.isYou ?? false;
  return (
    <>
      <LatchBanner hello={hello} status={status} />
      <div className="robot-grid">
        <div className="stack robot-main">
          <RobotView hello={hello} driver={driver} isDriving={isDriving} />
          <div className="robot-eyes-and-pace">
            <Cameras hello={hello} />
            <Pace hello={hello} status={status} />
          </div>
          <Plots hello={hello} />
        </div>
        <div className="stack robot-side">
          <TaskPanel hello={hello} status={status} />
          <DrivePanel hello={hello} status={status} driver={driver} />
          <Limits status={status} />
          <Touches hello={hello} status={status} />
          <Health status={status} />
          {status.episode && hello.rights.drive ? <EpisodePanel episode={status.episode} /> : null}
        </div>
      </div>
    </>
  );
}

function Inside() {
  const { t } = useVoice();
  const link = useRobotLink();
  const { hello, status } = useRobot();
  const stop = useCallback(() => requestStop(link, link.state().hello), [link]);
  useStopKeys(stop);
  return (
    <div className="robot">
      <Bar hello={hello} />
      <Notices />
      <Said />
      {hello && status ? (
        <Body hello={hello} status={status} />
      ) : (
        <div className="loading" role="status" aria-label={t("app.loading")} />
      )}
      <p className="muted small robot-foot">{t("robot.stopMore")}</p>
    </div>
  );
}

/** The robots of this server; the first one is shown. */
function useRobots(): readonly RobotRow[] | null {
  const [rows, setRows] = useState<readonly RobotRow[] | null>(null);
  useEffect(() => {
    read<readonly RobotRow[]>("/api/robots").then(setRows, () => setRows([]));
  }, []);
  return rows;
}

/** A robot at work: what it sees, does and feels, what holds it back, and a person's hand on it. */
export function RobotPage() {
  const { t } = useVoice();
  const rows = useRobots();
  const [chosen, setChosen] = useState<string | null>(null);
  const id = chosen ?? rows?.[0]?.id ?? null;
  const [link, setLink] = useState<RobotLink | null>(null);
  useEffect(() => {
    if (id === null) return;
    const made = linkTo(id);
    made.start();
    setLink(made);
    return () => made.stop();
  }, [id]);
  if (rows?.length === 0)
    return (
      <Empty icon="robot" title={t("robot.none")}>
        <p>{t("robot.noneMore")}</p>
      </Empty>
    );
  if (link === null) return <div className="loading" role="status" aria-label={t("app.loading")} />;
  return (
    <RobotContext value={link}>
      {rows && rows.length > 1 ? (
        <div className="line wrap robot-which">
          <label htmlFor="robot-which">{t("robot.which")}</label>
          <select id="robot-which" value={id ?? ""} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
            {rows.map((row) => (
              <option key={row.id} value={row.id}>
                {row.name}
              </option>
            ))}
          </select>
        </div>
      ) : null}
      <Inside key={id} />
    </RobotContext>
  );
}
