import type { EpisodeSource, Frames } from "../episodes/episode.ts";
import type { Tensor } from "../tensor.ts";

/** A source whose pictures have another size: every pixel is the mean of the area that it covers. */
export function resized(source: EpisodeSource, height: number, width: number): EpisodeSource {
  const images = new Set(source.features.flatMap(({ name, kind }) => (kind === "image" ? [name] : [])));
  const read = async (episode: number, start: number, end: number): Promise<Frames> => {
    const frames = await source.read(episode, start, end);
    const columns = Object.entries(frames.columns).map(([name, column]) => [
      name,
      images.has(name) ? resizedColumn(column, height, width) : column,
    ]);
    return { ...frames, columns: Object.fromEntries(columns) };
  };
  return {
    ...source,
    features: source.features.map((feature) =>
      feature.kind === "image" ? { ...feature, shape: [feature.shape[0] ?? 3, height, width] } : feature,
    ),
    hash: () => source.hash(),
    close: () => source.close(),
    read,
  };
}

function resizedColumn({ shape, data }: Tensor, height: number, width: number): Tensor<"uint8"> {
  const [frames = 0, channels = 0, fromHeight = 1, fromWidth = 1] = shape;
  const [rows, columns] = [cover(fromHeight, height), cover(fromWidth, width)];
  const planes = frames * channels;
  const to = new Uint8Array(planes * height * width);
  for (let plane = 0; plane < planes; plane += 1) {
    const from = (data as Uint8Array).subarray(plane * fromHeight * fromWidth, (plane + 1) * fromHeight * fromWidth);
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1)
        to[(plane * height + y) * width + x] = Math.round(meanOf(from, fromWidth, rows[y], columns[x]));
  }
  return { type: "uint8", shape: [frames, channels, height, width], data: to };
}

/** Which old pixels a new one covers, and with which share. */
interface Cover {
  readonly first: number;
  readonly shares: readonly number[];
}

function cover(from: number, to: number): readonly Cover[] {
  return Array.from({ length: to }, (_, i) => {
    const [begin, end] = [(i * from) / to, ((i + 1) * from) / to];
    const first = Math.floor(begin);
    const count = Math.max(1, Math.ceil(end - 1e-9) - first);
    const shares = Array.from(
      { length: count },
      (_, k) => (Math.min(end, first + k + 1) - Math.max(begin, first + k)) / (end - begin),
    );
    return { first, shares };
  });
}

const nothing: Cover = { first: 0, shares: [] };

function meanOf(plane: Uint8Array, width: number, rows: Cover = nothing, columns: Cover = nothing): number {
  let mean = 0;
  for (const [r, down] of rows.shares.entries())
    for (const [c, across] of columns.shares.entries())
      mean += (plane[(rows.first + r) * width + columns.first + c] ?? 0) * down * across;
  return mean;
}
