import type { Truth } from "./nap-body.ts";

/** What was true of one child in one second, and what stood said at its end. */
export interface Second {
  readonly truth: Truth;
  readonly isStill: boolean;
  readonly isApnoea: boolean;
  /** The sensor's block of this second was sent. */
  readonly isHeard: boolean;
  readonly isLooked: boolean;
  /** The sensor has slipped or come loose, or was put right a moment ago. */
  readonly isAmiss: boolean;
  readonly calls: readonly string[];
}

export interface Score {
  /** Looks that were left out, and how many of those were called within ten seconds. */
  slots: number;
  overrun: number;
  overrunCalled: number;
  /** Longer than 30 s on the front while the sensor could be heard, and not. */
  prone: number;
  proneCalled: number;
  blind: number;
  /** Told within 30 s that the posture is not known. */
  blindTold: number;
  apnoeas: number;
  apnoeasCalled: number;
  falseCalls: number;
  /** Of those, with a sensor that had slipped or come loose. */
  falseAmiss: number;
  falseBy: Record<string, number>;
  told: number;
  /** Of those: told that a sensor has turned by itself; and how many had not. */
  turned: number;
  turnedFalse: number;
}

export const noScore = (): Score => ({
  ...{ slots: 0, overrun: 0, overrunCalled: 0, prone: 0, proneCalled: 0, blind: 0, blindTold: 0 },
  ...{ apnoeas: 0, apnoeasCalled: 0, falseCalls: 0, falseAmiss: 0, falseBy: {}, told: 0 },
  ...{ turned: 0, turnedFalse: 0 },
});

const asFront: ReadonlySet<string> = new Set(["front", "side", "disagrees"]);
const LIMIT_S = 30;
const CALLED_WITHIN_S = 10;

const callsIn = (life: readonly Second[], from: number, to: number, keys: ReadonlySet<string>): boolean =>
  life.slice(from, to + 1).some(({ calls }) => calls.some((key) => keys.has(key)));

export function scoreChild(life: readonly Second[], everyS: number, sideIsFront: boolean, score: Score): void {
  scoreSlots(life, everyS, score);
  for (const [from, to] of stretches(life, ({ truth }) => truth === "front")) scoreProne(life, from, to, score);
  for (const [from, to] of stretches(life, ({ isApnoea }) => isApnoea)) scoreApnoea(life, from, to, score);
  scoreCalls(life, sideIsFront, score);
}

/** From the looks alone: what the skill believes to be due is not asked. */
function scoreSlots(life: readonly Second[], everyS: number, score: Score): void {
  const looks = [...life.entries()].filter(([, { isLooked }]) => isLooked).map(([second]) => second);
  let from = 0;
  for (const look of [...looks, life.length]) {
    score.slots += 1;
    // One that is so little late that nobody can have heard of it is no slot that was left out.
    if (look > from + everyS + CALLED_WITHIN_S) {
      score.overrun += 1;
      if (callsIn(life, from + everyS, from + everyS + CALLED_WITHIN_S, new Set(["missed"]))) score.overrunCalled += 1;
    }
    from = look;
  }
}

/** [from, to] of each run of seconds in which it holds. */
function stretches(
  life: readonly Second[],
  holds: (second: Second) => boolean,
): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const [second, one] of life.entries()) {
    const last = found.at(-1);
    if (!holds(one)) continue;
    if (last !== undefined && last[1] === second - 1) last[1] = second;
    else found.push([second, second]);
  }
  return found;
}

function scoreProne(life: readonly Second[], from: number, to: number, score: Score): void {
  const limit = from + LIMIT_S;
  if (to < limit) return;
  const isCalled = callsIn(life, from, limit, asFront);
  const isHeard = life.slice(from, limit + 1).filter((one) => one.isHeard).length >= LIMIT_S * 0.9;
  if (isHeard || isCalled) {
    score.prone += 1;
    if (isCalled) score.proneCalled += 1;
    return;
  }
  score.blind += 1;
  if (callsIn(life, from, limit, new Set(["sensor"]))) score.blindTold += 1;
}

function scoreApnoea(life: readonly Second[], from: number, to: number, score: Score): void {
  const limit = from + LIMIT_S;
  const isHeard = life.slice(from, Math.min(to, limit)).every((one) => one.isHeard);
  const isCalled = callsIn(life, from, limit, new Set(["no-movement"]));
  if (!isHeard && !isCalled) return;
  // One that somebody ended by a touch before anybody could be called (20 s, and seconds of the sensor) is no miss.
  if (to < from + 25 && !isCalled) return;
  score.apnoeas += 1;
  if (isCalled) score.apnoeasCalled += 1;
}

/** So long a sensor, its radio and the rules may be behind what has just ended. */
const BEHIND_S = 15;

function scoreCalls(life: readonly Second[], sideIsFront: boolean, score: Score): void {
  for (const [second, { calls }] of life.entries()) {
    const before = life[second - 1]?.calls ?? [];
    const recent = life.slice(Math.max(0, second - BEHIND_S), second + 1);
    for (const key of calls.filter((one) => !before.includes(one))) scoreCall(key, recent, sideIsFront, score);
  }
}

function scoreCall(key: string, recent: readonly Second[], sideIsFront: boolean, score: Score): void {
  if (key === "sensor") score.told += 1;
  else if (key === "turned") {
    score.turned += 1;
    score.turnedFalse += recent.some(({ isAmiss }) => isAmiss) ? 0 : 1;
  } else if (!isTrue(key, recent, sideIsFront)) {
    score.falseCalls += 1;
    score.falseAmiss += recent.some(({ isAmiss }) => isAmiss) ? 1 : 0;
    score.falseBy[key] = (score.falseBy[key] ?? 0) + 1;
  }
}

function isTrue(key: string, recent: readonly Second[], sideIsFront: boolean): boolean {
  if (key === "no-movement") return recent.filter(({ isStill }) => isStill).length > BEHIND_S / 2;
  if (!asFront.has(key)) return true;
  return recent.some(({ truth }) => truth === "front" || (sideIsFront && truth === "side"));
}
