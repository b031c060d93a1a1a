import { canonicalJson } from "@sakiyomi/core";
import type { DeviceKey, QueueLink } from "../shapes.ts";
import type { Drawer } from "./drawer.ts";

/** This browser, as it signs: its name, and a key that cannot leave it. */
export interface Device {
  readonly id: string;
  readonly publicKey: DeviceKey["key"];
  sign(link: Omit<QueueLink, "signature">): Promise<string>;
}

const KEY = "device";
const ECDSA = { name: "ECDSA", namedCurve: "P-256" } as const;

interface Kept {
  readonly id: string;
  readonly keys: CryptoKeyPair;
}

const isKept = (kept: unknown): kept is Kept => typeof kept === "object" && kept !== null && "keys" in kept;

/** The same one each time; made the first time. */
export async function deviceOf(drawer: Drawer): Promise<Device> {
  const found = await drawer.get(KEY);
  const kept = isKept(found) ? found : await made();
  if (kept !== found) await drawer.put({ [KEY]: kept });
  const { x = "", y = "" } = await crypto.subtle.exportKey("jwk", kept.keys.publicKey);
  return {
    id: kept.id,
    publicKey: { kty: "EC", crv: "P-256", x, y },
    sign: async (link) => {
      const said = new TextEncoder().encode(canonicalJson(link));
      return base64url(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, kept.keys.privateKey, said));
    },
  };
}

async function made(): Promise<Kept> {
  const keys = await crypto.subtle.generateKey(ECDSA, false, ["sign", "verify"]);
  return { id: `phone-${crypto.randomUUID()}`, keys };
}

export const base64url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
