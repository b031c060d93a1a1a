import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type EpisodeSource, encodePngPicture, type Feature, type Frames, pictureOf, pieces } from "@sakiyomi/learn";
import { textTable } from "../table.ts";
import { type Binned, binned, sparkline } from "./sparkline.ts";

const COLUMNS = 60;
/** Elements of one feature that are drawn; the rest is counted. */
const MOST_ELEMENTS = 24;

export function episodeLines({ episodes, rate }: EpisodeSource): readonly string[] {
  const rows = episodes.map(({ index, length, task, split }) => [
    String(index),
    String(length),
    (length / rate).toFixed(1),
    split ?? "",
    task ?? "",
  ]);
  return textTable([["episode", "frames", "seconds", "split", "task"], ...rows]);
}

interface Line {
  readonly feature: Feature;
  readonly element: number;
  readonly bins: Binned;
}

/** Every element of every feature over the episode, one line each; of an image, the brightness of each channel. */
export async function sparkLines(source: EpisodeSource, episode: number): Promise<readonly string[]> {
  const length = source.episodes[episode]?.length ?? 0;
  const lines = source.features.flatMap((feature): readonly Line[] =>
    Array.from({ length: Math.min(elementsOf(feature), MOST_ELEMENTS) }, (_, element) => ({
      feature,
      element,
      bins: binned(length, COLUMNS),
    })),
  );
  for await (const frames of pieces(source, episode)) for (const line of lines) addTo(line, frames);
  const rows = lines.map(({ feature, element, bins }) => {
    const [least, most] = bins.span();
    return [
      nameOf(feature, element),
      sparkline(bins.means()),
      number(least),
      number(most),
      feature.kind === "image" ? "" : (feature.unit ?? ""),
    ];
  });
  const hidden = source.features.filter((feature) => elementsOf(feature) > MOST_ELEMENTS);
  const more = hidden.map(
    (feature) => `${feature.name}: ${MOST_ELEMENTS} of ${elementsOf(feature)} elements are shown.`,
  );
  return [...textTable([["", "", "least", "most", "unit"], ...rows]), ...more];
}

const number = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(4))) : "");

const elementsOf = ({ kind, shape }: Feature): number =>
  kind === "image" ? (shape[0] ?? 1) : shape.reduce((n, size) => n * size, 1);

function nameOf({ name, kind, shape, names }: Feature, element: number): string {
  if (kind === "image") return `${name} ${shape[0] === 3 ? ["red", "green", "blue"][element] : "grey"}`;
  return elementsOf({ name, kind, shape }) === 1 ? name : `${name}/${names?.[element] ?? element}`;
}

/** Of an image, the mean of the channel. */
function addTo({ feature, element, bins }: Line, frames: Frames): void {
  const data = frames.columns[feature.name]?.data ?? [];
  const size = feature.shape.reduce((n, one) => n * one, 1);
  const plane = feature.kind === "image" ? size / (feature.shape[0] ?? 1) : 1;
  for (let i = 0; i < frames.at.length; i++) {
    const from = i * size + element * plane;
    let sum = 0;
    for (let k = from; k < from + plane; k++) sum += data[k] as number;
    bins.add(frames.start + i, sum / plane);
  }
}

/** Each image of the episode as a PNG file: NAME-FRAME.png. Answers how many were written. */
export async function saveFrames(source: EpisodeSource, episode: number, dir: string, every: number): Promise<number> {
  const images = source.features.filter(({ kind }) => kind === "image");
  await mkdir(dir, { recursive: true });
  let written = 0;
  for await (const frames of pieces(source, episode))
    for (const feature of images)
      for (let i = (every - (frames.start % every)) % every; i < frames.at.length; i += every) {
        const size = feature.shape.reduce((n, one) => n * one, 1);
        const planes = frames.columns[feature.name]?.data.subarray(i * size, (i + 1) * size) as Uint8Array;
        const name = `${feature.name}-${String(frames.start + i).padStart(6, "0")}.png`;
        await writeFile(join(dir, name), encodePngPicture(pictureOf(planes, feature.shape)));
        written++;
      }
  return written;
}
