import type { Backend } from "@sakiyomi/learn";
import { nodeWorkerBackend } from "@sakiyomi/learn/node";
import { JOINTS, readLanguageMotion, type Told } from "./language-motion-data.ts";
import {
  isSame,
  meanMotion,
  nearestMotion,
  nearestSentence,
  replayedMotion,
  type Translated,
} from "./language-motion-floors.ts";
import { translatedBy, type Voice, voted } from "./language-motion-model.ts";
import type { Table } from "./table.ts";

export interface LanguageMotionEvaluation {
  /** Folder of the visible episodes. */
  readonly data: string;
  /** Other episodes to be judged on; then all visible ones are learnt from. */
  readonly test?: string;
  /** Models that vote. */
  readonly seeds?: number;
  readonly seed?: number;
  readonly onProgress?: (done: number, of: number) => void;
}

const training = { epochs: 60, batch: 54, rate: 3e-3 };

/** Episodes to learn from and episodes to be judged on. */
interface Part {
  readonly split: string;
  readonly train: readonly Told[];
  readonly test: readonly Told[];
}

/** Language ↔ motion, beside what needs no learning. */
export async function evaluateLanguageMotion(options: LanguageMotionEvaluation): Promise<Table> {
  const { data, test, seed = 1, onProgress } = options;
  const visible = await readLanguageMotion(data);
  const parts = test === undefined ? ownParts(visible) : [hiddenPart(visible, await readLanguageMotion(test))];
  const seeds = options.seeds ?? (test === undefined ? 2 : 5);
  const jobs = parts.flatMap((part) => Array.from({ length: seeds }, (_, i) => ({ part, seed: seed + i })));
  let done = 0;
  const each = await inTurns(jobs, async (job, backend) => {
    const translated = await translatedBy(backend, job.part.train, job.part.test, training, job.seed);
    done += 1;
    onProgress?.(done, jobs.length);
    return translated;
  });
  const judged = parts.map((part, i) => judge(part, each.slice(i * seeds, (i + 1) * seeds)));
  return tableOf(judged, seeds, seed);
}

const hiddenPart = (train: readonly Told[], test: readonly Told[]): Part => ({
  split: "given test episodes",
  train,
  test,
});

/** Folds over whole situations: one that is judged was never seen on any day. */
const FOLDS = 6;

function ownParts(all: readonly Told[]): readonly Part[] {
  const foldOf = situationFolds(all);
  const unseen = Array.from(
    { length: FOLDS },
    (_, fold): Part => ({
      split: "unseen situations",
      train: all.filter(({ situation }) => foldOf.get(situation) !== fold),
      test: all.filter(({ situation }) => foldOf.get(situation) === fold),
    }),
  );
  const [situations, sessions] = [ranks(all.map((one) => one.situation)), ranks(all.map((one) => one.session))];
  // Another sixth of the situations on each day.
  const isJudged = ({ situation, session }: Told) =>
    ((situations.get(situation) ?? 0) + (sessions.get(session) ?? 0)) % FOLDS === 0;
  const days: Part = {
    split: "situations seen on other days",
    train: all.filter((one) => !isJudged(one)),
    test: all.filter(isJudged),
  };
  return [...unseen, days];
}

const ranks = (names: readonly string[]): ReadonlyMap<string, number> =>
  new Map([...new Set(names)].toSorted().map((name, i) => [name, i]));

/** A situation's fold: no fold has two situations of one sentence, so that each sentence stays learnable. */
function situationFolds(all: readonly Told[]): ReadonlyMap<string, number> {
  const bySentence = new Map<string, Set<string>>();
  for (const { sentence, situation } of all) {
    const key = sentence.join();
    const set = bySentence.get(key) ?? new Set();
    bySentence.set(key, set.add(situation));
  }
  const folds = new Map<string, number>();
  for (const [i, situations] of [...bySentence.values()].entries())
    for (const [rank, situation] of [...situations].entries())
      folds.set(situation, (((rank + i) % 3) * 2 + (Math.floor(i / 3) % 2)) % FOLDS);
  return folds;
}

/** Two workers with one thread each: such small products do not gain from more. */
const WORKERS = 2;

async function inTurns<T, R>(
  jobs: readonly T[],
  work: (job: T, backend: Backend) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const open = [...jobs.entries()].toReversed();
  const worker = async (): Promise<void> => {
    const backend = await nodeWorkerBackend({ threads: 1 });
    try {
      for (let next = open.pop(); next; next = open.pop()) results[next[0]] = await work(next[1], backend);
    } finally {
      await backend.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(WORKERS, jobs.length) }, worker));
  return results;
}

interface Outcome {
  readonly exact: readonly boolean[];
  /** Of verb, object and manner: how many of the test's words. */
  readonly words: readonly number[];
  readonly squares: number;
  readonly numbers: number;
}

interface Judged {
  readonly split: string;
  readonly trained: number;
  readonly tested: number;
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly singles: readonly Outcome[];
}

const NEAREST = "nearest neighbour";
const MEAN = "mean of the sentence";
const REPLAY = "same situation, other days";

