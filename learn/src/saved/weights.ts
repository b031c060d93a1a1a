import { bytesFile } from "../episodes/access.ts";
import { openNpy } from "../episodes/npy.ts";
import { openZip } from "../episodes/zip.ts";
import { floats, type Tensor } from "../tensor.ts";
import { readSafetensors } from "./safetensors.ts";

/** "PK": every archive begins so. */
const isArchive = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

const arrayOf = async (name: string, bytes: Uint8Array): Promise<Tensor> => {
  const { shape, rows } = await openNpy(bytesFile(name, bytes));
  return floats(Float32Array.from(await rows(0, shape[0] ?? 1)), shape);
};

const readArchive = async (bytes: Uint8Array): Promise<Readonly<Record<string, Tensor>>> => {
  const archive = await openZip(bytesFile("The archive", bytes));
  const arrays: [string, Tensor][] = [];
  for (const name of archive.names.filter((one) => one.endsWith(".npy"))) {
    const entry = await archive.open(name);
    // Whole, so that it is checked against its sum.
    const whole = await entry.read(0, entry.size);
    await entry.close();
    arrays.push([name.slice(0, -".npy".length), await arrayOf(name, whole)]);
  }
  return Object.fromEntries(arrays);
};

/**
 * Named tensors of a safetensors file or of an npz archive (`numpy.savez(path, **{name: tensor.numpy()})`), whichever it
 * is. Arrays of an archive become float32.
 * @throws {LearnFault} "weights" or "data" with the reason when it is damaged or neither.
 */
export const readWeights = async (bytes: Uint8Array): Promise<Readonly<Record<string, Tensor>>> =>
  isArchive(bytes) ? readArchive(bytes) : readSafetensors(bytes).tensors;
