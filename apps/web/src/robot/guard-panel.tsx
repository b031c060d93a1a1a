import type { Frame } from "@sakiyomi/robot";
import { Panel } from "../look/parts.tsx";
import { isKey, type Key } from "../words/index.ts";
import { useVoice } from "../words/speak.tsx";
import { levelOf } from "./arrows.ts";
import { limitRows } from "./limit-rows.ts";
import type { RobotHello, RobotStatus } from "./shapes.ts";
import { useFrame } from "./use-robot.ts";

/** What the guard changed or refused, and when. */
export function Limits({ status }: { readonly status: RobotStatus }) {
  const { t, clockSeconds } = useVoice();
  const rows = limitRows(status.limits);
  const word = (limit: string): string => {
    const key: string = `bite.${limit}`;
    return isKey(key) ? t(key) : limit;
  };
  return (
    <Panel title={t("robot.limits")}>
      {rows.length === 0 ? (
        <p className="muted">{t("robot.noLimits")}</p>
      ) : (
        <ul className="robot-limits">
          {rows.map(({ limit, times, until, isOn }) => (
            <li key={limit} data-on={isOn}>
              <span>
                {word(limit)}
                {times > 1 ? <small> × {times}</small> : null}
              </span>
              <time>{isOn ? t("robot.now") : clockSeconds(until)}</time>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

interface TouchRow {
  readonly region: string;
  readonly force: number;
  readonly share: number;
}

const touchesOf = ({ contacts }: Frame, { regions }: RobotHello): readonly TouchRow[] =>
  contacts
    .flatMap(({ force, share, region }) =>
      share === null
        ? []
        : [
            {
              region: (region === null ? undefined : regions[region]?.name) ?? "unknown",
              force: Math.hypot(...force),
              share,
            },
          ],
    )
    .toSorted((a, b) => b.share - a.share);

/** Who is touched, how hard, and how near that is to where the guard acts. */
export function Touches({ hello, status }: { readonly hello: RobotHello; readonly status: RobotStatus }) {
  const { t } = useVoice();
  const frame = useFrame();
  const touches = frame ? touchesOf(frame, hello) : [];
  const { nearestPerson } = status;
  return (
    <Panel
      title={t("robot.touches")}
      action={
        <span className="small muted">
          {t("robot.nearestPerson")}: {nearestPerson === null ? t("robot.unknown") : `${nearestPerson.toFixed(2)} m`}
        </span>
      }
    >
      {touches.length === 0 ? (
        <p className="muted">{t("robot.noTouch")}</p>
      ) : (
        <ul className="robot-touches">
          {touches.slice(0, 5).map(({ region, force, share }, i) => {
            const key: string = `body.${region}`;
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: two touches of one region have nothing else to be told apart by
              <li key={`${region}${i}`} data-level={levelOf(share)}>
                <span>{isKey(key) ? t(key) : region}</span>
                <span>{t("robot.touchRow", { force: force.toFixed(1), limit: (force / share).toFixed(0) })}</span>
                <meter min={0} max={1} value={Math.min(1, share)} aria-label={isKey(key) ? t(key) : region} />
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}

const millis = (seconds: number): string => `${(seconds * 1000).toFixed(1)} ms`;

/** Whether the loop keeps its rate, and how far the simulation is behind. */
export function Pace({ hello, status }: { readonly hello: RobotHello; readonly status: RobotStatus }) {
  const { t } = useVoice();
  const { turns, lateness, realTime, age } = status;
  const rows: readonly (readonly [string, string])[] = [
    [t("robot.turns"), `${turns.toFixed(0)} / ${hello.features.rate} Hz`],
    [t("robot.late"), `${millis(lateness.median)} · ${millis(lateness.p99)}`],
    [t("robot.longest"), millis(lateness.longest)],
    [t("robot.missed"), String(lateness.missed)],
    [t("robot.age"), age === null ? t("robot.unknown") : millis(age)],
    ...(realTime === null ? [] : [[t("robot.realTime"), `${realTime.toFixed(2)} ${t("robot.times")}`] as const]),
  ];
  return (
    <Panel title={t("robot.pace")}>
      <dl className="robot-figures">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

/** What the robot finds wrong with itself, and what went wrong and was handled. */
export function Health({ status: { findings, troubles } }: { readonly status: RobotStatus }) {
  const { t, clockSeconds } = useVoice();
  return (
    <Panel title={t("robot.selfCheck")}>
      {findings.length === 0 ? (
        <p className="muted small">{t("robot.selfCheckFine")}</p>
      ) : (
        <ul className="robot-limits">
          {findings.slice(0, 6).map(({ check, found, remedy, does }) => (
            <li key={`${check}${found}`} title={remedy} data-on={does === "stop"}>
              <span>{found}</span>
              <span>{isKey(`does.${does}`) ? t(`does.${does}` as Key) : does}</span>
            </li>
          ))}
        </ul>
      )}
      <h3>{t("robot.troubles")}</h3>
      {troubles.length === 0 ? (
        <p className="muted small">{t("robot.noTroubles")}</p>
      ) : (
        <ul className="robot-limits">
          {troubles.slice(0, 4).map(({ at, part, why }) => (
            <li key={`${part}${why}`}>
              <span>
                {part}: {why}
              </span>
              <time>{clockSeconds(at)}</time>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
