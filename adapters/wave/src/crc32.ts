/** Tables of slicing-by-4 for the reflected polynomial 0xEDB88320 (CRC-32 of IEEE 802.3, as in gzip and PNG). */
const tables = makeTables();

function makeTables(): readonly [Int32Array, Int32Array, Int32Array, Int32Array] {
  const made = [new Int32Array(256), new Int32Array(256), new Int32Array(256), new Int32Array(256)] as const;
  for (let byte = 0; byte < 256; byte++) {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
    made[0][byte] = rest;
  }
  for (let slice = 1; slice < 4; slice++)
    for (let byte = 0; byte < 256; byte++) {
      const before = (made[slice - 1] as Int32Array)[byte] as number;
      (made[slice] as Int32Array)[byte] = (before >>> 8) ^ (made[0][before & 0xff] as number);
    }
  return made;
}

/** CRC-32 of the bytes from `start` until `end` (exclusive), unsigned. Runs in a browser too, where there is no zlib. */
export function crc32(bytes: Uint8Array, start = 0, end = bytes.length): number {
  const [t0, t1, t2, t3] = tables;
  let crc = -1;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    crc ^=
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24);
    crc =
      (t3[crc & 0xff] as number) ^
      (t2[(crc >>> 8) & 0xff] as number) ^
      (t1[(crc >>> 16) & 0xff] as number) ^
      (t0[crc >>> 24] as number);
  }
  for (; at < end; at++) crc = (crc >>> 8) ^ (t0[(crc ^ (bytes[at] as number)) & 0xff] as number);
  return ~crc >>> 0;
}
