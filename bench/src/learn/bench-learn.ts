import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { initialParameters } from "@sakiyomi/learn";
import { writeArrays } from "./arrays.ts";
import { drawnBatch, SEED } from "./batch.ts";
import { type Case, cases } from "./cases.ts";
import type { OurTask } from "./our-side.ts";
import { type Command, type Measured, openSide, type Side } from "./side.ts";
import { findTorch, type Torch, torchCommand } from "./torch.ts";
import { apart, figuresOf, type SideFigures, type Verdict, verdictsOf } from "./verdicts.ts";

export interface BenchLearnOptions {
  /** Of each operator, on both sides. */
  readonly threads?: number;
  /** Only the cases whose name begins with it. */
  readonly only?: string;
  /** Small sizes and two turns: whether everything runs, not how fast. */
  readonly isQuick?: boolean;
  readonly onStep?: (step: string) => void;
}

export interface CaseFigures {
  readonly name: string;
  readonly size: Case["size"];
  readonly parameters: number;
  readonly ours: SideFigures;
  readonly others: readonly SideFigures[];
  readonly verdicts: readonly Verdict[];
  /** How far the first losses are apart, relative, and how far they may be; null where they cannot be compared. */
  readonly agreement: { readonly apart: number; readonly tolerance: number } | null;
}

export interface BenchLearn {
  readonly threads: number;
  readonly torch: Torch | null;
  readonly cases: readonly CaseFigures[];
  readonly skipped: readonly string[];
}

const WARM_UPS = 2;
const RATE = 1e-3;
/** Of error regression, where 15 iterations have to do. */
const REGRESSION = { rate: 0.1, iterations: 15 };
/** What EIPL's own loop takes for 186 frames of 64², and some more. */
const MEMORY_NEEDED = 8 * 2 ** 30;

/** Our engine and Debian's PyTorch with the same models, weights and batches, in turns on this machine. */
export async function benchLearn(options: BenchLearnOptions = {}): Promise<BenchLearn> {
  const { threads = 2, only = "", isQuick = false, onStep = () => {} } = options;
  const torch = findTorch();
  const skipped: string[] = "missing" in torch ? [torch.missing] : [];
  const found: CaseFigures[] = [];
  for (const row of cases.filter(({ name }) => name.toLowerCase().startsWith(only.toLowerCase()))) {
    if (row.isForMemory && !isQuick && freeMemory() < MEMORY_NEEDED) {
      skipped.push(`${row.name}: less than ${MEMORY_NEEDED / 2 ** 30} GiB are free`);
      continue;
    }
    const sized = isQuick ? { ...row, size: row.quickSize, turns: Math.min(2, row.turns) } : row;
    found.push(await measured(sized, threads, "version" in torch, onStep));
  }
  return { threads, torch: "version" in torch ? torch : null, cases: found, skipped };
}

const freeMemory = (): number =>
  1024 * Number(/MemAvailable: +(\d+)/.exec(readFileSync("/proc/meminfo", "utf8"))?.[1] ?? 0);

interface Given {
  readonly threads: number;
  readonly weights: string;
  readonly batch: string;
  readonly rate: number;
  readonly iterations: number;
}

interface Opening {
  readonly name: string;
  readonly command: Command;
}

async function measured(
  row: Case,
  threads: number,
  hasTorch: boolean,
  onStep: (step: string) => void,
): Promise<CaseFigures> {
  const dir = mkdtempSync(join(tmpdir(), "sakiyomi-bench-"));
  try {
    const model = row.model(row.size);
    const [weights, batch] = [join(dir, "weights"), join(dir, "batch")];
    writeArrays(weights, initialParameters(model, SEED));
    writeArrays(batch, drawnBatch(model, row.size));
    const given = { threads, weights, batch, rate: RATE, iterations: 0, ...(row.work === "regress" ? REGRESSION : {}) };
    const openings = [
      { name: "ours", command: ourCommand({ ...given, name: row.name, size: row.size }) },
      ...(hasTorch ? row.forms.map((form) => ({ name: form, command: theirCommand(row, form, given) })) : []),
    ];
    const [ours, ...others] = row.isForMemory
      ? await oneByOne(row, openings, onStep)
      : await inTurns(row, openings, onStep);
    const sides = { ours: ours as SideFigures, others };
    const parameters = model.parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    const { tolerance } = row;
    return {
      name: row.name,
      size: row.size,
      parameters,
      ...sides,
      verdicts: verdictsOf(row.targets, sides.ours, others),
      agreement: tolerance === null || !hasTorch ? null : { apart: apart(sides.ours, others), tolerance },
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function ourCommand(task: OurTask): Command {
  const isSource = import.meta.url.endsWith(".ts");
  const file = fileURLToPath(new URL(`./our-side${isSource ? ".ts" : ".js"}`, import.meta.url));
  const args = [...(isSource ? ["--conditions=sakiyomi-source"] : []), file, JSON.stringify(task)];
  return { program: process.execPath, args, env: {} };
}

const theirCommand = ({ work, peer, size, optimizer }: Case, form: string, given: Given): Command =>
  torchCommand(
    "side",
    { ...given, work, form, model: peer.model, settings: peer.settings(size), epsilon: optimizer.epsilon },
    given.threads,
  );

/** All sides at once, a step each and then again: what disturbs the machine disturbs them alike. */
async function inTurns(
  { name, turns }: Case,
  openings: readonly Opening[],
  onStep: (step: string) => void,
): Promise<readonly SideFigures[]> {
  const sides: { side: Side; steps: Measured[] }[] = [];
  try {
    for (const opening of openings) {
      onStep(`${name}: starting ${opening.name}`);
      sides.push({ side: await openSide(opening.name, opening.command), steps: [] });
    }
    for (let turn = 0; turn < WARM_UPS + turns; turn++) {
      onStep(`${name}: turn ${turn + 1}/${WARM_UPS + turns}`);
      for (const { side, steps } of sides) steps.push(await side.step());
    }
    return sides.map(({ side, steps }) => figuresOf(side.name, steps[0] as Measured, steps.slice(WARM_UPS)));
  } finally {
    for (const { side } of sides) await side.close();
  }
}

/** For the peak of memory. It is reached in the second step, while the first one's loss still holds its graph. */
async function oneByOne(
  { name, turns }: Case,
  openings: readonly Opening[],
  onStep: (step: string) => void,
): Promise<readonly SideFigures[]> {
  const found: SideFigures[] = [];
  for (const opening of openings) {
    onStep(`${name}: ${opening.name}`);
    const side = await openSide(opening.name, opening.command);
    try {
      const first = await side.step();
      const steps: Measured[] = [];
      for (let turn = 0; turn < turns; turn++) steps.push(await side.step());
      found.push(figuresOf(opening.name, first, steps));
    } finally {
      await side.close();
    }
  }
  return found;
}
