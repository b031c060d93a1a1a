import { npyFloats } from "../arrays/npy.ts";
import { readNpz } from "../arrays/npz.ts";
import { floats, type Tensor } from "../tensor.ts";
import { readSafetensors } from "./safetensors.ts";

/** "PK": every archive begins so. */
const isArchive = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/**
 * Named tensors of a safetensors file or of an npz archive (numpy.savez(path, **{name: tensor.numpy(), …})), whichever it
 * is. Arrays of an archive become float32.
 * @throws {LearnFault} "weights" or "data" with the reason when it is damaged or neither.
 */
export const readWeights = async (bytes: Uint8Array): Promise<Readonly<Record<string, Tensor>>> => {
  if (!isArchive(bytes)) return readSafetensors(bytes).tensors;
  const arrays = Object.entries(await readNpz(bytes));
  return Object.fromEntries(arrays.map(([name, array]) => [name, floats(npyFloats(array), array.shape)]));
};
