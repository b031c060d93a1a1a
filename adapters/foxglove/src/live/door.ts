import { timingSafeEqual } from "node:crypto";

/** Who may look: pictures of a ward are not for any page that happens to be open in a browser. */
export interface DoorSettings {
  /** Address that is listened on; only a loopback one goes without a token. */
  readonly host: string;
  /** Has to stand in the address as ?token=…; null: none is asked for. */
  readonly token: string | null;
  /** Origins of pages that may connect without a token: "https://app.foxglove.dev". */
  readonly origins: readonly string[];
}

export interface Caller {
  readonly origin: string | undefined;
  /** The Host header. */
  readonly host: string | undefined;
  /** Path and query. */
  readonly url: string | undefined;
}

const loopback = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/;

export const isLoopback = (host: string): boolean => loopback.test(host);

const hostOf = (address: string): string => {
  try {
    return new URL(address).hostname;
  } catch {
    return "";
  }
};

const isEqual = (a: string, b: string): boolean => {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
};

/** Whoever sends an address that is none has no token; it must not end the server. */
const tokenIn = (url: string): string =>
  (URL.canParse(url, "ws://localhost") ? new URL(url, "ws://localhost").searchParams.get("token") : null) ?? "";

/**
 * Programs name no origin, desktop applications "file://", pages of this machine a loopback one. Another page needs the
 * token, or has to be listed.
 */
const isKnown = (origin: string | undefined, origins: readonly string[]): boolean =>
  origin === undefined || origin === "file://" || origins.includes(origin) || isLoopback(hostOf(origin));

/** Why somebody is not let in, with HTTP's number for it; null: welcome. */
export const refusal = (
  { host, token, origins }: DoorSettings,
  caller: Caller,
): { readonly status: number; readonly why: string } | null => {
  if (token !== null) {
    const given = tokenIn(caller.url ?? "/");
    return isEqual(given, token) ? null : { status: 401, why: "The token is missing or wrong." };
  }
  // A page may point a name of its own at this machine: then the name gives it away.
  if (isLoopback(host) && !isLoopback(hostOf(`ws://${caller.host ?? ""}`)))
    return { status: 403, why: "This is not the name of this machine." };
  return isKnown(caller.origin, origins) ? null : { status: 403, why: `Pages of ${caller.origin} are not let in.` };
};
