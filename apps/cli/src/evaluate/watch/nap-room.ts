import { Fault, type Instant, type Signal, type SourceId, type SubjectId, takeTurn, type Wish } from "@sakiyomi/core";
import { napWatch } from "@sakiyomi/skills";
import {
  type Body,
  live,
  measure,
  newBody,
  newSensor,
  putRight,
  RATE,
  type Sensor,
  touch,
  truthOf,
  wear,
} from "./nap-body.ts";
import { type Chance, chanceOf } from "./nap-chance.ts";
import type { Second } from "./nap-score.ts";

export const SECONDS = 7200;
export const CHILDREN = 20;
const TEACHERS = 3;
const START: Instant = Date.parse("2026-01-05T03:00:00Z");
const SCALE = 1e-4;
/** To ask for the time costs more than a turn: one second of so many is timed, and stands for all. */
const TIMES_EACH = 60;

/** What it took, in ms of CPU. */
function timed(second: number, work: () => void): number {
  const isTimed = second % TIMES_EACH === TIMES_EACH - 1;
  const before = isTimed ? process.cpuUsage().user : 0;
  work();
  return isTimed ? ((process.cpuUsage().user - before) / 1000) * TIMES_EACH : 0;
}

/** A child of the room: its body, its sensor, the skill that watches over it, and what a teacher has in mind about it. */
interface Child {
  readonly subject: SubjectId;
  readonly body: Body;
  readonly sensor: Sensor;
  readonly ageYears: number;
  readonly chance: Chance;
  state: string | null;
  sequence: number;
  arriving: Signal[];
  calls: readonly string[];
  /** When somebody will be at the child, and why. */
  visit: { readonly at: number; readonly why: Visit } | null;
  lookedAt: number;
}
type Visit = "round" | "call" | "disagrees" | "sensor";

export interface Room {
  readonly everyS: number;
  readonly sideIsFront: boolean;
  /** By child, second by second: what was true, and what was said. */
  readonly children: readonly (readonly Second[])[];
  readonly cpuMs: number;
}

/** One room for two hours. Teachers are called by the skill and by nothing else; what they tap goes back to it. */
export function livedRoom(seed: number, ageYears: 0 | 1, municipality: "national" | "setagaya"): Room {
  const everyS = ageYears === 0 ? 300 : 600;
  const settings = { municipality, out: "+z", head: "+y" };
  const chance = chanceOf(seed);
  const children = Array.from({ length: CHILDREN }, (_, i) => newChild(i, ageYears, chanceOf(seed * 1000 + i)));
  const said: Second[][] = children.map(() => []);
  let cpuMs = 0;
  for (let second = 0; second < SECONDS; second++) {
    for (const [i, child] of children.entries()) {
      const begins = second === 0 ? [signalOf(child, "nap", { phase: "start" }, 0)] : [];
      const isHeard = breathe(child, second);
      const looks = visited(child, second);
      const signals = [...begins, ...arrived(child, second), ...looks];
      cpuMs += timed(second, () => {
        child.calls = turn(child, signals, second, settings);
      });
      plan(child, second, everyS, chance);
      said[i]?.push(secondOf(child, isHeard, looks, second));
    }
  }
  return { everyS, sideIsFront: municipality === "setagaya", children: said, cpuMs };
}

const newChild = (i: number, ageYears: number, chance: Chance): Child => ({
  subject: `person:child-${i}` as SubjectId,
  ...{ body: newBody(chance), sensor: newSensor(chance), ageYears, chance, state: null, sequence: 0 },
  ...{ arriving: [], calls: [], visit: null, lookedAt: 0 },
});

const secondOf = (
  { body, calls, sensor }: Child,
  isHeard: boolean,
  looks: readonly Signal[],
  second: number,
): Second => ({
  truth: truthOf(body),
  isStill: second >= body.pauseSince && second < body.pauseUntil,
  isApnoea: body.isApnoea,
  isHeard,
  isLooked: looks.length > 0,
  isAmiss: sensor.hasSlipped || sensor.contact < 1,
  calls,
});

/** A second of life, and what of it the sensor sends: 1 % of the blocks are lost, the others come up to a second late. */
function breathe(child: Child, second: number): boolean {
  const { body, sensor, chance } = child;
  live(body, second, chance);
  wear(sensor, second, chance);
  const axes = measure(body, sensor, second, chance);
  if (second < sensor.silentUntil || chance.next() < 0.01) return false;
  const late = chance.next() < 0.2 ? 1 : 0;
  for (const [k, kind] of (["acceleration-x", "acceleration-y", "acceleration-z"] as const).entries()) {
    const samples = Int32Array.from(axes[k] ?? [], (value) => Math.round(value / SCALE));
    const value = { rate: RATE, scale: SCALE, offset: 0, samples };
    const receivedAt = START + (second + 1 + late) * 1000;
    child.arriving.push(signalOf(child, kind, value, second, { receivedAt, source: "device:chest" }));
  }
  return true;
}

