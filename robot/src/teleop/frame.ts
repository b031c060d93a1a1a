import type { Vector3 } from "../contract/features.ts";
import type { Seconds } from "../contract/robot.ts";

/** A touch as it is shown. */
export interface FrameContact {
  readonly at: Vector3;
  /** N, in the world's frame. */
  readonly force: Vector3;
  /** Of the force at which the guard acts there; null: no person is touched. */
  readonly share: number | null;
  /** Index into the regions that were told beforehand; null: no person is touched. */
  readonly region: number | null;
}

/** Everything that moves, at one moment: what a page draws thirty times a second. */
export interface Frame {
  readonly at: Seconds;
  /** In the order of `features.joints`. */
  readonly observed: Float32Array;
  readonly commanded: Float32Array | null;
  /** What whoever decides expects to see. */
  readonly predicted: Float32Array | null;
  readonly torque: Float32Array;
  /** x, y (m) and yaw (rad) of the base in the world's frame. */
  readonly base: Float32Array;
  /** Forces (N) and moments (N·m) at the left and then the right wrist: twelve numbers; null: not measured. */
  readonly wrists: Float32Array | null;
  /** x, y, z, qw, qx, qy, qz of each body of the scene; empty without a scene. */
  readonly poses: Float32Array;
  readonly contacts: readonly FrameContact[];
}

const kind = 1;
const header = 16;
const perContact = 8;
const has = { commanded: 1, predicted: 2, wrists: 4 } as const;

/**
 * Header of 16 bytes: kind, which parts are there, joints (u16), bodies (u16), contacts (u16), time (f64); then Float32,
 * all little-endian.
 */
export const encodeFrame = (frame: Frame): Uint8Array<ArrayBuffer> => {
  const { at, observed, commanded, predicted, torque, base, wrists, poses, contacts } = frame;
  const parts = [observed, commanded, predicted, torque, base, wrists, poses, numbersOf(contacts)];
  const count = parts.reduce((sum, part) => sum + (part?.length ?? 0), 0);
  const bytes = new Uint8Array(header + count * 4);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, kind);
  view.setUint8(1, (commanded ? has.commanded : 0) | (predicted ? has.predicted : 0) | (wrists ? has.wrists : 0));
  view.setUint16(2, observed.length, true);
  view.setUint16(4, poses.length / 7, true);
  view.setUint16(6, contacts.length, true);
  view.setFloat64(8, at, true);
  const numbers = new Float32Array(bytes.buffer, header);
  let offset = 0;
  for (const part of parts) {
    if (!part) continue;
    numbers.set(part, offset);
    offset += part.length;
  }
  return bytes;
};

const numbersOf = (contacts: readonly FrameContact[]): Float32Array =>
  Float32Array.from(contacts.flatMap(({ at, force, share, region }) => [...at, ...force, share ?? -1, region ?? -1]));

/** null: no frame, or one that is cut off. */
export const decodeFrame = (bytes: Uint8Array): Frame | null => {
  if (bytes.length < header || bytes[0] !== kind) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [joints, bodies, touches] = [2, 4, 6].map((at) => view.getUint16(at, true)) as [number, number, number];
  const flags = view.getUint8(1);
  const numbers = new Float32Array(bytes.slice(header, bytes.length - ((bytes.length - header) % 4)).buffer);
  let offset = 0;
  const take = (length: number): Float32Array => {
    offset += length;
    return numbers.subarray(offset - length, offset);
  };
  const frame = {
    at: view.getFloat64(8, true),
    observed: take(joints),
    commanded: flags & has.commanded ? take(joints) : null,
    predicted: flags & has.predicted ? take(joints) : null,
    torque: take(joints),
    base: take(3),
    wrists: flags & has.wrists ? take(12) : null,
    poses: take(bodies * 7),
    contacts: contactsOf(take(touches * perContact)),
  };
  return offset === numbers.length ? frame : null;
};

const contactsOf = (numbers: Float32Array): readonly FrameContact[] =>
  Array.from({ length: Math.floor(numbers.length / perContact) }, (_, i) => {
    const [x = 0, y = 0, z = 0, fx = 0, fy = 0, fz = 0, share = -1, region = -1] = numbers.subarray(
      i * perContact,
      (i + 1) * perContact,
    );
    return {
      at: [x, y, z],
      force: [fx, fy, fz],
      share: share < 0 ? null : share,
      region: region < 0 ? null : region,
    };
  });
