import { type Prediction, takeTurn, type Wish } from "@sakiyomi/core";
import { fall, falling } from "@sakiyomi/skills";

const { ann, BEGIN, fallOf, falls: fallKinds, nightOf, waistOf, walk } = falling;

interface Told {
  /** Seconds since the beginning. */
  readonly at: number;
  readonly key: string;
}

/** What the skill began to say, each with its second; blocks of a second. */
export function toldBy(waist: falling.Waist): readonly Told[] {
  const told: Told[] = [];
  let state: string | null = null;
  let before: readonly string[] = [];
  for (let second = 1; second <= waist.seconds; second++) {
    const now = BEGIN + second * 1000;
    const signals = waist.blocks(second - 1, second);
    const person = { id: ann, ageYears: 80, pregnant: null };
    const turn = takeTurn(fall, { skill: fall.id, subject: ann, state, signals, settings: {}, person, now });
    if (!turn.ok) throw new Error(turn.why);
    state = turn.state;
    const { wishes } = JSON.parse(turn.output) as { wishes: readonly Wish[]; predictions: Record<string, Prediction> };
    const keys = wishes.flatMap((wish) =>
      wish.do === "task" ? [] : [`${wish.key} ${"text" in wish ? wish.text.key : ""}`],
    );
    for (const key of keys) if (!before.includes(key)) told.push({ at: second, key });
    before = keys;
  }
  return told;
}

export interface Exits {
  readonly nights: number;
  readonly hours: number;
  readonly exits: number;
  /** Seconds between the call and the moment in which the person begins to stand; negative: after it. */
  readonly leads: readonly number[];
  readonly missed: number;
  /** Calls after which nobody stood within two minutes. */
  readonly forNothing: number;
  readonly falls: number;
}

const WITHIN_S = 120;

export function exitsOf(seeds: readonly number[]): Exits {
  const nights = seeds.map((seed) => waistOf(nightOf(seed), seed));
  const parts = nights.map((waist) => {
    const told = toldBy(waist);
    const calls = told.filter(({ key }) => key === "bed-exit at-edge" || key === "bed-exit has-stood-up");
    const stands = waist.truths.filter(({ what }) => what === "stands").map(({ at }) => at);
    const sits = waist.truths.filter(({ what }) => what === "sits-up").map(({ at }) => at);
    const callOf = (stand: number) => {
      const from = Math.max(0, ...sits.filter((at) => at < stand));
      return calls.find(({ at }) => at >= from && at <= stand + 10);
    };
    const leads = stands.flatMap((stand) => {
      const call = callOf(stand);
      return call ? [stand - call.at] : [];
    });
    const edges = calls.filter(({ key }) => key === "bed-exit at-edge");
    const forNothing = edges.filter(({ at }) => !stands.some((stand) => stand >= at - 10 && stand <= at + WITHIN_S));
    const falls = told.filter(({ key }) => key.startsWith("fall")).length;
    return { exits: stands.length, leads, forNothing: forNothing.length, falls };
  });
  const sum = (of: (part: (typeof parts)[number]) => number) => parts.reduce((all, part) => all + of(part), 0);
  const leads = parts.flatMap((part) => part.leads).toSorted((a, b) => a - b);
  return {
    nights: nights.length,
    hours: nights.reduce((all, { seconds }) => all + seconds, 0) / 3600,
    exits: sum(({ exits }) => exits),
    leads,
    missed: sum(({ exits }) => exits) - leads.length,
    forNothing: sum(({ forNothing }) => forNothing),
    falls: sum(({ falls }) => falls),
  };
}

/** Falls of each kind that were told within half a minute, of so many seeds. */
export function simulatedFalls(seeds: readonly number[]): Readonly<Record<string, number>> {
  const hits = fallKinds.map((kind) => {
    const seen = seeds.filter((seed) => {
      const waist = waistOf([walk(20), ...fallOf(kind, seeded(seed))], seed);
      return toldBy(waist).some(({ key }) => key.startsWith("fall"));
    });
    return [kind, seen.length] as const;
  });
  return Object.fromEntries(hits);
}

/** Fixed fractions of the golden ratio: spread evenly, the same in every run. */
const seeded = (seed: number): (() => number) => {
  let k = seed;
  return () => {
    k += 0.6180339887;
    return k % 1;
  };
};
