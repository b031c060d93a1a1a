import type { Table } from "../table.ts";
import { bootstrapped } from "../told.ts";
import { DAYS_EACH, GOALS, type Goal, goals, LEARNING_DAYS, type Noon, noonsOf } from "./daily-noons.ts";
import { auc, brier, calibrationGap, mean, type Said, spanText } from "./daily-scores.ts";
import { shareText, wilsonText } from "./wilson.ts";

const PEOPLE = 60;
const GAP_MOST = 0.1;

type Row = Table["rows"][number];
const ROUNDS = 300;

/** A figure over person-days with its interval over people drawn again. */
function drawn(
  byPerson: readonly (readonly Noon[])[],
  figure: (noons: readonly Noon[]) => number,
): readonly [number, number] {
  return bootstrapped(byPerson.length, (who) => figure(who.flatMap((i) => byPerson[i] ?? [])), ROUNDS);
}

const saidOf = (noons: readonly Noon[], goal: Goal, p: (noon: Noon) => number | null): readonly Said[] =>
  noons.flatMap((noon) => {
    const said = p(noon);
    return said === null ? [] : [{ p: said, came: noon.truth[goal] < GOALS[goal] }];
  });

const ways: readonly { readonly name: string; readonly p: (goal: Goal) => (noon: Noon) => number | null }[] = [
  {
    name: "skill",
    p:
      (goal) =>
      ({ missed }) =>
        missed[goal],
  },
  // Only where the skill speaks, too: the same days for all.
  {
    name: "fixed pace: under half by noon",
    p:
      (goal) =>
      ({ missed, soFar }) =>
        missed[goal] === null ? null : Math.min(1, Math.max(0, 1 - soFar[goal] / GOALS[goal])),
  },
  {
    name: "the person's own share of missed days",
    p:
      (goal) =>
      ({ missed, own }) =>
        missed[goal] === null ? null : own[goal],
  },
];
const AUC_LEAST = 0.8;

interface Part {
  readonly rows: readonly Row[];
  readonly figures: Readonly<Record<string, unknown>>;
  readonly failures: readonly string[];
}

interface Scored {
  readonly n: number;
  readonly auc: number;
  readonly brier: number;
  readonly gap: number;
  readonly of: (some: readonly Noon[]) => readonly Said[];
}

function scoresOf(goal: Goal, noons: readonly Noon[]) {
  const [skill, pace, own] = ways.map(({ p }): Scored => {
    const of = (some: readonly Noon[]) => saidOf(some, goal, p(goal));
    const said = of(noons);
    return { n: said.length, auc: auc(said), brier: brier(said), gap: calibrationGap(said), of };
  });
  if (skill === undefined || pace === undefined || own === undefined) throw new RangeError("three ways");
  // The rule of thumb says yes or no; its Brier score is that of a yes or no.
  const underHalf = ({ missed, soFar }: Noon) => (missed[goal] === null ? null : Number(soFar[goal] < GOALS[goal] / 2));
  return { skill, own, pace: { ...pace, brier: brier(saidOf(noons, goal, underHalf)) } };
}

const cell = (goal: Goal, name: string, n: number, cells: readonly string[]): Row => ({
  name: `${goal}: ${name}`,
  cells: [`${n}`, ...cells],
});

/** How well the probability of missing the goal is known at noon. */
function chanceRows(
  goal: Goal,
  byPerson: readonly (readonly Noon[])[],
  scores: ReturnType<typeof scoresOf>,
): readonly Row[] {
  const { skill, pace, own } = scores;
  return [
    cell(goal, "AUC at noon", skill.n, [
      skill.auc.toFixed(3),
      spanText(drawn(byPerson, (some) => auc(skill.of(some)))),
      goal === "water" ? `≥ ${AUC_LEAST}` : "",
      `${pace.auc.toFixed(3)} fixed pace, ${own.auc.toFixed(3)} own mean`,
    ]),
    cell(goal, "Brier score at noon", skill.n, [
      skill.brier.toFixed(3),
      spanText(drawn(byPerson, (some) => brier(skill.of(some)))),
      "below both",
      `${pace.brier.toFixed(3)} fixed pace, ${own.brier.toFixed(3)} own mean`,
    ]),
    cell(goal, "calibration gap", skill.n, [
      skill.gap.toFixed(3),
      "",
      `≤ ${GAP_MOST}`,
      `${own.gap.toFixed(3)} own mean`,
    ]),
  ];
}

const countCells = (hits: number, of: number): readonly [string, string] => [shareText(hits, of), wilsonText(hits, of)];

