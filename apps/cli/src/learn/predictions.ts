import { openModel, type SavedModel } from "@sakiyomi/learn";
import { nodeWorkerBackend } from "@sakiyomi/learn/node";
import { rollout, type Seen } from "./rollout.ts";
import { aheadOfKind, type Trained } from "./trained.ts";

/** Of one output in one row; images would fill a table. */
const MOST_COLUMNS = 64;

interface Column {
  readonly name: string;
  readonly digits: (now: Seen, from: Seen | undefined) => number | undefined;
}

export interface PredictionOptions {
  readonly trained: Trained;
  readonly episode: number;
  /** Of every observation, 0 to 1: the rest is the model's own prediction. */
  readonly trust: number;
}

/** Lines of a CSV: a frame each, what was true beside what the model had predicted for that frame. */
export async function* predictions({ trained, episode, trust }: PredictionOptions): AsyncGenerator<string> {
  const { saved, source } = trained;
  const backend = await nodeWorkerBackend();
  try {
    const seen = saved.description.inputs.filter(({ from }) => from === "signal").map(({ name }) => name);
    const shares = trust === 1 ? {} : { trust: Object.fromEntries(seen.map((name) => [name, trust])) };
    const predictor = await openModel(saved, backend, shares);
    const columns = columnsOf(saved);
    yield ["frame", "seconds", ...columns.map(({ name }) => name)].map(cell).join(",");
    let before: Seen | undefined;
    for await (const now of rollout(predictor, source, episode)) {
      const cells = columns.map(({ digits }) => digits(now, before));
      yield [now.frame, now.at, ...cells.map((value) => (value === undefined ? "" : value))].join(",");
      before = now;
    }
    await predictor.close();
  } finally {
    await backend.close();
  }
}

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function columnsOf(saved: SavedModel): readonly Column[] {
  const { inputs, outputs } = saved.description;
  return outputs.flatMap(({ name, shape, names }) => {
    const isSeen = inputs.some((input) => input.name === name && String(input.shape) === String(shape));
    const size = shape.reduce((product, one) => product * one, 1);
    const ahead = isSeen ? aheadOfKind(saved, name) : 0;
    const source = (now: Seen, before: Seen | undefined) => (ahead === 0 ? now : before)?.predicted[name]?.data;
    if (size > MOST_COLUMNS) return isSeen ? [errorColumn(name, source)] : [];
    const elements = Array.from({ length: size }, (_, i) => [i, `${name}.${names?.[i] ?? i}`] as const);
    return elements.flatMap(([i, element]): readonly Column[] => [
      ...(isSeen ? [{ name: element, digits: (now: Seen) => now.observed[name]?.[i] }] : []),
      { name: isSeen ? `${element}.predicted` : element, digits: (now, before) => source(now, before)?.[i] },
    ]);
  });
}

/** Of a picture, its error alone: root mean square, of 255. */
function errorColumn(name: string, source: (now: Seen, before: Seen | undefined) => Float32Array | undefined): Column {
  return {
    name: `${name}.error`,
    digits: (now, before) => {
      const [truth, predicted] = [now.observed[name], source(now, before)];
      if (!truth || !predicted) return undefined;
      return Math.sqrt(truth.reduce((sum, value, i) => sum + (value - (predicted[i] ?? 0)) ** 2, 0) / truth.length);
    },
  };
}
