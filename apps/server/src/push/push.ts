import { accept, HOUR, type Instant, type Read, type Resource, refuse, SECOND } from "@sakiyomi/core";
import { z } from "zod";
import type { Access } from "../access/access.ts";
import { mayFor } from "../access/reach.ts";
import { digestOf } from "../access/secret.ts";
import type { AlertView } from "../api.ts";
import type { Ward } from "../ward/port.ts";
import { encrypt } from "./encrypt.ts";
import { authorization, newVapidKey, publicKeyOf, type VapidKey } from "./vapid.ts";

export const subscription = z.object({
  endpoint: z.url().max(2000),
  keys: z.object({
    p256dh: z.string().regex(/^[\w-]{87}=?$/, "65 bytes in base64url"),
    auth: z.string().regex(/^[\w-]{22}(==)?$/, "16 bytes in base64url"),
  }),
});
export type Subscription = z.infer<typeof subscription>;

interface SubscriptionRecord extends Resource, Subscription {
  readonly resourceType: "PushSubscription";
  readonly staff: string;
}
type KeyRecord = Resource & VapidKey;

/** What a locked phone shows to whoever holds it: `nothing` of a person, the place, or the whole sentence. */
export const details = ["nothing", "place", "all"] as const;
export type Detail = (typeof details)[number];

export interface PushOptions {
  readonly fetch?: typeof fetch;
  /** Push services besides the known ones, as host names. */
  readonly hosts?: readonly string[];
  readonly detail?: Detail;
  /** For the push service, should our messages trouble it. RFC 8292, 2.1. */
  readonly contact?: string;
}

/** The push services of the browsers. An address elsewhere would let anybody make us call it. */
const knownHosts = ["fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com"];
const knownEndings = [".push.apple.com", ".notify.windows.com", ".push.services.mozilla.com"];

/** A message nobody took after an hour has been told again by the escalation. */
const ttlMs = HOUR;
const firstRetryMs = 2 * SECOND;
const mostTries = 9;

export interface Push {
  key(): string;
  subscribe(staff: string, wanted: Subscription): Promise<Read<null>>;
  unsubscribe(staff: string, endpoint: string): Promise<Read<null>>;
  /** Tells every phone of those who have the role and may see the person. */
  tell(alert: AlertView, to: string, repeat: number): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  close(): void;
}

export async function openPush(ward: Ward, access: Access, options: PushOptions = {}): Promise<Push> {
  const key = await ownKey(ward);
  const held = new Map(
    (await ward.records.search<SubscriptionRecord>("PushSubscription")).map(({ resource }) => [resource.id, resource]),
  );
  const under = new Set<Promise<void>>();
  const stopped = new AbortController();
  const drop = async (record: SubscriptionRecord) => {
    held.delete(record.id);
    await ward.records.commit({ by: "system", at: ward.now(), puts: [{ resource: record, deleted: true }] });
  };
  const send = async (record: SubscriptionRecord, alert: AlertView, repeat: number) => {
    const message = messageOf(alert, repeat, options.detail ?? "nothing");
    const result = await deliver(record, message, { key, ward, options, stopped: stopped.signal });
    if (result === "gone") await drop(record);
    else if (result === "failed")
      await ward.journal("push.failed", "system", null, { staff: record.staff, id: alert.id });
  };
  return {
    key: () => publicKeyOf(key),
    subscribe: (staff, wanted) => subscribe(ward, held, staff, wanted, options.hosts ?? []),
    async unsubscribe(staff, endpoint) {
      const record = held.get(idOf(endpoint));
      if (!record || record.staff !== staff)
        return refuse("REC_MISSING", "endpoint", endpoint, "one of your subscriptions");
      await drop(record);
      return accept(null);
    },
    tell(alert, to, repeat) {
      for (const record of held.values())
        if (isFor(access, record.staff, alert, to)) {
          const job = send(record, alert, repeat).finally(() => under.delete(job));
          under.add(job);
        }
    },
    idle: async () => void (await Promise.allSettled([...under])),
    close: () => stopped.abort(),
  };
}

