import { type Mishap, mishaps, type Rate, ratePer1000 } from "@sakiyomi/medication";
import { drawFor } from "./draw.ts";
import { type Guard, type Leak, type MustStop, mustStop, type Tally } from "./tally.ts";

/** One kind of error in both arms; an error is one dose. */
export interface KindResult {
  readonly kind: Mishap | "all";
  /** Doses that reached a person wrongly. */
  readonly without: number;
  readonly with: number;
  /** Per 1,000 doses that were due. */
  readonly withoutRate: number;
  readonly withRate: number;
  /** 1 − with/without; null where nothing went wrong without. The interval: people drawn again with replacement, 95 %; null below 5 errors. */
  readonly fewer: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly through: Readonly<Partial<Record<Leak, number>>>;
  readonly averted: Readonly<Partial<Record<Guard, number>>>;
}

export interface ScannedResult {
  readonly kind: MustStop;
  readonly seeded: number;
  readonly stopped: number;
  /** Of these given all the same with a reason. */
  readonly overruled: number;
}

/** What came of a simulated home. A simulation: it shows what the rules do with mistakes, not how often people make them. */
export interface MedicationResult {
  readonly people: number;
  readonly days: number;
  readonly seed: number;
  readonly doses: number;
  readonly checks: number;
  readonly all: KindResult;
  readonly kinds: readonly KindResult[];
  /** Wrong person, wrong drug and double where band and medicine were scanned before giving: every one has to be stopped. */
  readonly scanned: readonly ScannedResult[];
  /** Right doses that were scanned as they should be, those that were stopped, and by which sentence. */
  readonly right: {
    readonly doses: number;
    readonly stopped: number;
    readonly share: number;
    readonly by: Readonly<Record<string, number>>;
  };
  /** Decisions with something to read, per 100 doses given. */
  readonly warnings: { readonly per100: number; readonly by: Readonly<Record<string, number>> };
  /** Given twice in the end, both recorded, and how many of these the merged record names. */
  readonly twice: { readonly doses: number; readonly flagged: number };
  /** What the record of near misses shows of it. */
  readonly nearMisses: Rate;
  /** What must not be, and was. Empty: all criteria are met. */
  readonly failures: readonly string[];
}

/** Of right doses that are stopped: at most so many (issue 5). */
export const MOST_FALSE_STOPS = 0.005;
const ROUNDS = 1000;
/** Of fewer errors no interval is told: people drawn again would all look alike. */
const LEAST_FOR_INTERVAL = 5;

const total = (list: Iterable<number>): number => [...list].reduce((sum, value) => sum + value, 0);
const sumOf = (tally: Tally, arm: "paper" | "system"): Float64Array => {
  const sum = new Float64Array(tally.people);
  for (const list of tally[arm].values()) for (const [i, value] of list.entries()) sum[i] = (sum[i] ?? 0) + value;
  return sum;
};

/** The reduction in people who are drawn again with replacement: errors of one person go together. */
function interval(paper: Float64Array, system: Float64Array, seed: number): readonly [number | null, number | null] {
  const chance = drawFor(seed, "bootstrap");
  const drawn: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    let [without, withSystem] = [0, 0];
    for (let i = 0; i < paper.length; i += 1) {
      const who = Math.floor(chance() * paper.length);
      without += paper[who] ?? 0;
      withSystem += system[who] ?? 0;
    }
    if (without > 0) drawn.push(1 - withSystem / without);
  }
  drawn.sort((a, b) => a - b);
  const at = (share: number) => drawn[Math.min(drawn.length - 1, Math.floor(share * drawn.length))] ?? null;
  return [at(0.025), at(0.975)];
}

type Counts<K extends string> = Partial<Record<K, number>>;
const countsOf = <K extends string>(map: ReadonlyMap<K, number> | undefined): Counts<K> =>
  Object.fromEntries([...(map ?? [])].sort(([, a], [, b]) => b - a)) as Counts<K>;

function merged<K extends string>(maps: Iterable<ReadonlyMap<K, number>>): ReadonlyMap<K, number> {
  const sum = new Map<K, number>();
  for (const map of maps) for (const [key, value] of map) sum.set(key, (sum.get(key) ?? 0) + value);
  return sum;
}

function kindResult(tally: Tally, kind: Mishap | "all", seed: number): KindResult {
  const none = new Float64Array(tally.people);
  const paper = kind === "all" ? sumOf(tally, "paper") : (tally.paper.get(kind) ?? none);
  const system = kind === "all" ? sumOf(tally, "system") : (tally.system.get(kind) ?? none);
  const [without, withSystem, doses] = [total(paper), total(system), total(tally.due)];
  const [low, high] = without < LEAST_FOR_INTERVAL ? [null, null] : interval(paper, system, seed);
  const rate = (count: number) => (doses > 0 ? (count * 1000) / doses : 0);
  return {
    kind,
    without,
    with: withSystem,
    withoutRate: rate(without),
    withRate: rate(withSystem),
    fewer: without > 0 ? 1 - withSystem / without : null,
    low,
    high,
    through: countsOf(kind === "all" ? merged(tally.through.values()) : tally.through.get(kind)),
    averted: countsOf(kind === "all" ? merged(tally.averted.values()) : tally.averted.get(kind)),
  };
}

export interface Simulated {
  readonly people: number;
  readonly days: number;
  readonly seed: number;
}

export function resultOf(tally: Tally, simulated: Simulated): MedicationResult {
  const { seed } = simulated;
  const known = mishaps.filter((kind) => tally.paper.has(kind) || tally.system.has(kind));
  const scanned = mustStop.map((kind) => ({
    kind,
    ...(tally.scanned.get(kind) ?? { seeded: 0, stopped: 0, overruled: 0 }),
  }));
  const { rightDoses, rightStopped, given, nearMisses, twice, twiceFlagged } = tally;
  const share = rightDoses > 0 ? rightStopped / rightDoses : 0;
  const result = {
    ...simulated,
    doses: total(tally.due),
    checks: tally.checks,
    all: kindResult(tally, "all", seed),
    kinds: known.map((kind) => kindResult(tally, kind, seed)),
    scanned,
    right: { doses: rightDoses, stopped: rightStopped, share, by: countsOf(tally.stoppedBy) as Record<string, number> },
    warnings: {
      per100: given.length > 0 ? (tally.warned * 100) / given.length : 0,
      by: countsOf(tally.warnedBy) as Record<string, number>,
    },
    twice: { doses: twice, flagged: twiceFlagged },
    nearMisses: ratePer1000(nearMisses.length, given.length),
  };
  return { ...result, failures: failuresOf(result) };
}

function failuresOf({
  scanned,
  right,
  twice,
}: Pick<MedicationResult, "scanned" | "right" | "twice">): readonly string[] {
  const passed = scanned.filter(({ seeded, stopped }) => stopped < seeded);
  return [
    ...passed.map(
      ({ kind, seeded, stopped }) =>
        `${seeded - stopped} of ${seeded} scanned attempts of kind ${kind} were not stopped`,
    ),
    ...(right.share > MOST_FALSE_STOPS
      ? [`${(100 * right.share).toFixed(2)} % of right doses were stopped, more than ${100 * MOST_FALSE_STOPS} %`]
      : []),
    ...(twice.flagged < twice.doses
      ? [`${twice.doses - twice.flagged} of ${twice.doses} doses that were given twice are not named by the record`]
      : []),
  ];
}
