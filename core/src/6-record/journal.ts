import type { Instant } from "../1-signal/index.ts";
import { canonicalJson } from "../2-store/index.ts";

/** SHA-256 or one as strong, handed in: core itself has no cryptography. */
export type Digest = (bytes: Uint8Array) => Uint8Array;

/**
 * What stays of an entry for ever. `actor` and `subject` are pseudonyms where they stand for people: whom they stood
 * for is kept elsewhere and can be destroyed. `digest` is salted, and the salt lies with the encrypted content: once the
 * key is gone, not even a guess of the content can be tried against it.
 */
export interface Header {
  readonly at: Instant;
  readonly type: string;
  readonly actor: string;
  readonly subject: string | null;
  readonly digest: Uint8Array;
}

/** An entry in its place: number n, tied by `prev` to the hash of the one before. */
export interface Link extends Header {
  readonly n: number;
  readonly prev: Uint8Array;
  readonly hash: Uint8Array;
}

/** The last entry: to know it is to know the whole chain. */
export interface Head {
  readonly n: number;
  readonly hash: Uint8Array;
}

/** Sixteen bytes: 128 random bits, as in NIST SP 800-132, 5.1, for a salt that nobody can search. */
export const SALT_BYTES = 16;

/** Before the first entry. The version of the chain's form is in the text: another form has another beginning. */
export const beginning = (digest: Digest): Head => ({ n: 0, hash: digest(utf8("sakiyomi journal 1")) });

/** The digest of what an entry says: H(salt ‖ canonical JSON). */
export const digestOf = (json: string, salt: Uint8Array, digest: Digest): Uint8Array =>
  digest(joined(salt, utf8(json)));

/** hash = H(prev ‖ canonical header ‖ digest); the first and last part have a fixed length, so nothing can slide. */
export function hashOf(
  { at, type, actor, subject, digest: said }: Header,
  prev: Uint8Array,
  digest: Digest,
): Uint8Array {
  return digest(joined(prev, utf8(canonicalJson({ at, type, actor, subject })), said));
}

/** Puts the next entry behind the head. */
export function linked(head: Head, header: Header, digest: Digest): Link {
  return { ...header, n: head.n + 1, prev: head.hash, hash: hashOf(header, head.hash, digest) };
}

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function bytesOfHex(hex: string): Uint8Array {
  const pairs = /^(?:[0-9a-f]{2})*$/.test(hex) ? (hex.match(/../g) ?? []) : [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}

const encoder = new TextEncoder();
const utf8 = (line: string): Uint8Array => encoder.encode(line);

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
