/** The bits of a FLAC frame, most significant first. Past the end it throws `CutOff`, and more bytes may be fetched. */
export interface Bits {
  readonly bytes: Uint8Array;
  /** Position in bits. */
  at: number;
}

export class CutOff extends Error {}

/** The next `count` bits (0 to 32), without sign. */
export function take(bits: Bits, count: number): number {
  if (bits.at + count > bits.bytes.length * 8) throw new CutOff();
  let value = 0;
  let left = count;
  while (left > 0) {
    const free = 8 - (bits.at & 7);
    const now = Math.min(free, left);
    const part = ((bits.bytes[bits.at >> 3] as number) >> (free - now)) & ((1 << now) - 1);
    value = value * (1 << now) + part;
    bits.at += now;
    left -= now;
  }
  return value;
}

/** The next `count` bits with their sign. */
export function takeSigned(bits: Bits, count: number): number {
  const value = take(bits, count);
  return count > 0 && value >= 2 ** (count - 1) ? value - 2 ** count : value;
}

/** The number of 0 bits before the next 1, which is taken too. */
export function takeUnary(bits: Bits): number {
  const { bytes } = bits;
  let zeros = 0;
  for (;;) {
    const byte = bytes[bits.at >> 3];
    if (byte === undefined) throw new CutOff();
    const rest = byte & (0xff >> (bits.at & 7));
    if (rest !== 0) {
      const lead = Math.clz32(rest) - 24 - (bits.at & 7);
      bits.at += lead + 1;
      return zeros + lead;
    }
    const skipped = 8 - (bits.at & 7);
    zeros += skipped;
    bits.at += skipped;
  }
}

const crcTable = (bits: 8 | 16, polynomial: number): Uint16Array => {
  const top = 1 << (bits - 1);
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let rest = byte << (bits - 8);
    for (let i = 0; i < 8; i++) rest = rest & top ? (rest << 1) ^ polynomial : rest << 1;
    return rest & (bits === 8 ? 0xff : 0xffff);
  });
};
const crc8Table = crcTable(8, 0x07);
const crc16Table = crcTable(16, 0x8005);

export const crc8 = (bytes: Uint8Array): number => bytes.reduce((crc, byte) => crc8Table[crc ^ byte] as number, 0);

export function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = ((crc << 8) ^ (crc16Table[(crc >> 8) ^ byte] as number)) & 0xffff;
  return crc;
}
