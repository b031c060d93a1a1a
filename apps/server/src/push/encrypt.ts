import { createCipheriv, createECDH, type ECDH, hkdfSync, randomBytes } from "node:crypto";

/** What a browser hands over when somebody allows messages; base64url, as in the Push API. */
export interface PushKeys {
  /** P-256 public key, uncompressed, 65 bytes. */
  readonly p256dh: string;
  /** 16 bytes. */
  readonly auth: string;
}

/** RFC 8188, 2.1: one record holds the whole message. */
const recordSize = 4096;
/** The most that fits: record less the tag (16) and the delimiter (1). */
export const mostPlain = recordSize - 17;

const derive = (ikm: Buffer, salt: Buffer, info: Buffer, length: number): Buffer =>
  Buffer.from(hkdfSync("sha256", ikm, salt, info, length));

const label = (name: string) => Buffer.from(`${name}\0`);

/** A message for one browser: RFC 8291 (keys) in RFC 8188 (aes128gcm). Chance is an argument for the RFC's example. */
export function encrypt(
  plain: Uint8Array,
  keys: PushKeys,
  own: ECDH = freshKey(),
  salt: Buffer = randomBytes(16),
): Uint8Array {
  const theirs = Buffer.from(keys.p256dh, "base64url");
  const ours = own.getPublicKey();
  const info = Buffer.concat([label("WebPush: info"), theirs, ours]);
  const ikm = derive(own.computeSecret(theirs), Buffer.from(keys.auth, "base64url"), info, 32);
  const key = derive(ikm, salt, label("Content-Encoding: aes128gcm"), 16);
  const nonce = derive(ikm, salt, label("Content-Encoding: nonce"), 12);
  const cipher = createCipheriv("aes-128-gcm", key, nonce);
  // 2 ends the last record.
  const sealed = Buffer.concat([
    cipher.update(plain),
    cipher.update(Buffer.of(2)),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  const header = Buffer.alloc(21);
  salt.copy(header);
  header.writeUInt32BE(recordSize, 16);
  header.writeUInt8(ours.length, 20);
  return Buffer.concat([header, ours, sealed]);
}

function freshKey(): ECDH {
  const key = createECDH("prime256v1");
  key.generateKeys();
  return key;
}
