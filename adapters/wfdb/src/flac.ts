import { type Bits, CutOff, crc8, crc16, take } from "./flac-bits.ts";
import { NotFlac, readSubframe } from "./flac-subframe.ts";

/** What the STREAMINFO block says (RFC 9639, section 8.2). */
export interface StreamInfo {
  readonly channels: number;
  readonly depth: number;
  /** 0 where unknown. */
  readonly samples: number;
  /** Bytes before the first frame. */
  readonly firstFrame: number;
}

/** @throws NotFlac; CutOff where the metadata go on past the bytes. */
export function readStreamInfo(bytes: Uint8Array): StreamInfo {
  const bits: Bits = { bytes, at: 0 };
  if (take(bits, 32) !== 0x664c6143) throw new NotFlac('no "fLaC" at its beginning');
  let info: Omit<StreamInfo, "firstFrame"> | null = null;
  for (let last = false; !last; ) {
    last = take(bits, 1) === 1;
    const type = take(bits, 7);
    const length = take(bits, 24);
    const next = bits.at + length * 8;
    if (next > bytes.length * 8) throw new CutOff();
    if (type === 0) {
      bits.at += 16 + 16 + 24 + 24 + 20;
      info = {
        channels: take(bits, 3) + 1,
        depth: take(bits, 5) + 1,
        samples: take(bits, 4) * 2 ** 32 + take(bits, 32),
      };
    }
    bits.at = next;
  }
  if (!info) throw new NotFlac("no STREAMINFO");
  return { ...info, firstFrame: bits.at / 8 };
}

export interface FlacFrame {
  /** One array a channel. */
  readonly channels: readonly Float64Array[];
  /** Bytes that the frame took. */
  readonly bytes: number;
}

/** Reads the frame at the beginning of the bytes and checks both of its checksums. @throws NotFlac, CutOff */
export function readFrame(bytes: Uint8Array, info: StreamInfo): FlacFrame {
  const bits: Bits = { bytes, at: 0 };
  const { count, assignment, depth } = readFrameHeader(bits, info);
  const channels = Array.from({ length: assignment < 8 ? assignment + 1 : 2 }, (_, channel) =>
    readSubframe(bits, count, depth + (isSide(assignment, channel) ? 1 : 0)),
  );
  bits.at = (bits.at + 7) & ~7;
  const end = bits.at / 8;
  if (take(bits, 16) !== crc16(bytes.subarray(0, end))) throw new NotFlac("a frame whose checksum is wrong");
  joinStereo(assignment, channels);
  return { channels, bytes: end + 2 };
}

/** Sample counts of the four-bit field (RFC 9639, table 14); 6 and 7 are given behind the header. */
const blockSizes = [0, 192, 576, 1152, 2304, 4608, 0, 0, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768];
const depths = [0, 8, 12, 0, 16, 20, 24, 32];

function readFrameHeader(bits: Bits, info: StreamInfo): { count: number; assignment: number; depth: number } {
  if (take(bits, 15) !== 0x7ffc) throw new NotFlac("no frame where one should begin");
  take(bits, 1);
  const size = take(bits, 4);
  const rate = take(bits, 4);
  const assignment = take(bits, 4);
  const depth = take(bits, 3);
  take(bits, 1);
  skipNumber(bits);
  const count = size === 6 ? take(bits, 8) + 1 : size === 7 ? take(bits, 16) + 1 : (blockSizes[size] as number);
  take(bits, rate === 12 ? 8 : rate === 13 || rate === 14 ? 16 : 0);
  const end = bits.at / 8;
  if (take(bits, 8) !== crc8(bits.bytes.subarray(0, end))) throw new NotFlac("a frame header whose checksum is wrong");
  if (count === 0 || assignment > 10) throw new NotFlac("a reserved frame header");
  return { count, assignment, depth: depth === 0 ? info.depth : (depths[depth] as number) };
}

/** The frame's or sample's number, in UTF-8's way of counting bytes. */
function skipNumber(bits: Bits): void {
  const first = take(bits, 8);
  const more = Math.clz32(~(first << 24));
  if (more > 0) for (let i = 1; i < more; i++) take(bits, 8);
}

const isSide = (assignment: number, channel: number): boolean =>
  (channel === 1 && (assignment === 8 || assignment === 10)) || (channel === 0 && assignment === 9);

/** Left/side, side/right, mid/side back to left/right (RFC 9639, section 4.2). */
function joinStereo(assignment: number, channels: readonly Float64Array[]): void {
  const [first, second] = channels;
  if (assignment < 8 || !first || !second) return;
  for (let i = 0; i < first.length; i++) {
    const [a, b] = [first[i] as number, second[i] as number];
    if (assignment === 8) second[i] = a - b;
    else if (assignment === 9) first[i] = a + b;
    else {
      const middle = 2 * a + Math.abs(b % 2);
      first[i] = (middle + b) / 2;
      second[i] = (middle - b) / 2;
    }
  }
}