const idOf = (endpoint: string) => digestOf(endpoint).replaceAll("_", ".").slice(0, 40);

async function ownKey(ward: Ward): Promise<VapidKey> {
  const found = await ward.records.get<KeyRecord>("VapidKey", "own");
  if (found) return found.resource;
  const key: KeyRecord = { resourceType: "VapidKey", id: "own", ...newVapidKey() };
  await ward.records.commit({ by: "system", at: ward.now(), puts: [{ resource: key }] });
  return key;
}

async function subscribe(
  ward: Ward,
  held: Map<string, SubscriptionRecord>,
  staff: string,
  wanted: Subscription,
  more: readonly string[],
) {
  const { protocol, hostname } = new URL(wanted.endpoint);
  const isKnown = knownHosts.includes(hostname) || knownEndings.some((end) => hostname.endsWith(end));
  if (!more.includes(hostname) && !(protocol === "https:" && isKnown))
    return refuse("PUSH_HOST", "endpoint", `${protocol}//${hostname}`, "https and a known push service");
  const record: SubscriptionRecord = { resourceType: "PushSubscription", id: idOf(wanted.endpoint), staff, ...wanted };
  await ward.records.commit({ by: `staff:${staff}`, at: ward.now(), puts: [{ resource: record }] });
  held.set(record.id, record);
  return accept(null);
}

function isFor(access: Access, staff: string, alert: AlertView, to: string): boolean {
  const account = access.accounts.get(staff);
  if (!account?.active) return false;
  const isNamed = to === staff || to === `staff:${staff}` || account.roles.some((role) => role === to);
  return isNamed && mayFor(account, "person.see", alert.person, access.scene());
}

/** The level and a number, unless the house wants more: a locked phone lies where others read it. */
function messageOf(alert: AlertView, repeat: number, detail: Detail) {
  const { id, level, raisedAt, placeName, personName, text } = alert;
  const base = { v: 1, alert: id, level, raisedAt, repeat };
  if (detail === "nothing") return base;
  return detail === "place" ? { ...base, placeName } : { ...base, placeName, personName, text };
}

interface Delivery {
  readonly key: VapidKey;
  readonly ward: Ward;
  readonly options: PushOptions;
  readonly stopped: AbortSignal;
}

async function deliver(record: SubscriptionRecord, message: { alert: string; level: string }, delivery: Delivery) {
  const { ward, stopped } = delivery;
  for (let tries = 0; tries < mostTries && !stopped.aborted; tries += 1) {
    const answer = await post(record, message, delivery, ward.now());
    if (answer === "sent" || answer === "gone") return answer;
    if (isOver(ward, message.alert)) return "over";
    await pause(firstRetryMs * 2 ** tries, stopped);
  }
  return stopped.aborted ? "over" : "failed";
}

const isOver = (ward: Ward, alert: string) =>
  !ward.board().alerts.some(({ id, state }) => id === alert && state === "open");

async function post(
  record: SubscriptionRecord,
  message: { alert: string; level: string },
  delivery: Delivery,
  now: Instant,
) {
  const { key, options, stopped } = delivery;
  const headers = {
    authorization: authorization(key, record.endpoint, options.contact ?? "mailto:operator@localhost", now),
    "content-encoding": "aes128gcm",
    "content-type": "application/octet-stream",
    ttl: String(ttlMs / 1000),
    urgency: message.level === "low" ? "normal" : "high",
    // A repeat takes the place of the message that the phone has not yet fetched (RFC 8030, 5.4).
    topic: digestOf(message.alert).slice(0, 32),
  };
  const body = encrypt(Buffer.from(JSON.stringify(message)), record.keys);
  try {
    const send = options.fetch ?? fetch;
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(10 * SECOND)]);
    const { status } = await send(record.endpoint, {
      method: "POST",
      headers,
      body: new Uint8Array(body),
      redirect: "error",
      signal,
    });
    if (status === 404 || status === 410) return "gone";
    return status < 300 ? "sent" : "later";
  } catch {
    return "later";
  }
}

const pause = (ms: number, stopped: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    timer.unref();
    stopped.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
