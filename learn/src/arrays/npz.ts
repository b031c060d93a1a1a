import { type NpyArray, readNpy } from "./npy.ts";
import { unzip, zipEntries } from "./zip.ts";

/**
 * The arrays of a .npz file by name, as `numpy.savez` and `numpy.savez_compressed` write it.
 * @throws {LearnFault} "data" when the archive or one of its arrays is damaged.
 */
export const readNpz = async (bytes: Uint8Array): Promise<Readonly<Record<string, NpyArray>>> => {
  const arrays: [string, NpyArray][] = [];
  for (const entry of zipEntries(bytes))
    if (entry.name.endsWith(".npy")) arrays.push([entry.name.slice(0, -4), readNpy(await unzip(bytes, entry))]);
  return Object.fromEntries(arrays);
};