/** Intervals, and what came of the offers. */
function offerRows(
  goal: Goal,
  noons: readonly Noon[],
): { readonly rows: readonly Row[]; readonly figures: Record<string, number> } {
  const isMissed = ({ truth }: Noon) => truth[goal] < GOALS[goal];
  const held = noons.flatMap(({ interval, truth }) => {
    const one = interval[goal];
    return one === null ? [] : [truth[goal] >= one[0] && truth[goal] <= one[1]];
  });
  const hits = held.filter(Boolean).length;
  const offered = noons.filter((noon) => noon.offered.includes(goal));
  const right = offered.filter(isMissed).length;
  const missed = noons.filter(isMissed);
  const caught = missed.filter((noon) => noon.offered.includes(goal)).length;
  return {
    rows: [
      cell(goal, "80 % intervals hold", held.length, [...countCells(hits, held.length), "70 to 90 %", ""]),
      cell(goal, "offers that were right", offered.length, [...countCells(right, offered.length), "≥ 70 %", ""]),
      cell(goal, "missed goals with an offer", missed.length, [...countCells(caught, missed.length), "", ""]),
    ],
    figures: { held: hits / held.length, right: right / offered.length, caught: caught / missed.length },
  };
}

function partOf(goal: Goal, byPerson: readonly (readonly Noon[])[]): Part {
  const noons = byPerson.flat();
  const scores = scoresOf(goal, noons);
  const { skill, pace, own } = scores;
  const offers = offerRows(goal, noons);
  const best = Math.min(pace.brier, own.brier);
  const failures = [
    ...(skill.brier < best ? [] : [`${goal}: Brier ${skill.brier.toFixed(3)} is not below ${best.toFixed(3)}`]),
    ...(goal !== "water" || skill.auc >= AUC_LEAST ? [] : [`water: AUC ${skill.auc.toFixed(3)}`]),
    ...(skill.gap <= GAP_MOST ? [] : [`${goal}: calibration gap ${skill.gap.toFixed(3)}`]),
    ...((offers.figures.right ?? 0) >= 0.7 ? [] : [`${goal}: too few offers were right`]),
  ];
  const baselines = { pace: { auc: pace.auc, brier: pace.brier }, own: { auc: own.auc, brier: own.brier } };
  const figures = { auc: skill.auc, brier: skill.brier, gap: skill.gap, ...offers.figures, baselines };
  return { rows: [...chanceRows(goal, byPerson, scores), ...offers.rows], figures, failures };
}

/** Entries that are missing, and how much is asked of a carer. */
function houseRows(byPerson: readonly (readonly Noon[])[]): readonly Row[] {
  const noons = byPerson.flat();
  const silent = noons.filter((noon) => noon.silent);
  const whole = noons.filter((noon) => !noon.silent);
  const [found, falsely] = [silent, whole].map((some) => some.filter(({ saidSilent }) => saidSilent).length) as [
    number,
    number,
  ];
  const unknown = noons.filter(({ missed }) => missed.water === null).length;
  const tasks = (some: readonly Noon[]) => mean(some.map(({ tells }) => tells));
  const row = (name: string, n: number, cells: readonly string[]): Row => ({ name, cells: [`${n}`, ...cells] });
  return [
    row("water: unknown at noon", noons.length, [...countCells(unknown, noons.length), "", ""]),
    row("silent shifts asked about", silent.length, [...countCells(found, silent.length), "", ""]),
    row("days asked about that were whole", whole.length, [...countCells(falsely, whole.length), "", ""]),
    row("tasks a person and day", noons.length, [
      tasks(noons).toFixed(2),
      spanText(drawn(byPerson, tasks), 2),
      "≤ 2",
      "",
    ]),
  ];
}

/** The basic-care skill on simulated people-days: what it says at noon, against what the whole day came to. */
export async function evaluateBasicCare(seed: number | string): Promise<Table> {
  const byPerson: (readonly Noon[])[] = [];
  for (let i = 0; i < PEOPLE; i += 1) {
    byPerson.push(noonsOf(`evaluation/${seed}/${i}`, i));
    await new Promise((resolve) => setImmediate(resolve));
  }
  const parts = goals.map((goal) => ({ goal, ...partOf(goal, byPerson) }));
  const failures = parts.flatMap((part) => part.failures);
  return {
    title: `basic-care: ${PEOPLE * DAYS_EACH} simulated person-days (${PEOPLE} people, ${DAYS_EACH} days after ${LEARNING_DAYS} of learning, seed ${seed})`,
    columns: ["n", "measured", "95 %", "wanted", "peer"],
    rows: [...parts.flatMap(({ rows }) => rows), ...houseRows(byPerson)],
    notes: [
      "Simulated, by other means than the skill's model: occasions with a chance each, moods that last, illness of 2 to 5 days, entries late or lost, shifts that write nothing. The truth is what was drunk, eaten and walked, written down or not. Nobody follows an offer.",
      "Constants were chosen from the literature and on other seeds (`training/…`); a clinician has to approve the goals and each setting.",
      ...failures.map((failure) => `NOT MET: ${failure}.`),
    ],
    figures: Object.fromEntries(parts.map(({ goal, figures }) => [goal, figures])),
    failures,
  };
}
