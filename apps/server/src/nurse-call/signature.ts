import { createHmac, timingSafeEqual } from "node:crypto";
import { type Instant, MINUTE } from "@sakiyomi/core";

/** The receiver refuses what is older: a message that was overheard cannot be played again later. */
export const freshMs = 5 * MINUTE;

const mac = (secret: string, timestamp: string, body: string): string =>
  createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");

/** Headers of a message: HMAC-SHA256 over `timestamp.body`, the time in seconds since 1970. */
export function signedHeaders(
  secret: string,
  id: string,
  body: string,
  now: Instant,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000));
  return {
    "content-type": "application/json",
    "sakiyomi-timestamp": timestamp,
    "sakiyomi-signature": `v1=${mac(secret, timestamp, body)}`,
    "idempotency-key": id,
  };
}

/** What a receiver has to do; docs/guide/access.md shows it in a few lines. */
export function isGenuine(secret: string, timestamp: string, signature: string, body: string, now: Instant): boolean {
  const expected = Buffer.from(`v1=${mac(secret, timestamp, body)}`);
  const given = Buffer.from(signature);
  const isFresh = Math.abs(now - Number(timestamp) * 1000) <= freshMs;
  return isFresh && given.length === expected.length && timingSafeEqual(given, expected);
}
