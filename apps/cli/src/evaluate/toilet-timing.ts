import { DAY, type Instant, MINUTE, type Prediction, type Signal, type SubjectId } from "@sakiyomi/core";
import { type Profile, type SimulatedPerson, simulatedPerson, type VoidTruth } from "@sakiyomi/simulator";
import { toiletTiming } from "@sakiyomi/skills";
import { shownVolumes, tellsByClock, tellsWhere } from "./baselines.ts";
import { type Omniscient, omniscient } from "./ceiling.ts";
import type { Table } from "./table.ts";
import { bootstrapped, type Figures, figuresOf, type Told, toldOf } from "./told.ts";

const START: Instant = Date.parse("2026-01-01T00:00:00+09:00");
const LEARNING_DAYS = 7;
const DAYS_EACH = 5;
const TRAINING_PEOPLE = 16;
const FROM = START + LEARNING_DAYS * DAY;

export interface EvaluationOptions {
  readonly personDays?: number;
  readonly seed?: number | string;
  /** Changes every simulated person, to see what the figures hang on. */
  readonly profile?: Partial<Profile>;
  readonly onProgress?: (done: number, of: number) => void;
}

/** The skill's three settings, and the false tells a day that a baseline may have beside each of them. */
const settings = [
  { tells: "few-false", falseADay: 0.5 },
  { tells: "balanced", falseADay: 1.25 },
  { tells: "few-missed", falseADay: 2.5 },
] as const;
type Tells = (typeof settings)[number]["tells"];

/** One simulated person with all that was told. */
interface Case {
  readonly person: SimulatedPerson;
  readonly to: Instant;
  readonly voids: readonly VoidTruth[];
  readonly shown: Float64Array;
  readonly all: Omniscient;
}

interface Watched extends Case {
  readonly told: Readonly<Record<Tells, Told>>;
  /** Intervals foretold every 15 min, and how many held the void that came. */
  readonly foretold: number;
  readonly held: number;
  readonly knownShare: number;
}

/**
 * Simulated people whose seeds were used for nothing else live on; each person's first days are for learning only. The
 * skill is driven as the loop drives it: a turn a minute with what has arrived, its state stored as JSON.
 * Nobody acts on a tell: people go when they go, so no tell can make itself come true.
 */
