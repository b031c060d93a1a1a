/**
 * Where things stand in a message, in bytes; docs/guide/wave-format.md is the description for other languages.
 * Everything is little endian (as every machine is on which Node or a browser runs), and each part begins at a multiple
 * of 4, so that samples can be read where they lie.
 */
export const MAGIC = "SKYW";
export const VERSION = 1;

export const header = {
  version: 4,
  flags: 5,
  strings: 6,
  forms: 8,
  reserved: 10,
  frames: 12,
  size: 16,
  bytes: 20,
} as const;

/** What is measured and how: shared by all frames of one kind of channel. */
export const formAt = { kind: 0, unit: 2, rate: 4, scale: 12, offset: 20, bytes: 28 } as const;

/** Fixed part of a frame, followed by its samples, then zeros up to a multiple of 4. */
export const frameAt = { subject: 0, source: 2, form: 4, width: 6, count: 8, at: 12, sequence: 20, bytes: 28 } as const;

/**
 * The last four bytes: CRC-32 of all bytes before them. At the end, so that every flip of up to three bits is found in
 * messages of up to 11 KB, and every burst of up to 32 bits in any (Koopman 2002, 32-bit CRCs for internet applications).
 */
export const TRAILER = 4;

/** Strings and forms are counted in 16 bits; index 0 says "none". */
export const MAX_ROWS = 0xffff;
export const MAX_STRING = 0xff;
/** A message of more is refused before its content is looked at. */
export const MAX_BYTES = 64 * 1024 * 1024;

export const padded = (bytes: number): number => (bytes + 3) & ~3;
