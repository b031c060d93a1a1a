import { alone } from "./alone.ts";
import type { Drawer } from "./drawer.ts";

/**
 * What lies on the device is encrypted (AES-GCM, 256 bits) with a key that a script can use and never read. When the key is
 * thrown away, what was sealed with it is lost, wherever copies of it lie.
 */

/** The charts that were taken along: thrown away at sign-out and when the last lease has ended. */
export const ROUND_KEY = "key-round";
/** What was said and is not sent yet: stays until it is sent, whoever is signed in. */
export const QUEUE_KEY = "key-queue";
export type SealName = typeof ROUND_KEY | typeof QUEUE_KEY;

interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}

const isSealed = (kept: unknown): kept is Sealed => typeof kept === "object" && kept !== null && "iv" in kept;

async function keyOf(drawer: Drawer, name: SealName): Promise<CryptoKey> {
  const kept = await drawer.get(name);
  if (kept instanceof CryptoKey) return kept;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await drawer.put({ [name]: made });
  return made;
}

/** The value as it may lie in a drawer; bound to its name, so that two cannot be exchanged. */
export async function seal(drawer: Drawer, by: SealName, name: string, value: unknown): Promise<unknown> {
  const key = await alone("seal", () => keyOf(drawer, by));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  const bytes = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: boundTo(name) }, key, plain);
  return { iv, bytes } satisfies Sealed;
}

/** null: it is not there, or its key was thrown away. */
export async function unseal<T>(drawer: Drawer, by: SealName, name: string): Promise<T | null> {
  const kept = await drawer.get(name);
  const key = await drawer.get(by);
  if (!isSealed(kept) || !(key instanceof CryptoKey)) return null;
  const { iv, bytes } = kept;
  try {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: boundTo(name) }, key, bytes);
    return JSON.parse(new TextDecoder().decode(plain)) as T;
  } catch {
    // Sealed with a key before this one.
    return null;
  }
}

const boundTo = (name: string) => new TextEncoder().encode(name);