function judge({ split, train, test }: Part, each: readonly (readonly Voice[])[]): Judged {
  const vote = test.map((_, i) => voted(each.flatMap((one) => one[i] ?? [])));
  const floor = (joints: (one: Told) => Float32Array | null, sentence: (one: Told) => readonly number[] = () => []) =>
    outcomeOf(
      test,
      test.map((one) => ({ sentence: sentence(one), joints: joints(one) ?? new Float32Array() })),
    );
  return {
    split,
    trained: train.length,
    tested: test.length,
    singles: each.map((translated) => outcomeOf(test, translated)),
    outcomes: {
      model: outcomeOf(test, vote),
      [NEAREST]: floor(
        (one) => nearestMotion(train, one),
        (one) => nearestSentence(train, one),
      ),
      [MEAN]: floor((one) => meanMotion(train, one)),
      [REPLAY]: floor((one) => replayedMotion([...train, ...test], one)),
    },
  };
}

function outcomeOf(test: readonly Told[], translated: readonly Translated[]): Outcome {
  let [squares, numbers] = [0, 0];
  for (const [i, { joints }] of test.entries()) {
    const made = translated[i]?.joints;
    if (made?.length !== joints.length) continue;
    numbers += joints.length;
    for (const [j, joint] of joints.entries()) squares += (joint - (made[j] ?? 0)) ** 2;
  }
  const said = test.map(({ sentence }, i) => sentence.map((word, place) => translated[i]?.sentence[place] === word));
  return {
    exact: test.map(({ sentence }, i) => isSame(sentence, translated[i]?.sentence ?? [])),
    words: [1, 2, 3].map((place) => said.filter((words) => words[place]).length),
    squares,
    numbers,
  };
}

const merged = (all: readonly Outcome[]): Outcome => ({
  exact: all.flatMap(({ exact }) => exact),
  words: [0, 1, 2].map((place) => all.reduce((sum, { words }) => sum + (words[place] ?? 0), 0)),
  squares: all.reduce((sum, { squares }) => sum + squares, 0),
  numbers: all.reduce((sum, { numbers }) => sum + numbers, 0),
});

const shareOf = ({ exact }: Outcome): number => exact.filter(Boolean).length / Math.max(1, exact.length);
const rmseOf = ({ squares, numbers }: Outcome): number => Math.sqrt(squares / numbers);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const cellsOf = (outcome: Outcome, isTold: boolean): readonly string[] => [
  isTold ? percent(shareOf(outcome)) : "-",
  isTold ? outcome.words.map((count) => ((100 * count) / outcome.exact.length).toFixed(0)).join(" · ") : "-",
  outcome.numbers > 0 ? rmseOf(outcome).toFixed(3) : "-",
];

function rowsOf(judged: readonly Judged[], seeds: number) {
  const outcome = (name: string) => merged(judged.flatMap(({ outcomes }) => outcomes[name] ?? []));
  const singles = merged(judged.flatMap((one) => one.singles));
  const split = judged[0]?.split ?? "";
  const row = (name: string, cells: readonly string[]) => ({ name: `${split}: ${name}`, cells });
  return [
    row(`${seeds} models vote`, cellsOf(outcome("model"), true)),
    row("one model, mean", cellsOf(singles, true)),
    row(NEAREST, cellsOf(outcome(NEAREST), true)),
    row(MEAN, cellsOf(outcome(MEAN), false)),
    row(REPLAY, cellsOf(outcome(REPLAY), false)),
  ];
}

function tableOf(judged: readonly Judged[], seeds: number, seed: number): Table {
  const splits = Map.groupBy(judged, ({ split }) => split);
  return {
    title: `Language ↔ motion (${JOINTS} joints)`,
    columns: ["exact sentences", "verb · object · manner %", "joint RMSE"],
    rows: [...splits.values()].flatMap((parts) => rowsOf(parts, seeds)),
    notes: [
      ...[...splits].map(([split, parts]) => {
        const tested = parts.reduce((sum, one) => sum + one.tested, 0);
        return `${split}: ${tested} episodes judged in ${parts.length} ${parts.length === 1 ? "part" : "parts"}, each by models of about ${parts[0]?.trained} others.`;
      }),
      "A situation is which objects lie where, which of them is meant, what is done with it and how fast; each was played once a day.",
      "Exact: all five symbols, from joints and images alone. There are no synonyms: each motion has one sentence in these data.",
      "Joint RMSE: the motion from the sentence and the first frame alone, in the data's own unit, over its true length.",
      `${training.epochs} passes, batch ${training.batch}; seeds ${seed} to ${seed + seeds - 1}. No part of this was chosen on given test episodes.`,
    ],
    figures: figuresOf(splits, seeds, seed),
  };
}

const figuresOf = (splits: ReadonlyMap<string, readonly Judged[]>, seeds: number, seed: number) => ({
  seeds,
  seed,
  splits: Object.fromEntries(
    [...splits].map(([split, parts]) => [
      split,
      {
        exact: shareOf(merged(parts.flatMap(({ outcomes }) => outcomes.model ?? []))),
        rmse: rmseOf(merged(parts.flatMap(({ outcomes }) => outcomes.model ?? []))),
        single: parts.flatMap(({ singles }) => singles.map(shareOf)),
        nearest: shareOf(merged(parts.flatMap(({ outcomes }) => outcomes[NEAREST] ?? []))),
        nearestRmse: rmseOf(merged(parts.flatMap(({ outcomes }) => outcomes[NEAREST] ?? []))),
      },
    ]),
  ),
});
