import { MujocoFault } from "./fault.ts";

/** Bytes of a frame's length. */
const head = 4;

/** A frame of the body protocol: a length and doubles, both little-endian, as this machine has them in memory. */
export const frameOf = (values: readonly number[]): Uint8Array => {
  const doubles = Float64Array.from(values);
  const frame = new Uint8Array(head + doubles.byteLength);
  new DataView(frame.buffer).setUint32(0, doubles.byteLength, true);
  frame.set(new Uint8Array(doubles.buffer), head);
  return frame;
};

/** Puts frames together from the pieces in which they arrive. Throws a MujocoFault "frame" where a length is impossible. */
export const frameReader = (longest: number): ((piece: Uint8Array) => readonly Float64Array[]) => {
  let kept = new Uint8Array(0);
  return (piece) => {
    kept = kept.length === 0 ? new Uint8Array(piece) : joined(kept, piece);
    const frames: Float64Array[] = [];
    for (let length = lengthOf(kept, longest); length !== null; length = lengthOf(kept, longest)) {
      frames.push(new Float64Array(kept.slice(head, head + length).buffer));
      kept = kept.subarray(head + length);
    }
    return frames;
  };
};

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> => {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
};

/** null: the frame is not whole yet. */
const lengthOf = (bytes: Uint8Array, longest: number): number | null => {
  if (bytes.length < head) return null;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (length % 8 !== 0 || length === 0 || length > longest)
    throw new MujocoFault("frame", `A frame of ${length} bytes cannot be.`, "Speak the protocol of body-protocol.ts.");
  return bytes.length < head + length ? null : length;
};
