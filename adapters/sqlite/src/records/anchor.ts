import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { bytesOfHex, canonicalJson, type Head, hexOf, type Instant } from "@sakiyomi/core";
import { readText, replaceFile } from "../durable-file.ts";

/**
 * The head of the journal, signed and kept outside the data folder: whoever cuts the tail off the database cannot also
 * make this forget it. It is replaced after every commit that wrote to the journal, made durable (file, then folder)
 * before the commit is answered: so it is never ahead of the database, and never behind anything that was acknowledged.
 */
export interface Anchor {
  readonly database: string;
  readonly n: number;
  readonly hash: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Ed25519 over the canonical JSON of the other fields, hexadecimal. */
  readonly signature: string;
}

const anchorPath = (stateDir: string): string => join(stateDir, "anchor.json");
const keyPath = (stateDir: string): string => join(stateDir, "journal-key.pem");

/** Signs; opening it makes the folder and the key where there are none. */
export class AnchorKeeper {
  readonly publicKey: string;
  readonly #stateDir: string;
  readonly #key: KeyObject;

  constructor(stateDir: string) {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    this.#stateDir = stateDir;
    this.#key = ownKey(stateDir);
    this.publicKey = publicHex(this.#key);
  }

  write(database: string, head: Head, at: Instant): void {
    const said = { database, n: head.n, hash: hexOf(head.hash), at: new Date(at).toISOString() };
    replaceFile(anchorPath(this.#stateDir), `${canonicalJson({ ...said, signature: this.sign(said) })}\n`, 0o644);
  }

  /** Ed25519, hexadecimal, over the canonical JSON. */
  sign(said: unknown): string {
    return sign(null, Buffer.from(canonicalJson(said)), this.#key).toString("hex");
  }
}

function ownKey(stateDir: string): KeyObject {
  const pem = readText(keyPath(stateDir));
  if (pem !== null) return createPrivateKey(pem);
  const { privateKey } = generateKeyPairSync("ed25519");
  replaceFile(keyPath(stateDir), String(privateKey.export({ type: "pkcs8", format: "pem" })));
  return privateKey;
}

const publicHex = (key: KeyObject): string =>
  Buffer.from(String(createPublicKey(key).export({ format: "jwk" }).x), "base64url").toString("hex");

/** The public half of the key in the state folder; null where there is none. */
export function publicKeyIn(stateDir: string): string | null {
  const pem = readText(keyPath(stateDir));
  return pem === null ? null : publicHex(createPrivateKey(pem));
}

export type AnchorRead =
  | { readonly ok: true; readonly anchor: Anchor }
  | { readonly ok: false; readonly why: "missing" | "unreadable" | "foreign" };

/** The anchor, if it is there, is of this database, and was signed with its key. */
export function readAnchor(stateDir: string, database: string, publicKey: string): AnchorRead {
  const text = readText(anchorPath(stateDir));
  if (text === null) return { ok: false, why: "missing" };
  const anchor = parsed(text);
  if (anchor === null) return { ok: false, why: "unreadable" };
  const { signature, ...said } = anchor;
  const isOurs = anchor.database === database && isSigned(said, signature, publicKey);
  return isOurs ? { ok: true, anchor } : { ok: false, why: "foreign" };
}

function parsed(text: string): Anchor | null {
  try {
    const { database, n, hash, at, signature } = JSON.parse(text) as Partial<Anchor>;
    if (typeof n !== "number" || typeof hash !== "string" || typeof signature !== "string") return null;
    return { database: String(database), n, hash, at: String(at), signature };
  } catch {
    return null;
  }
}

// RFC 8410, 4: the DER prefix of an Ed25519 public key; the 32 bytes of the key follow.
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

export function isSigned(said: unknown, signature: string, publicKey: string): boolean {
  try {
    const key = createPublicKey({
      key: Buffer.concat([SPKI_PREFIX, bytesOfHex(publicKey)]),
      format: "der",
      type: "spki",
    });
    return verify(null, Buffer.from(canonicalJson(said)), key, bytesOfHex(signature));
  } catch {
    return false;
  }
}
