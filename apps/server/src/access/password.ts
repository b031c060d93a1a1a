import { hash, type Options, verify } from "@node-rs/argon2";
import { accept, type Read, refuse } from "@sakiyomi/core";

/**
 * Argon2id with 19 MiB, two passes, one thread.
 * Source: OWASP Password Storage Cheat Sheet (2025), "Argon2id": m=19456 (19 MiB), t=2, p=1.
 */
export const argon2id: Options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Where a password is the only factor. Source: NIST SP 800-63B rev. 4 wants length, no rules of composition. */
const minPassword = 12;
const maxPassword = 256;

export function readPassword(password: string, name: string): Read<string> {
  const plain = password.normalize("NFKC");
  if (plain.length < minPassword || plain.length > maxPassword)
    return refuse(
      "ACCESS_WEAK",
      "password",
      `${plain.length} characters`,
      `${minPassword} to ${maxPassword} characters`,
    );
  if (new Set(plain).size < 5) return refuse("ACCESS_WEAK", "password", "a few characters repeated", "a longer phrase");
  if (plain.toLowerCase().includes(name.normalize("NFKC").toLowerCase()) && name.length > 3)
    return refuse("ACCESS_WEAK", "password", "your own name", "a phrase without it");
  return accept(plain);
}

/** Six digits on a tablet that locks after five wrong tries; not 123456, 111111 and their like. */
export function readPin(pin: string): Read<string> {
  if (!/^\d{6}$/.test(pin)) return refuse("ACCESS_WEAK", "pin", `${pin.length} characters`, "6 digits");
  const steps = new Set([...pin].slice(1).map((digit, index) => Number(digit) - Number(pin.charAt(index))));
  return steps.size === 1
    ? refuse("ACCESS_WEAK", "pin", "a row of digits", "6 digits that are not a row")
    : accept(pin);
}

export const hashOf = (secret: string): Promise<string> => hash(secret.normalize("NFKC"), argon2id);

/** An account that does not exist takes as long as one that does. */
let nobody: Promise<string> | null = null;

export async function isSecret(hashed: string | null, secret: string): Promise<boolean> {
  nobody ??= hashOf("nobody has this password");
  const right = await verify(hashed ?? (await nobody), secret.normalize("NFKC"));
  return hashed !== null && right;
}
