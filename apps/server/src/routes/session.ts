import { accept, type Read, refuse } from "@sakiyomi/core";
import type { AuthenticationResponseJSON } from "@simplewebauthn/server";
import { z } from "zod";
import type { Account } from "../access/account.ts";
import type { Party } from "../access/passkeys.ts";
import { newToken } from "../access/secret.ts";
import { sessionTimes } from "../access/sessions.ts";
import type { Session as SessionView } from "../api.ts";
import { csrfOf, hostNameOf } from "../http/guard.ts";
import { type Call, open, type Route } from "../http/route.ts";

const secret = z.string().min(1).max(256);
const name = z.string().trim().min(1).max(80);
/** A year: the tablet itself is remembered, nobody on it is. */
const tabletSeconds = 365 * 24 * 60 * 60;
const visitorSeconds = 24 * 60 * 60;
const sessionSeconds = sessionTimes.absoluteMs / 1000;

export const partyOf = ({ request, house }: Call): Party => {
  const host = request.headers.get("host") ?? new URL(request.url).host;
  return { id: hostNameOf(host), origin: `${house.tls ? "https" : "http"}://${host}` };
};

/** The passkey's challenge belongs to this browser. */
export const visitorOf = ({ cookies }: Call): string => cookies.get("session") ?? cookies.get("visitor") ?? "";

function viewOf(call: Call, account: Account | null, csrf: string): SessionView {
  const { house, cookies } = call;
  const { ward, access, version } = house;
  const known = access.sessions.tablet(cookies.get("tablet"), ward.now())?.staff ?? [];
  const recent = known.flatMap((id) => access.accounts.get(id) ?? []).filter(({ active }) => active);
  return {
    staff: account && { id: account.id, name: account.name, roles: account.roles },
    csrf,
    mode: ward.mode,
    needsSetup: access.setupToken() !== null,
    zone: ward.zone,
    version,
    recent: recent.map(({ id, name }) => ({ id, name })),
  };
}

const theSession = (call: Call): Read<SessionView> => {
  const { cookies, visitor } = call;
  const known = cookies.get(visitor ? "session" : "visitor");
  const token = known ?? newToken();
  if (known === undefined) cookies.set("visitor", token, visitorSeconds);
  return accept(viewOf(call, visitor?.account ?? null, csrfOf(token)));
};

/** The right secret was shown: a new session, under a new token. */
async function signIn(
  call: Call,
  read: Read<Account>,
  strength: "full" | "pin",
  how: string,
): Promise<Read<SessionView>> {
  const { house, cookies, visitor, address } = call;
  const { ward, access } = house;
  if (!read.ok) {
    const who = read.refusal.field === "name" ? read.refusal.found : "";
    await ward.journal("access.wrong", "system", null, { how, address, who, code: read.refusal.code });
    return read;
  }
  const account = read.value;
  if (visitor) await access.sessions.end(visitor.session, ward.now());
  const started = await access.sessions.start({ staff: account.id, strength }, cookies.get("tablet"), ward.now());
  cookies.set("session", started.token, sessionSeconds);
  cookies.set("tablet", started.tabletToken, tabletSeconds);
  await ward.journal("access.sign-in", `staff:${account.id}`, null, { how, address });
  return accept(viewOf(call, account, csrfOf(started.token)));
}

async function quickChange(
  call: Call<{ staff?: string | undefined; pin?: string | undefined; badge?: string | undefined }>,
) {
  const { house, cookies, body, address } = call;
  const { access, ward } = house;
  const tablet = access.sessions.tablet(cookies.get("tablet"), ward.now());
  if (!tablet)
    return refuse(
      "ACCESS_FULL",
      "tablet",
      "nobody signed in fully on it in this shift",
      "one sign-in with a passkey or password",
    );
  const read =
    body.badge === undefined
      ? await access.door.pin(body.staff ?? "", body.pin ?? "", address, ward.now())
      : await access.door.badge(body.badge, address, ward.now());
  // Six digits hold only while guessing is impossible: after the free tries the tablet wants a full sign-in.
  if (!read.ok && read.refusal.code === "ACCESS_WAIT") await access.sessions.distrust(tablet, ward.now());
  return signIn(call, read, "pin", body.badge === undefined ? "pin" : "badge");
}

export const sessionRoutes: readonly Route[] = [
  open({
    method: "GET",
    path: "/api/session",
    why: "the page has to know whether anybody is signed in",
    handle: theSession,
  }),
  open({
    method: "POST",
    path: "/api/setup",
    why: "it wants the one-time token",
    body: z.object({ token: secret, name, password: secret }),
    handle: async (call) => {
      const { token, name, password } = call.body;
      const read = await call.house.access.setUp(token, name, password);
      return read.ok || read.refusal.code === "ACCESS_SETUP" ? signIn(call, read, "full", "setup") : read;
    },
  }),
  open({
    method: "POST",
    path: "/api/session/password",
    why: "it wants a password",
    body: z.object({ name, password: secret }),
    handle: async (call) => {
      const { house, body, address } = call;
      const read = await house.access.door.password(body.name, body.password, address, house.ward.now());
      return signIn(call, read, "full", "password");
    },
  }),
  open({
    method: "POST",
    path: "/api/session/passkey/options",
    why: "a challenge tells nothing",
    handle: async (call) =>
      accept(await call.house.access.passkeys.signInOptions(partyOf(call), visitorOf(call), call.house.ward.now())),
  }),
  open({
    method: "POST",
    path: "/api/session/passkey",
    why: "it wants a passkey",
    body: z.looseObject({ id: z.string().max(2000), response: z.looseObject({}) }),
    handle: async (call) => {
      const answer = call.body as unknown as AuthenticationResponseJSON;
      const { access, ward } = call.house;
      const read = await access.passkeys.signIn(answer, partyOf(call), visitorOf(call), ward.now());
      return signIn(call, read, "full", "passkey");
    },
  }),
  open({
    method: "POST",
    path: "/api/session/pin",
    why: "it wants a PIN or badge, and a tablet that somebody signed in on",
    body: z.object({
      staff: z.string().max(64).optional(),
      pin: z.string().max(6).optional(),
      badge: z.string().max(120).optional(),
    }),
    handle: quickChange,
  }),
  open({
    method: "DELETE",
    path: "/api/session",
    why: "anybody may leave",
    handle: async ({ house, cookies, visitor }) => {
      if (visitor) await house.access.sessions.end(visitor.session, house.ward.now());
      if (visitor) await house.ward.journal("access.sign-out", visitor.actor.id, null, {});
      cookies.clear("session");
      return accept(null);
    },
  }),
];
