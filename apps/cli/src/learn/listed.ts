import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "@sakiyomi/core";
import { type ModelKind, modelKinds, sizeOf } from "@sakiyomi/learn";
import { runFiles } from "@sakiyomi/learn/node";
import { z } from "zod";

/** What the size of a kind is counted with: a robot of eight joints and a small picture. */
const shapes = { image: [3, 64, 64], joints: [8], values: [8], features: [10], sentence: [5, 9] };

export interface KindRow {
  readonly kind: string;
  readonly parameters: number;
  readonly sees: readonly string[];
  readonly title: string;
}

export const kindRows = (): readonly KindRow[] => modelKinds.map(rowOf);

function rowOf(kind: ModelKind): KindRow {
  const { parameters } = kind.create(kind.inferred(shapes));
  const total = parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return { kind: kind.kind, parameters: total, sees: kind.observations, title: kind.title };
}

const cardSchema = z.object({
  kind: z.string(),
  parameters: z.number(),
  metric: z.object({ value: z.number().nullable(), on: z.string() }),
  steps: z.number(),
  ended: z.string(),
  data: z.object({ name: z.string().optional() }),
});

export interface RunRow extends z.output<typeof cardSchema> {
  readonly run: string;
}

/** Runs in a folder, the best first; folders without a card are none. @throws {Fault} "CLI_FILE" */
export async function runRows(dir: string): Promise<readonly RunRow[]> {
  const names = await readdir(dir).catch((cause: unknown) => {
    throw new Fault("CLI_FILE", `${dir} cannot be read.`, { cause });
  });
  const rows = await Promise.all(names.sort().map((name) => runRow(join(dir, name))));
  return rows
    .flatMap((row) => (row ? [row] : []))
    .toSorted((a, b) => (a.metric.value ?? 1e9) - (b.metric.value ?? 1e9));
}

async function runRow(run: string): Promise<RunRow | null> {
  const text = await readFile(join(run, runFiles.card), "utf8").catch(() => null);
  if (text === null) return null;
  const card = cardSchema.safeParse(parsed(text));
  return card.success ? { run, ...card.data } : null;
}

/** What is no JSON is no card. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
