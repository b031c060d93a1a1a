import { createHash, randomBytes, randomInt, timingSafeEqual } from "node:crypto";

/** 256 bits, so that it can be kept as a plain digest: nobody guesses it, however fast the hash. */
export const newToken = (): string => randomBytes(32).toString("base64url");

export const digestOf = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

/** Takes as long for a near miss as for a far one. */
export const sameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(createHash("sha256").update(one).digest(), createHash("sha256").update(other).digest());

const letters = "abcdefghjkmnpqrstuvwxyz23456789";
/** An id that people can read aloud: no 0, o, 1, l, i. 8 letters are 39 bits. */
export const newId = (prefix: string): string =>
  `${prefix}-${Array.from({ length: 8 }, () => letters.charAt(randomInt(letters.length))).join("")}`;
