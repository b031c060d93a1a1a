import type { DoseEvent } from "@sakiyomi/medication";
import { at, change, Trouble } from "../../link/requests.ts";
import { isOnline, reached, unreached } from "../network.ts";
import type { DeviceAnswer, QueueAnswer, QueueLink, QueueResult, QueueSaid } from "../shapes.ts";
import { browserDrawer } from "./browser-drawer.ts";
import { type Device, deviceOf } from "./device.ts";
import { changeHeld, dropHeld, heldWithEvent, readHeld } from "./held.ts";
import { append, flush, forgetSent, heard, isUntied, retie, unsent, unsentCount } from "./queue.ts";

/** This phone: one drawer, one device, one queue, whatever page of the house is open. */
export const drawer = browserDrawer("sakiyomi-round");

let device: Promise<Device> | null = null;
export const thisDevice = (): Promise<Device> => {
  device ??= deviceOf(drawer);
  return device;
};

/** Something is said or sent: for counts on a screen. */
const listeners = new Set<() => void>();
export function onQueue(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
const moved = (): void => {
  for (const listener of listeners) listener();
};

/** A radio that hangs is no network: after so long the server counts as not reached. Whatever it still does is asked again. */
const PATIENCE_MS = 5_000;

const late = (ms: number): Promise<never> =>
  new Promise((_, reject) => {
    setTimeout(() => reject(new Trouble(0, { code: "UNREACHABLE", message: "", remedy: "" })), ms);
  });

/** Asks the server, and remembers whether it could be reached. */
export async function asked<T>(question: () => Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  try {
    const answer = await Promise.race([question(), late(patienceMs)]);
    reached();
    return answer;
  } catch (error) {
    if (error instanceof Trouble && error.status === 0) unreached();
    else reached();
    throw error;
  }
}

const registered = new Set<string>();
/** The server knows this phone's key before it hears anything signed with it. */
export async function register(): Promise<Device> {
  const own = await thisDevice();
  if (!registered.has(own.id)) await introduce(own);
  return own;
}

async function introduce({ id, publicKey: key }: Device): Promise<DeviceAnswer> {
  const answer = await asked(() => change<DeviceAnswer>("POST", at("medication", "devices"), { id, key }));
  registered.add(id);
  return answer;
}

/** Many links at once take the server longer than one. */
const QUEUE_PATIENCE_MS = 20_000;
const post = (links: readonly QueueLink[]): Promise<QueueAnswer> =>
  asked(
    () => change<QueueAnswer>("POST", at("medication", "queue"), { links }),
    links.length > 5 ? QUEUE_PATIENCE_MS : PATIENCE_MS,
  );

let sending: Promise<readonly QueueResult[]> | null = null;
/** Sends what waits. One at a time; who asks meanwhile gets the same answer, and is sent right after it. */
export async function sendQueue(): Promise<readonly QueueResult[]> {
  const before = sending ?? Promise.resolve([]);
  const mine = before
    .catch(() => [])
    .then(async () => {
      const own = await register();
      const results = await flush(drawer, post);
      return results.some(isUntied) ? tiedAnew(own, results) : results;
    });
  sending = mine;
  try {
    return await mine;
  } finally {
    if (sending === mine) sending = null;
    await forgetSent(drawer);
    moved();
  }
}

/** Once, by the end that the server knows; results under the numbers that they were asked by. */
async function tiedAnew(own: Device, before: readonly QueueResult[]): Promise<readonly QueueResult[]> {
  const numbers = await retie(drawer, own, await introduce(own));
  const results = await flush(drawer, post);
  return [
    ...before.filter((result) => !isUntied(result)),
    ...results.map((result) => ({ ...result, n: numbers.get(result.n) ?? result.n })),
  ];
}

/** What became of something that was said. */
export type SaidResult =
  | { readonly type: "kept" }
  /** It lies on this phone, signed, and goes out when the server can be reached. */
  | { readonly type: "waiting" }
  | { readonly type: "flagged"; readonly why: string }
  | { readonly type: "refused"; readonly code: string; readonly found: string; readonly expected: string };

const resultOf = (n: number, results: readonly QueueResult[]): SaidResult => {
  const found = results.find((result) => result.n === n);
  if (found === undefined) return { type: "waiting" };
  if (found.result === "flagged") return { type: "flagged", why: found.why };
  if (found.result === "refused") return { type: "refused", ...found.refusal };
  return { type: "kept" };
};

/** A claim that the server has not answered has not happened: nothing of it is shown as given. */
const isClaim = ({ type, offline }: DoseEvent): boolean => type === "handed" && !offline;

/** A link of the queue, durable before it is sent; and, once it stands, in the chart that was taken along. */
export async function say(staff: string, said: QueueSaid): Promise<SaidResult> {
  const link = await append(drawer, await thisDevice(), staff, said);
  moved();
  const result: SaidResult = isOnline()
    ? await sendQueue().then(
        (results) => resultOf(link.n, results),
        () => ({ type: "waiting" }),
      )
    : { type: "waiting" };
  // The link stands: a device that has no room left for the chart must not make it look unsaid.
  if (said.type === "event") await enterHeld(said.event, result).catch(() => undefined);
  return result;
}

async function enterHeld(event: DoseEvent, { type }: SaidResult): Promise<void> {
  if (type === "refused" || (type === "waiting" && isClaim(event))) return;
  await changeHeld(drawer, (held) => heldWithEvent(held, event));
}

export const waiting = (): Promise<number> => unsentCount(drawer);
/** What this phone has said and nobody has answered, as far as it has happened. */
export const waitingEvents = async (): Promise<readonly DoseEvent[]> =>
  (await unsent(drawer)).flatMap(({ said }) => (said.type === "event" && !isClaim(said.event) ? [said.event] : []));

/** Gives every lease of this phone back, where the server can be reached, and wipes what was taken along. */
export async function giveBack(): Promise<void> {
  const held = await readHeld(drawer);
  await dropHeld(drawer);
  moved();
  if (held === null || !isOnline()) return;
  const { id: device } = await thisDevice();
  await asked(() => change("POST", "/api/medication/leases/release", { device, people: null })).catch(() => undefined);
}

/** Somebody has read what the server said against it. */
export async function dismiss(n: number): Promise<void> {
  await heard(drawer, n);
  await forgetSent(drawer);
  moved();
}
