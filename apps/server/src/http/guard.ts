import { accept, type Read, refuse } from "@sakiyomi/core";
import { digestOf, sameSecret } from "../access/secret.ts";
import type { House } from "../house.ts";
import type { Cookies } from "./cookies.ts";

/** What the page has to send with every change. It follows from the cookie, which no other site can read. */
export const csrfOf = (token: string): string => digestOf(`csrf ${token}`);

/** The host as the browser named it, without its port: `[::1]:4100` is `[::1]`. */
export const hostNameOf = (host: string): string => host.replace(/:\d+$/, "").toLowerCase();

/** DNS rebinding: a foreign name that resolves to us is not us. */
export function checkHost(request: Request, hosts: House["hosts"]): Read<null> {
  const host = hostNameOf(request.headers.get("host") ?? new URL(request.url).host);
  return hosts.includes(host) ? accept(null) : refuse("ACCESS_HOST", "Host", host, hosts.join(", "));
}

/** A page of another site may not open the feed or send a change, whatever cookies the browser adds. */
export function checkOrigin(headers: Headers, tls: boolean): Read<null> {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return refuse("ACCESS_CSRF", "Sec-Fetch-Site", site, "same-origin");
  const origin = headers.get("origin");
  const own = `${tls ? "https" : "http"}://${headers.get("host") ?? ""}`;
  return origin === null || origin === own ? accept(null) : refuse("ACCESS_CSRF", "Origin", origin, own);
}

export function checkCsrf(request: Request, cookies: Cookies, isSignedIn: boolean, tls: boolean): Read<null> {
  const origin = checkOrigin(request.headers, tls);
  if (!origin.ok) return origin;
  const token = cookies.get(isSignedIn ? "session" : "visitor");
  const sent = request.headers.get("x-csrf");
  return token !== undefined && sent !== null && sameSecret(sent, csrfOf(token))
    ? accept(null)
    : refuse("ACCESS_CSRF", "x-csrf", sent === null ? "nothing" : "another value", "csrf of GET /api/session");
}

/**
 * Mantine writes its style sheet into the page, so styles may be inline; scripts never.
 * Source: OWASP Secure Headers Project.
 */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

export const securityHeaders = (tls: boolean): Readonly<Record<string, string>> => ({
  "content-security-policy": policy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "bluetooth=(self), camera=(self), microphone=(self), geolocation=(), payment=()",
  ...(tls ? { "strict-transport-security": "max-age=31536000" } : {}),
});
