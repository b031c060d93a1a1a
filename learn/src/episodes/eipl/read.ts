import { refuse } from "../../fault.ts";
import { floats, type Tensor } from "../../tensor.ts";
import { type Closable, damaged, episodeAt, type Folder, openingAll } from "../access.ts";
import type { ElementStatistics, EpisodeInfo, EpisodeSource, Feature, Frames } from "../episode.ts";
import { type NpyFile, openNpy } from "../npy.ts";
import { hashFiles } from "../sha256.ts";
import { openZip } from "../zip.ts";

export interface EiplOptions {
  /** Frames a second; EIPL's files do not say. */
  readonly rate: number;
  /** Of the joints, in the order of their columns. */
  readonly names?: readonly string[];
  /** UCUM unit of the joints. */
  readonly unit?: string;
}

interface Column {
  readonly feature: Feature;
  readonly array: NpyFile;
}

/** The arrays of one folder: `train`, `test`, or the root. */
interface Part {
  readonly split?: "train" | "test";
  readonly columns: readonly Column[];
  /** Frames of each episode: less than the arrays' where an array of lengths lies beside them. */
  readonly lengths: readonly number[];
}

/** Names of EIPL's arrays, as its tutorials write them, and what they are here. */
const known: Readonly<Record<string, string>> = {
  images: "observation.image",
  joints: "observation.state",
  actions: "action",
  states: "observation.state",
};

/**
 * EIPL's arrays (ogata-lab/eipl, tutorials): `images` [N, T, H, W, 3] uint8, `joints` [N, T, J], `joint_bounds` [2, J],
 * as .npy files in the folder, or in `train/` and `test/`, or together in one .npz. Episodes of different length are
 * padded there with their last frame; an array `lengths` [N] beside them says where each really ends.
 * @throws {LearnFault} "data" where nothing of that is there, or arrays do not fit each other.
 */
export async function openEipl(folder: Folder, options: EiplOptions): Promise<EpisodeSource> {
  if (!(options.rate > 0))
    return refuse("setting", "EIPL's arrays do not say their rate.", "Give the rate in frames a second.");
  return openingAll((opened) => openWith(folder, options, opened));
}

async function openWith(folder: Folder, options: EiplOptions, opened: Closable[]): Promise<EpisodeSource> {
  const files = await folder.list();
  const arrays = await arraysOf(folder, files, opened);
  const parts = await partsOf(folder.name, arrays, options);
  const first =
    parts[0] ?? damaged(folder.name, "holds no images.npy or joints.npy.", "Choose the folder above train and test.");
  const stored = await boundsOf(arrays, first);
  const places = parts.flatMap((part) => part.lengths.map((length, row) => ({ part, row, length })));
  const episodes = places.map(
    ({ part, length }, index): EpisodeInfo => ({ index, length, ...(part.split && { split: part.split }) }),
  );
  return {
    features: first.columns.map(({ feature }) => feature),
    rate: options.rate,
    episodes,
    ...(stored && { stored }),
    hash: () =>
      hashFiles(
        folder,
        files.filter((path) => /\.np[yz]$/.test(path)),
      ),
    read: async (...wanted) => {
      const { part, row } = episodeAt(folder.name, places, ({ length }) => length, wanted);
      return readFrames(part, row, wanted[1], wanted[2], options.rate);
    },
    close: async () => {
      for (const file of opened) await file.close();
    },
  };
}

/** Arrays by their path without ending: "train/images", "joint_bounds". */
async function arraysOf(
  folder: Folder,
  files: readonly string[],
  opened: Closable[],
): Promise<ReadonlyMap<string, NpyFile>> {
  const arrays = new Map<string, NpyFile>();
  for (const path of files.filter((path) => /\.np[yz]$/.test(path))) {
    const file = await folder.open(path);
    opened.push(file);
    if (path.endsWith(".npy")) {
      arrays.set(path.slice(0, -4), await openNpy(file));
      continue;
    }
    const zip = await openZip(file);
    const place = path.includes("/") ? path.slice(0, path.lastIndexOf("/") + 1) : "";
    for (const name of zip.names.filter((name) => name.endsWith(".npy"))) {
      const entry = await zip.open(name);
      opened.push(entry);
      arrays.set(place + name.slice(0, -4), await openNpy(entry));
    }
  }
  return arrays;
}

async function partsOf(
  folder: string,
  arrays: ReadonlyMap<string, NpyFile>,
  options: EiplOptions,
): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (const split of ["train", "test", undefined] as const) {
    const prefix = split === undefined ? "" : `${split}/`;
    const names = [...arrays.keys()].filter(
      (path) => path.startsWith(prefix) && !path.slice(prefix.length).includes("/"),
    );
    const columns = names.flatMap((path) => columnOf(path.slice(prefix.length), arrays.get(path), options));
    if (columns.length === 0) continue;
    const lengths = await lengthsOf(columns, arrays.get(`${prefix}lengths`), `${folder}/${prefix}`);
    parts.push({ ...(split && { split }), columns, lengths });
  }
  for (const part of parts) sameFeatures(parts[0] ?? part, part, folder);
  return parts;
}

