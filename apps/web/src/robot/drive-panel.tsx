import { Button, SegmentedControl, Slider } from "@mantine/core";
import { type PointerEvent, useEffect, useSyncExternalStore } from "react";
import { Panel } from "../look/parts.tsx";
import type { Key } from "../words/index.ts";
import { useVoice } from "../words/speak.tsx";
import { arrowLength } from "./arrows.ts";
import { wristForces } from "./curves.ts";
import { type Driver, inputRate } from "./driver.ts";
import type { HandChoice, Motion } from "./hand-input.ts";
import { firstPad, shake } from "./pads.ts";
import type { RobotHello, RobotStatus } from "./shapes.ts";
import { useFrame, useRobotLink } from "./use-robot.ts";

/** A bar is full here, N: a firm grip of a hand. */
const fullForce = 40;

/** Reads keyboard and gamepad while the robot is in this page's hand, and sends what is held. */
function useDriving(driver: Driver, isDriving: boolean): void {
  const link = useRobotLink();
  useEffect(() => {
    if (!isDriving) return;
    const ending = new AbortController();
    const { signal } = ending;
    const isText = (target: EventTarget | null) =>
      target instanceof HTMLElement && target.closest("input, select") !== null;
    const down = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isText(event.target)) return;
      if (driver.keyDown(event.code, event.shiftKey)) event.preventDefault();
    };
    window.addEventListener("keydown", down, { signal });
    window.addEventListener("keyup", ({ code }) => driver.keyUp(code), { signal });
    window.addEventListener("blur", () => driver.letGo(), { signal });
    document.addEventListener("visibilitychange", () => driver.letGo(), { signal });
    const sending = setInterval(() => {
      driver.tick();
      const frame = link.frame();
      if (frame) shake(Math.max(...wristForces(frame)) / fullForce);
    }, 1000 / inputRate);
    return () => {
      ending.abort();
      clearInterval(sending);
      driver.letGo();
    };
  }, [driver, isDriving, link]);
}

/** Held as long as a finger, the mouse or the Enter key is down on it. */
function Hold({
  driver,
  motion,
  word,
  sign,
}: {
  readonly driver: Driver;
  readonly motion: Motion;
  readonly word: Key;
  readonly sign: string;
}) {
  const { t } = useVoice();
  const isHeld = useSyncExternalStore(driver.subscribe, driver.state).held.includes(motion);
  const press = (event: PointerEvent<HTMLButtonElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    driver.press(motion);
  };
  const letUp = () => driver.letUp(motion);
  return (
    <button
      type="button"
      className="robot-hold"
      data-held={isHeld}
      data-motion={motion}
      aria-label={t(word)}
      title={t(word)}
      onPointerDown={press}
      onPointerUp={letUp}
      onPointerCancel={letUp}
      onLostPointerCapture={letUp}
      onKeyDown={({ key }) => (key === "Enter" ? driver.press(motion) : undefined)}
      onKeyUp={letUp}
      onBlur={letUp}
      onContextMenu={(event) => event.preventDefault()}
    >
      {sign}
    </button>
  );
}

type HoldRow = readonly [Motion, Key, string];
/** In two rows of three; null leaves a place free. */
const moving: readonly (HoldRow | null)[] = [
  ["up", "robot.up", "⤒"],
  ["forward", "robot.forward", "↑"],
  ["down", "robot.down", "⤓"],
  ["left", "robot.leftwards", "←"],
  ["back", "robot.back", "↓"],
  ["right", "robot.rightwards", "→"],
];
const turning: readonly (HoldRow | null)[] = [
  ["roll-left", "robot.leftwards", "⟲"],
  ["turn-forward", "robot.forward", "⇑"],
  ["roll-right", "robot.rightwards", "⟳"],
  ["turn-left", "robot.turnLeft", "↶"],
  ["turn-back", "robot.back", "⇓"],
  ["turn-right", "robot.turnRight", "↷"],
];
const base: readonly (HoldRow | null)[] = [
  null,
  ["base-forward", "robot.forward", "↑"],
  null,
  ["base-left", "robot.turnLeft", "↶"],
  ["base-back", "robot.back", "↓"],
  ["base-right", "robot.turnRight", "↷"],
];

function Cross({
  driver,
  title,
  rows,
}: {
  readonly driver: Driver;
  readonly title: string;
  readonly rows: readonly (HoldRow | null)[];
}) {
  return (
    <fieldset className="robot-cross">
      <legend>{title}</legend>
      {rows.map((row, i) =>
        row === null ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a free place of a fixed table
          <span key={i} />
        ) : (
          <Hold key={row[0]} driver={driver} motion={row[0]} word={row[1]} sign={row[2]} />
        ),
      )}
    </fieldset>
  );
}