export async function evaluateToiletTiming(options: EvaluationOptions = {}): Promise<Table> {
  const { personDays = 200, seed = 1, profile = {}, onProgress } = options;
  const people = Math.max(1, Math.round(personDays / DAYS_EACH));
  const training = Array.from({ length: TRAINING_PEOPLE }, (_, i) => caseOf(`training/${i}`, profile));
  const watched: Watched[] = [];
  for (let i = 0; i < people; i += 1) {
    watched.push(watch(caseOf(`evaluation/${seed}/${i}`, profile)));
    onProgress?.(i + 1, people);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return tableOf(training, watched, seed);
}

function caseOf(seed: string, profile: Partial<Profile>): Case {
  const person = simulatedPerson({ seed, profile, start: START, vitalsEveryS: 0 });
  const to = FROM + DAYS_EACH * DAY;
  const shown = shownVolumes(person, FROM, to);
  return { person, to, voids: person.voidsBetween(FROM, to + DAY), shown, all: omniscient(person, FROM, to) };
}

const subject = "person:evaluated" as SubjectId;

/** The skill in one setting: its state, what it told, and how its intervals fared. */
interface Run {
  readonly tells: Tells;
  readonly settings: unknown;
  state: unknown;
  telling: string | null;
  readonly told: Instant[];
  known: number;
  foretold: number;
  held: number;
}

const runOf = (tells: Tells, state: unknown): Run => ({
  tells,
  settings: toiletTiming.settings.parse({ tells }),
  state,
  telling: null,
  told: [],
  known: 0,
  foretold: 0,
  held: 0,
});

/** Between two turns the state is stored, as the loop stores it: every so often here, for that is most of the time. */
const STORED_EVERY_MS = 15 * MINUTE;

function turn(run: Run, signals: readonly Signal[], now: Instant): Prediction | undefined {
  const person = { id: subject, ageYears: 82, pregnant: null };
  const step = toiletTiming.step(run.state, { signals, settings: run.settings, person }, now);
  run.state = now % STORED_EVERY_MS === 0 ? JSON.parse(JSON.stringify(step.state)) : step.state;
  const telling = step.wishes.find((wish) => wish.do === "tell")?.key ?? null;
  if (telling !== null && telling !== run.telling) run.told.push(now);
  run.telling = telling;
  return step.predictions["next-void"];
}

/** What arrived within the last minute, as the loop hands it over; the simulator's events are no finer than that. */
function arrivedBy(person: SimulatedPerson, now: Instant): readonly Signal[] {
  return person
    .signalsBetween(now - MINUTE, now)
    .filter(({ kind }) => toiletTiming.reads.includes(kind))
    .map((signal) => ({ ...signal, subject, receivedAt: now }) as Signal);
}

function watch(one: Case): Watched {
  const { person, to, voids } = one;
  const learning = runOf("balanced", toiletTiming.start(START));
  for (let now = START + MINUTE; now < FROM; now += MINUTE) turn(learning, arrivedBy(person, now), now);
  const runs = settings.map(({ tells }) => runOf(tells, learning.state));
  for (let now = FROM; now < to; now += MINUTE) {
    const signals = arrivedBy(person, now);
    for (const run of runs) follow(run, signals, voids, now);
  }
  const told = Object.fromEntries(runs.map((run) => [run.tells, toldOf(run.told, voids, FROM, to)])) as Record<
    Tells,
    Told
  >;
  const { foretold, held, known } = runs.find(({ tells }) => tells === "balanced") ?? learning;
  return { ...one, told, foretold, held, knownShare: known / ((to - FROM) / MINUTE) };
}

function follow(run: Run, signals: readonly Signal[], voids: readonly VoidTruth[], now: Instant): void {
  const next = turn(run, signals, now);
  if (next?.known) run.known += 1;
  const holds = now % (15 * MINUTE) === 0 ? holdsNext(next, voids, now) : null;
  if (holds !== null) run.foretold += 1;
  if (holds) run.held += 1;
}

/** Whether the interval holds the next void; null where none was given or none came. */
function holdsNext(next: Prediction | undefined, voids: readonly VoidTruth[], now: Instant): boolean | null {
  const came = voids.find(({ at }) => at > now)?.at;
  if (!next?.known || next.what.type !== "time" || came === undefined) return null;
  return came >= next.what.interval.low && came <= next.what.interval.high;
}

type Way = (one: Case) => readonly Instant[];

interface Tried {
  readonly name: string;
  readonly way: Way;
  readonly figures: Figures;
}

/** Every way of a family on the training people. */
const tryAll = (
  ways: readonly { readonly name: string; readonly way: Way }[],
  training: readonly Case[],
): readonly Tried[] =>
  ways.map(({ name, way }) => ({ name, way, figures: figuresOf(training.map((one) => toldBy(one, way))) }));

/** The way that tells most voids in time with no more false tells than allowed; else the one with fewest. */
function tuned(tried: readonly Tried[], falseADay: number): Tried {
  const allowed = tried.filter(({ figures }) => figures.falseADay <= falseADay && figures.tellsADay > 0);
  const order =
    allowed.length > 0
      ? allowed.toSorted((a, b) => b.figures.toldShare - a.figures.toldShare)
      : tried.toSorted((a, b) => a.figures.falseADay - b.figures.falseADay);
  const best = order[0];
  if (best === undefined) throw new RangeError("nothing was tried");
  return best;
}

const toldBy = (one: Case, way: Way): Told => toldOf(way(one), one.voids, FROM, one.to);

const range = (from: number, to: number, step: number): readonly number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

const volumeWays = range(120, 480, 10).map((ml) => ({
  name: `fixed volume, ${ml} mL`,
  way: ({ shown, to }: Case) => tellsWhere((minute) => (shown[minute] ?? 0) >= ml, FROM, to),
}));
const clockWays = range(30, 720, 15).map((min) => ({
  name: `fixed clock, every ${min} min`,
  way: ({ to }: Case) => tellsByClock(min, FROM, to),
}));
const ceilingWays = range(1, 9, 1).flatMap((a) =>
  range(8, 19, 1).map((b) => ({
    name: "ceiling: all-knowing",
    way: ({ all, to }: Case) =>
      tellsWhere((minute) => (all.within30[minute] ?? 0) >= a / 10 && (all.within45[minute] ?? 0) >= b / 20, FROM, to),
  })),
);

/** How often people are drawn again for an interval. */
const ROUNDS = 300;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function rowOf(name: string, all: readonly Told[], coverage: string) {
  const figures = figuresOf(all);
  const drawn = (figure: keyof Figures) =>
    bootstrapped(all.length, (who) => figuresOf(who.flatMap((i) => all[i] ?? []))[figure], ROUNDS);
  const [told, falses] = [drawn("toldShare"), drawn("falseADay")];
  return {
    row: {
      name,
      cells: [
        percent(figures.toldShare),
        `${percent(told[0])} to ${percent(told[1])}`,
        figures.falseADay.toFixed(2),
        `${falses[0].toFixed(2)} to ${falses[1].toFixed(2)}`,
        figures.tellsADay.toFixed(1),
        Number.isNaN(figures.medianLeadMin) ? "-" : `${figures.medianLeadMin.toFixed(0)} min`,
        coverage,
      ],
    },
    figures: { ...figures, toldInterval: told, falseInterval: falses },
  };
}

function coverageOf(watched: readonly Watched[]) {
  const share = (drawn: readonly Watched[]) => {
    const foretold = drawn.reduce((sum, one) => sum + one.foretold, 0);
    return drawn.reduce((sum, { held }) => sum + held, 0) / Math.max(1, foretold);
  };
  const interval = bootstrapped(watched.length, (who) => share(who.flatMap((i) => watched[i] ?? [])), ROUNDS);
  return { share: share(watched), interval };
}

function tableOf(training: readonly Case[], watched: readonly Watched[], seed: number | string): Table {
  const { share, interval } = coverageOf(watched);
  const covered = `${percent(share)} (${percent(interval[0])} to ${percent(interval[1])})`;
  const families = [volumeWays, clockWays, ceilingWays].map((ways) => tryAll(ways, training));
  const rows = settings.flatMap(({ tells, falseADay }) => [
    rowOf(
      `skill, ${tells}`,
      watched.map(({ told }) => told[tells]),
      tells === "balanced" ? covered : "",
    ),
    ...families.map((tried) => {
      const { name, way } = tuned(tried, falseADay);
      return rowOf(
        `  ${name}`,
        watched.map((one) => toldBy(one, way)),
        "",
      );
    }),
  ]);
  return {
    title: `toilet-timing on ${watched.length * DAYS_EACH} simulated person-days (${watched.length} people, seed ${seed})`,
    columns: [
      "told 5-30 min before",
      "95 %",
      "false tells a day",
      "95 %",
      "tells a day",
      "median lead",
      "80 % intervals hold",
    ],
    rows: rows.map(({ row }) => row),
    notes: notesOf(watched),
    figures: {
      coverage: share,
      coverageInterval: interval,
      rows: rows.map(({ row, figures }) => ({ name: row.name.trim(), ...figures })),
    },
  };
}

function notesOf(watched: readonly Watched[]): readonly string[] {
  const voids = watched.reduce((sum, { told }) => sum + told.balanced.voids, 0);
  const known = watched.reduce((sum, { knownShare }) => sum + knownShare, 0) / watched.length;
  return [
    `${voids} voids. Before the days that count, the skill learnt for ${LEARNING_DAYS} days of each person. It knew a time in ${percent(known)} of all minutes.`,
    "A tell counts when a new one begins. It is false when nobody goes within 45 min. The lead is from the first tell within 45 min.",
    `Each baseline and the ceiling are tuned on ${TRAINING_PEOPLE} other people to tell most with at most 0.5, 1.25 and 2.5 false tells a day; they may tell again after 25 min, as the skill may.`,
    "The ceiling knows the true volume, everything that will flow, and each person's own distribution: what is left to it is chance, and no skill can pass it.",
    "Simulated: the volume at which a person goes varies from fill to fill, over the day and from day to day; urgency, leakage, habit; noise, posture, gaps, slips; charts late or missing.",
  ];
}
