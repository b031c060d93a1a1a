import { createHash, webcrypto } from "node:crypto";
import { accept, canonicalJson, type Read, refuse } from "@sakiyomi/core";
import type { Room } from "./room.ts";
import type { DeviceKey, QueueLink } from "./shapes.ts";

/** What the next link is tied to. */
export const hashOf = (link: QueueLink): string => sha256(canonicalJson(link));

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Whether it is the next link, by number, tie and signature; or one that is here already. */
export async function placeOf({ devices }: Room, link: QueueLink): Promise<Read<"next" | "repeated">> {
  const key = devices.key(link.device);
  if (!key) return refuse("MED_DEVICE", "device", link.device, "a device that was registered");
  const { head } = devices.head(link.device);
  const { signature, ...signed } = link;
  const isOwn = () => isSigned(key, signature, canonicalJson(signed));
  const notOwn = () => refuse("MED_SIGNATURE", "signature", signature, `a signature of ${link.device}`);
  // What became of it is told only to whoever said it.
  if (link.n < head.n) return (await isOwn()) ? accept("repeated") : notOwn();
  if (link.n === head.n)
    return hashOf(link) === head.hash
      ? accept("repeated")
      : refuse("MED_CHAIN", "n", `another link ${link.n}`, `link ${head.n + 1}, after the one that is kept`);
  if (link.n > head.n + 1) return refuse("MED_CHAIN", "n", link.n, `link ${head.n + 1}`);
  if (link.before !== head.hash) return refuse("MED_CHAIN", "before", link.before, head.hash || "nothing before it");
  return (await isOwn()) ? accept("next") : notOwn();
}

const ecdsa = { name: "ECDSA", namedCurve: "P-256" } as const;

async function isSigned(jwk: DeviceKey["key"], signature: string, text: string): Promise<boolean> {
  try {
    const key = await webcrypto.subtle.importKey("jwk", { ...jwk, ext: true }, ecdsa, false, ["verify"]);
    const bytes = Buffer.from(signature, "base64url");
    return await webcrypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, bytes, Buffer.from(text));
  } catch {
    // A key or signature that cannot be read is not a genuine one.
    return false;
  }
}
