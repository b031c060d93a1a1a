const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** CRC-32 of IEEE 802.3, as zlib's; `before` is the checksum of what came before. Node's own is used where there is one. */
export function crc32(bytes: Uint8Array, before = 0): number {
  const native = globalThis.process?.getBuiltinModule?.("node:zlib")?.crc32;
  return native ? native(bytes, before) : plainCrc32(bytes, before);
}

export function plainCrc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}
