import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { HOUR, type Instant } from "@sakiyomi/core";

/** Who we are to a push service (RFC 8292): an EC P-256 key as JWK. */
export interface VapidKey {
  readonly x: string;
  readonly y: string;
  readonly d: string;
}

export function newVapidKey(): VapidKey {
  const { x, y, d } = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
  return { x: x ?? "", y: y ?? "", d: d ?? "" };
}

/** The public key as the browser wants it: uncompressed point, base64url. */
export const publicKeyOf = ({ x, y }: VapidKey): string =>
  Buffer.concat([Buffer.of(4), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]).toString("base64url");

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");

/** The `Authorization` header for one push service. RFC 8292, 2: it may hold for at most 24 h. */
export function authorization(key: VapidKey, endpoint: string, contact: string, now: Instant): string {
  const expires = Math.floor((now + 12 * HOUR) / 1000);
  const claims = { aud: new URL(endpoint).origin, exp: expires, sub: contact };
  const signed = `${encode({ typ: "JWT", alg: "ES256" })}.${encode(claims)}`;
  const secret = createPrivateKey({ key: { kty: "EC", crv: "P-256", ...key }, format: "jwk" });
  const signature = sign("sha256", Buffer.from(signed), { key: secret, dsaEncoding: "ieee-p1363" }).toString(
    "base64url",
  );
  return `vapid t=${signed}.${signature}, k=${publicKeyOf(key)}`;
}
