import { DAY, HOUR, type Instant, MINUTE, SECOND, text, type Wish } from "@sakiyomi/core";
import type { Bed, Stage } from "./bed.ts";
import type { Fallen } from "./fallen.ts";
import { unheard } from "./judged.ts";
import { isBetween, localHour } from "./local-hour.ts";
import type { Settings } from "./settings.ts";
import type { State } from "./state.ts";
import { measuredUntil } from "./stream.ts";

export const ANSWERS = ["hurt", "unhurt", "no-fall"] as const;
/** Morse's own history of falling goes three months back; a month is the project's choice. */
const FELL_LATELY_MS = 30 * DAY;

export function wishesFor(state: State, settings: Settings, now: Instant): readonly Wish[] {
  return [
    ...state.body.fallen.flatMap((fallen) => wishesOf(fallen, state, settings, now)),
    ...bedExit(state.body.bed, settings),
    ...sensorTask(state, now),
  ];
}

const nameOf = (name: string, { slot }: Fallen): string => (slot === 1 ? name : `${name}-${slot}`);

/** High: what a fall breaks is broken for good (IEC 60601-1-8). Got up alone, or not sure: somebody looks soon. */
function wishesOf(fallen: Fallen, state: State, settings: Settings, now: Instant): readonly Wish[] {
  const { at, gotUpAt, how } = fallen;
  const isUp = gotUpAt !== null;
  const said = isUp
    ? text("fell-got-up", { fellAt: at, gotUpAt: Math.floor(gotUpAt) })
    : text(`fell-${how}`, { fellAt: at });
  const isHigh = !isUp && (how === "sure" || how === "told");
  const ask: Wish = {
    do: "ask",
    key: nameOf("fall", fallen),
    level: isHigh ? "high" : "medium",
    text: said,
    answers: [...ANSWERS],
  };
  return isUp ? [ask] : [ask, ...staysDown(fallen, state, settings, now)];
}

/** A fall that nobody gets up from is called for again, as a matter of its own, also where somebody has taken the first call. */
function staysDown(fallen: Fallen, state: State, settings: Settings, now: Instant): readonly Wish[] {
  const { at, movedAt, how } = fallen;
  const isHeard = state.stream !== null && unheard(state, now) === null && how !== "told";
  const until = state.stream === null ? 0 : measuredUntil(state.stream);
  const isStill = isHeard && until - Math.max(at, movedAt) >= settings.motionlessS * SECOND;
  const isLong = now - at >= settings.longLieMin * MINUTE && (how === "sure" || how === "soft" || how === "outside");
  return [
    ...(isStill
      ? [tell("motionless", fallen, text("motionless", { sinceAt: Math.floor(Math.max(at, movedAt)) }))]
      : []),
    ...(isLong ? [tell("long-lie", fallen, text("long-lie", { fellAt: at, minutes: settings.longLieMin }))] : []),
  ];
}

const tell = (name: string, fallen: Fallen, said: ReturnType<typeof text>): Wish => ({
  do: "tell",
  key: nameOf(name, fallen),
  level: "high",
  text: said,
});

const calls: Readonly<Record<Settings["callsAt"], readonly Stage[]>> = {
  "sitting-up": ["rising", "edge", "up"],
  edge: ["edge", "up"],
  standing: ["up"],
};
const said: Readonly<Record<Stage, string>> = {
  in: "",
  rising: "sits-up",
  edge: "at-edge",
  up: "has-stood-up",
};

/** From the stage on at which the house wants to know, until the person lies again or has been up for a while. */
export const isCalled = ({ stage, calledAt }: Bed): boolean => stage !== null && stage !== "in" && calledAt !== null;

function bedExit(bed: Bed, { callsAt }: Settings): readonly Wish[] {
  const { stage } = bed;
  if (stage === null || !isCalled(bed)) return [];
  // Whoever leans back from the edge is still called for as at the edge until lying.
  const shown = calls[callsAt].includes(stage) ? stage : (calls[callsAt][0] as Stage);
  return [
    {
      do: "tell",
      key: "bed-exit",
      level: "medium",
      text: text(said[shown], { calledAt: Math.floor(bed.calledAt ?? 0) }),
    },
  ];
}

/** Settles whether somebody is called. */
export function called(state: State, settings: Settings, now: Instant): Bed {
  const { bed } = state.body;
  if (bed.stage === null || bed.calledAt !== null || !calls[settings.callsAt].includes(bed.stage)) return bed;
  return mayCall(state, settings, now) ? { ...bed, calledAt: Math.min(now, bed.since) } : bed;
}

export type Risk = "high" | "low" | "not-assessed";
export function riskOf({ risk }: State, { morseFrom }: Settings, now: Instant): Risk {
  if (risk.fellAt !== null && now - risk.fellAt <= FELL_LATELY_MS) return "high";
  if (risk.morse === null) return "not-assessed";
  return risk.morse >= morseFrom ? "high" : "low";
}

function mayCall(state: State, settings: Settings, now: Instant): boolean {
  if (settings.callsFor === "nobody") return false;
  const risk = riskOf(state, settings, now);
  // A sensor is worn for a reason; a mat may lie in every bed of the house.
  const isAtRisk = risk === "high" || (risk === "not-assessed" && state.intake !== null);
  if (settings.callsFor === "at-risk" && !isAtRisk) return false;
  if (settings.callsWhen === "always") return true;
  return isBetween(localHour(now, settings.zone), settings.nightFromH, settings.nightToH);
}

/** Whoever has not walked by then may not walk at all: somebody sets how the sensor sits. The project's choice. */
const WALKS_WITHIN_MS = HOUR;

/** Nobody is watched by a sensor that lies on the table, and nobody sees it on a screen that is quiet. */
function sensorTask({ broken }: State, now: Instant): readonly Wish[] {
  if (broken === null || (broken.key === "up-unknown" && now - broken.since < WALKS_WITHIN_MS)) return [];
  const { key, since, axis } = broken;
  const words = text(`check-${key}`, axis === null ? undefined : { axis });
  return [{ do: "task", key: "check-sensor", text: words, due: since, role: "carer" }];
}