/** What the hands meet, as long as the force is strong. */
export function Felt() {
  const { t } = useVoice();
  const frame = useFrame(15);
  const [left = 0, right = 0] = frame ? wristForces(frame) : [];
  const rows = [
    ["robot.left", left],
    ["robot.right", right],
  ] as const;
  return (
    <div className="robot-felt">
      <h3>{t("robot.felt")}</h3>
      {rows.map(([word, force]) => (
        <div key={word} className="robot-felt-row">
          <span>{t(word)}</span>
          <i aria-hidden="true">
            <b style={{ width: `${Math.min(100, (100 * arrowLength(force)) / arrowLength(fullForce))}%` }} />
          </i>
          <span className="robot-felt-figure">{force.toFixed(1)} N</span>
        </div>
      ))}
    </div>
  );
}

function Controls({ driver }: { readonly driver: Driver }) {
  const { t } = useVoice();
  const { choice, grip } = useSyncExternalStore(driver.subscribe, driver.state);
  return (
    <>
      <div className="line wrap">
        <span className="field-title">{t("robot.hand")}</span>
        <SegmentedControl
          aria-label={t("robot.hand")}
          value={choice}
          onChange={(chosen) => driver.choose(chosen as HandChoice)}
          data={[
            { value: "left", label: t("robot.left") },
            { value: "both", label: t("robot.both") },
            { value: "right", label: t("robot.right") },
          ]}
        />
      </div>
      <div className="robot-crosses">
        <Cross driver={driver} title={t("robot.moveHand")} rows={moving} />
        <Cross driver={driver} title={t("robot.turnHand")} rows={turning} />
        <Cross driver={driver} title={t("robot.moveBase")} rows={base} />
      </div>
      <div className="robot-grip">
        <span className="field-title">{t("robot.grip")}</span>
        <span className="small muted">{t("robot.open")}</span>
        <Slider
          aria-label={t("robot.grip")}
          min={0}
          max={1}
          step={0.05}
          value={grip ?? 0}
          label={null}
          onChange={(value) => driver.grip(value)}
        />
        <span className="small muted">{t("robot.closed")}</span>
      </div>
    </>
  );
}

function Guide() {
  const { t } = useVoice();
  const pad = firstPad();
  const rows: readonly (readonly [string, string])[] = [
    [t("robot.mouse"), t("robot.mouseMore")],
    [t("robot.keyboard"), `${t("robot.keysHand")} ${t("robot.keysBase")}`],
    [t("robot.gamepad"), pad ? t("robot.gamepadOn", { name: pad.id }) : t("robot.gamepadMore")],
  ];
  return (
    <dl className="robot-guide small">
      {rows.map(([name, said]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{said}</dd>
        </div>
      ))}
    </dl>
  );
}

function Toggle({ status }: { readonly status: RobotStatus }) {
  const { t } = useVoice();
  const link = useRobotLink();
  const isDriving = status.driver?.isYou ?? false;
  const isFree = isDriving || (status.driver === null && status.latch === null);
  return (
    <Button
      variant={isDriving ? "default" : "filled"}
      disabled={!isFree}
      onClick={() => link.ask({ do: isDriving ? "let-go" : "drive" })}
    >
      {t(isDriving ? "robot.letGo" : "robot.take")}
    </Button>
  );
}

function Driving({ status, driver }: { readonly status: RobotStatus; readonly driver: Driver }) {
  const { t } = useVoice();
  return (
    <>
      <p role="status">
        <strong>{t("robot.driving")}</strong>
      </p>
      {status.lateInputs > 0 ? <p className="small">{t("robot.lateInputs", { n: status.lateInputs })}</p> : null}
      <Controls driver={driver} />
    </>
  );
}

/** Takes the robot by hand: mouse, keyboard, gamepad, or the buttons here. */
export function DrivePanel({
  hello,
  status,
  driver,
}: {
  readonly hello: RobotHello;
  readonly status: RobotStatus;
  readonly driver: Driver;
}) {
  const { t } = useVoice();
  const who = status.driver;
  const isDriving = who?.isYou ?? false;
  useDriving(driver, isDriving);
  if (!hello.rights.drive) return null;
  const isOther = who !== null && !isDriving;
  return (
    <Panel title={t("robot.drive")} action={<Toggle status={status} />} className="robot-drive">
      <p className="muted small">
        {isOther ? t("robot.drivenBy", { name: who.name || t("robot.somebody") }) : t("robot.driveLead")}
      </p>
      {isDriving ? <Driving status={status} driver={driver} /> : null}
      <Felt />
      {isDriving ? <Guide /> : null}
    </Panel>
  );
}