function columnOf(name: string, array: NpyFile | undefined, options: EiplOptions): readonly Column[] {
  if (!array || name === "lengths" || /bounds$/.test(name)) return [];
  if (array.shape.length === 5) return [{ array, feature: imageOf(known[name] ?? name, array) }];
  return array.shape.length === 3 ? [{ array, feature: quantityOf(known[name] ?? name, array, options) }] : [];
}

function imageOf(name: string, { name: file, shape, type }: NpyFile): Feature {
  const [, , height = 0, width = 0, channels = 0] = shape;
  if (type !== "u1" || (channels !== 1 && channels !== 3))
    return damaged(file, `holds images of shape [${shape}], type ${type}.`, "Use uint8 [N, T, H, W, 3].");
  return { name, shape: [channels, height, width], kind: "image" };
}

function quantityOf(name: string, { shape }: NpyFile, { names, unit }: EiplOptions): Feature {
  const size = shape[2] ?? 0;
  return {
    name,
    shape: [size],
    kind: "quantity",
    ...(names?.length === size && { names }),
    ...(unit !== undefined && { unit }),
  };
}

async function lengthsOf(
  columns: readonly Column[],
  lengths: NpyFile | undefined,
  place: string,
): Promise<readonly number[]> {
  const [first] = columns;
  const [count = 0, time = 0] = first?.array.shape ?? [];
  for (const { array } of columns)
    if (array.shape[0] !== count || array.shape[1] !== time)
      return damaged(
        array.name,
        `is [${array.shape.slice(0, 2)}] episodes × frames; ${first?.array.name} is [${count},${time}].`,
        "Write both from the same episodes.",
      );
  if (!lengths) return Array.from({ length: count }, () => time);
  if (lengths.shape[0] !== count)
    return damaged(lengths.name, `has ${lengths.shape[0]} lengths for ${count} episodes.`);
  const given = Array.from(await lengths.rows(0, count));
  const wrong = given.find((length) => !(length >= 1 && length <= time));
  return wrong === undefined
    ? given
    : damaged(`${place}lengths.npy`, `says ${wrong} frames where the arrays hold ${time}.`);
}

function sameFeatures(a: Part, b: Part, folder: string): void {
  const words = ({ columns }: Part) =>
    columns
      .map(({ feature }) => `${feature.name} [${feature.shape}]`)
      .sort()
      .join(", ");
  if (words(a) !== words(b))
    damaged(folder, `train holds ${words(a)}, test holds ${words(b)}.`, "Give both the same arrays.");
}

/** `joint_bounds` [2, J]: least and greatest, by which EIPL normalises the joints. */
async function boundsOf(
  arrays: ReadonlyMap<string, NpyFile>,
  { columns }: Part,
): Promise<Readonly<Record<string, ElementStatistics>> | null> {
  const bounds = arrays.get("joint_bounds") ?? arrays.get("train/joint_bounds");
  const size = columns.find(({ feature }) => feature.name === "observation.state")?.feature.shape[0];
  if (!bounds || size === undefined) return null;
  if (bounds.shape[0] !== 2 || bounds.shape[1] !== size)
    return damaged(bounds.name, `has shape [${bounds.shape}] for ${size} joints.`, `It should be [2, ${size}].`);
  const values = Float64Array.from(await bounds.rows(0, 2));
  return { "observation.state": { min: values.slice(0, size), max: values.slice(size) } };
}

async function readFrames(part: Part, row: number, start: number, end: number, rate: number): Promise<Frames> {
  const columns: Record<string, Tensor<"float32"> | Tensor<"uint8">> = {};
  for (const { feature, array } of part.columns) {
    const time = array.shape[1] ?? 0;
    const values = await array.frames(row * time + start, row * time + end);
    const shape = [end - start, ...feature.shape];
    columns[feature.name] =
      feature.kind === "image"
        ? { type: "uint8", shape, data: channelsFirst(values as Uint8Array, feature.shape) }
        : floats(Float32Array.from(values), shape);
  }
  return { start, at: Float64Array.from({ length: end - start }, (_, i) => (start + i) / rate), columns };
}

function channelsFirst(pixels: Uint8Array, [channels = 1, height = 0, width = 0]: readonly number[]): Uint8Array {
  const planes = new Uint8Array(pixels.length);
  const plane = height * width;
  for (let at = 0; at < pixels.length; at += plane * channels)
    for (let c = 0; c < channels; c++)
      for (let i = 0; i < plane; i++) planes[at + c * plane + i] = pixels[at + i * channels + c] as number;
  return planes;
}