function arrived(child: Child, second: number): readonly Signal[] {
  const now = START + (second + 1) * 1000;
  const here = child.arriving.filter(({ receivedAt }) => receivedAt <= now);
  child.arriving = child.arriving.filter(({ receivedAt }) => receivedAt > now);
  return here;
}

const signalOf = (child: Child, kind: Signal["kind"], value: unknown, second: number, more: object = {}): Signal =>
  ({
    ...{ subject: child.subject, kind, at: START + second * 1000, receivedAt: START + (second + 1) * 1000, value },
    ...{ sequence: ++child.sequence, quality: "good", source: "staff:teacher" as SourceId },
    ...more,
  }) as Signal;

function turn(child: Child, signals: readonly Signal[], second: number, settings: object): readonly string[] {
  const { subject, state, ageYears } = child;
  const now = START + (second + 1) * 1000;
  const person = { id: subject, ageYears, pregnant: null };
  const result = takeTurn(napWatch, { skill: napWatch.id, subject, state, signals, settings, person, now });
  if (!result.ok) throw new Fault(result.code, result.why);
  child.state = result.state;
  const { wishes } = JSON.parse(result.output) as { readonly wishes: readonly Wish[] };
  return wishes.flatMap((wish) => (wish.do === "tell" ? namesOf(wish.key, wish.text.key) : []));
}

/** Counted on its own: a sensor is said to have turned, and not the child. */
const namesOf = (key: string, said: string): readonly string[] => (said === "sensor-turned" ? [key, "turned"] : [key]);

/** Who comes, and when: on the round in good time, late, or not at all; to a call as soon as a hand is free. */
function plan(child: Child, second: number, everyS: number, chance: Chance): void {
  const wanted = wantedVisit(child, second, everyS, chance);
  if (wanted !== null && (child.visit === null || wanted.at < child.visit.at)) child.visit = wanted;
}

const SLOWER = 1 / TEACHERS;
const urgent: ReadonlySet<string> = new Set(["front", "side", "no-movement", "missed"]);

function wantedVisit(
  { calls, visit, lookedAt }: Child,
  second: number,
  everyS: number,
  chance: Chance,
): Child["visit"] {
  const isComing = visit?.why === "call" || visit?.why === "disagrees";
  if (!isComing && calls.includes("disagrees")) return { at: second + chance.between(6, 30), why: "disagrees" };
  if (!isComing && calls.some((key) => urgent.has(key))) return { at: second + chance.between(6, 40), why: "call" };
  if (visit === null && calls.includes("sensor")) return { at: second + chance.between(30, 240), why: "sensor" };
  if (visit !== null) return null;
  // One look in twenty-five is forgotten until the call, one in twelve comes late.
  const share = chance.next() < 0.04 ? 3 : chance.next() < 0.08 ? chance.between(1.0, 1.3) : chance.between(0.75, 0.95);
  return { at: lookedAt + everyS * share + chance.between(0, 10 * SLOWER), why: "round" };
}

/** Somebody is at the child now, does what is to be done, and taps. */
function visited(child: Child, second: number): readonly Signal[] {
  const { visit, body, sensor, chance } = child;
  if (visit === null || second < visit.at) return [];
  child.visit = null;
  child.lookedAt = second;
  const truth = truthOf(body);
  // A habit: one tap in ten on the round says "on its back" without a proper look.
  const isHabit = visit.why === "round" && chance.next() < 0.1;
  const value = isHabit ? { posture: "back", breathing: "seen" } : seen(truth, visit.why, sensor, chance);
  if (!isHabit) {
    touch(body, second, truth === "front" || truth === "side");
    if (sensor.hasSlipped || sensor.contact < 1 || visit.why === "sensor") fixed(sensor, visit.why, chance);
  }
  return [signalOf(child, "nap-check", value, second)];
}

/** Who is called by a sensor that is wrong, mostly sees why and puts it right. */
function fixed(sensor: Sensor, why: Visit, chance: Chance): void {
  if (why !== "round" && chance.next() < 0.8) putRight(sensor, chance);
}

function seen(truth: ReturnType<typeof truthOf>, why: Visit, { hasSlipped }: Sensor, chance: Chance): object {
  const isFound = truth === "front" || truth === "side";
  const posture = truth === "front" ? "front" : truth === "side" ? chance.of(["left", "right"]) : "back";
  // Half of those who turn a child tap how it lies now, the others how they found it.
  const tapped =
    isFound && chance.next() < 0.5 ? { posture: "back" } : { posture, ...(isFound ? { turned: true } : {}) };
  const isWrong = why === "disagrees" && hasSlipped && !isFound && chance.next() < 0.8;
  return { ...tapped, breathing: "seen", ...(isWrong ? { sensorWrong: true } : {}) };
}
