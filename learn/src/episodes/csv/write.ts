import { refuse } from "../../fault.ts";
import { sizeOf } from "../../tensor.ts";
import type { EpisodeSource, Feature, Frames } from "../episode.ts";
import { pieces } from "../pieces.ts";
import { type ByteSink, type Target, writing } from "../target.ts";

export interface CsvWriteOptions {
  readonly episodes?: readonly number[];
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * One file an episode, a line of names and one of units, every number with the digits that float32 has. Images have no
 * place in a table: @throws {LearnFault} "data" where the set holds nothing else.
 */
export const writeCsv = (
  source: EpisodeSource,
  target: Target,
  options: CsvWriteOptions = {},
): Promise<{ readonly leftOut: readonly string[] }> =>
  writing(target, async () => {
    const features = source.features.filter(({ kind }) => kind === "quantity");
    if (features.length === 0)
      return refuse("data", "The set holds images only; CSV holds numbers.", "Convert it to another format.");
    const chosen = options.episodes ?? source.episodes.map(({ index }) => index);
    for (const [index, episode] of chosen.entries()) {
      const sink = await target.create(`episode-${String(index).padStart(6, "0")}.csv`);
      await writeEpisode(source, episode, features, sink);
      await sink.close();
      options.onProgress?.(index + 1, chosen.length);
    }
    return { leftOut: source.features.filter(({ kind }) => kind === "image").map(({ name }) => name) };
  });

const encoder = new TextEncoder();

async function writeEpisode(
  source: EpisodeSource,
  episode: number,
  features: readonly Feature[],
  sink: ByteSink,
): Promise<void> {
  const task = source.episodes[episode]?.task;
  const names = ["timestamp", ...features.flatMap(elementNames), ...(task === undefined ? [] : ["task"])];
  const units = [
    "s",
    ...features.flatMap(({ shape, unit }) => Array.from({ length: sizeOf(shape) }, () => unit ?? "")),
  ];
  await sink.write(
    encoder.encode(`${names.map(quoted).join(",")}\n${[...units, ...(task === undefined ? [] : [""])].join(",")}\n`),
  );
  for await (const frames of pieces(source, episode)) await sink.write(encoder.encode(rowsOf(frames, features, task)));
}

const elementNames = ({ name, shape, names }: Feature): readonly string[] =>
  Array.from({ length: sizeOf(shape) }, (_, i) => `${name}/${names?.[i] ?? i}`);

function rowsOf({ at, columns }: Frames, features: readonly Feature[], task: string | undefined): string {
  const end = task === undefined ? "\n" : `,${quoted(task)}\n`;
  return Array.from(at, (time, i) => {
    const cells = features.flatMap(({ name, shape }) => {
      const size = sizeOf(shape);
      const { data } =
        columns[name] ?? refuse("data", `The source gave no ${name}.`, "Its list of features promises it.");
      return Array.from((data as Float32Array).subarray(i * size, (i + 1) * size), shortest);
    });
    return `${[Number(time.toFixed(6)), ...cells].join(",")}${end}`;
  }).join("");
}

/** Nine digits give every float32 back. */
const shortest = (value: number): string => (Number.isNaN(value) ? "" : String(Number(value.toPrecision(9))));

const quoted = (cell: string): string =>
  /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""').replaceAll("\n", " ")}"` : cell;
