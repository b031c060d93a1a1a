import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { SALT_BYTES } from "@sakiyomi/core";

const IV_BYTES = 12; // NIST SP 800-38D, 8.2: 96 bits for AES-GCM; random, and far below 2^32 entries a person.
const TAG_BYTES = 16;
export const KEY_BYTES = 32;

export const sha256 = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();

/** What an entry says, and the salt without which nobody can check a guess of it. */
export interface Salted {
  readonly salt: Uint8Array;
  readonly json: string;
}

export const salted = (json: string): Salted => ({ salt: randomBytes(SALT_BYTES), json });
export const packed = ({ salt, json }: Salted): Uint8Array => Buffer.concat([salt, Buffer.from(json)]);
export const unpacked = (bytes: Uint8Array): Salted => ({
  salt: bytes.subarray(0, SALT_BYTES),
  json: Buffer.from(bytes.subarray(SALT_BYTES)).toString("utf8"),
});

/** AES-256-GCM: iv ‖ tag ‖ ciphertext, bound to the alias whose key it is. */
export function sealed(plain: Uint8Array, key: Uint8Array, alias: string): Uint8Array {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(alias));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]);
}

/** null where the bytes are not what was sealed with this key. */
export function opened(bytes: Uint8Array, key: Uint8Array, alias: string): Uint8Array | null {
  if (bytes.length < IV_BYTES + TAG_BYTES) return null;
  const tag = bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(alias)).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}
