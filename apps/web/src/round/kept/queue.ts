import { canonicalJson } from "@sakiyomi/core";
import type { QueueAnswer, QueueLink, QueueResult, QueueSaid } from "../shapes.ts";
import { alone } from "./alone.ts";
import type { Device } from "./device.ts";
import type { Drawer } from "./drawer.ts";
import { QUEUE_KEY, seal, unseal } from "./sealed.ts";

/** The end of the chain: what the next link is tied to. Stays after its links were sent. */
interface Tail {
  readonly n: number;
  readonly hash: string;
}

/** What the server said of a link that it did not simply keep: shown until somebody has read it. */
export interface Spoken {
  readonly n: number;
  readonly said: QueueSaid;
  readonly result: Exclude<QueueResult, { readonly result: "kept" | "repeated" }>;
}

const TAIL = "queue-tail";
const LINK = "queue-link-";
const SPOKEN = "queue-spoken-";
/** Of as many digits that names lie in the order of their numbers. */
const named = (beginning: string, n: number): string => `${beginning}${String(n).padStart(12, "0")}`;

export const hashOf = async (link: QueueLink): Promise<string> => {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonicalJson(link)));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

/** Adds a link. It lies on the device, sealed, before this resolves. */
export function append(drawer: Drawer, device: Device, staff: string, said: QueueSaid): Promise<QueueLink> {
  return alone("queue", async () => {
    const tail = ((await drawer.get(TAIL)) as Tail | undefined) ?? { n: 0, hash: "" };
    const bare = { device: device.id, n: tail.n + 1, before: tail.hash, staff, said };
    const link: QueueLink = { ...bare, signature: await device.sign(bare) };
    const name = named(LINK, link.n);
    const next: Tail = { n: link.n, hash: await hashOf(link) };
    await drawer.put({ [name]: await seal(drawer, QUEUE_KEY, name, link), [TAIL]: next });
    return link;
  });
}

/** Links that the server has not answered for, in their order. */
export async function unsent(drawer: Drawer): Promise<readonly QueueLink[]> {
  const names = await drawer.names(LINK);
  const links = await Promise.all(names.map((name) => unseal<QueueLink>(drawer, QUEUE_KEY, name)));
  return links.filter((link) => link !== null);
}

export const unsentCount = async (drawer: Drawer): Promise<number> => (await drawer.names(LINK)).length;

export async function spoken(drawer: Drawer): Promise<readonly Spoken[]> {
  const names = await drawer.names(SPOKEN);
  const all = await Promise.all(names.map((name) => unseal<Spoken>(drawer, QUEUE_KEY, name)));
  return all.filter((one) => one !== null);
}

/** When nothing waits to be sent or read, the queue's key goes, too: never while a link is being written. */
export const forgetSent = (drawer: Drawer): Promise<void> =>
  alone("queue", async () => {
    const waiting = await drawer.names("queue-");
    if (!waiting.some((name) => name !== TAIL)) await drawer.remove([QUEUE_KEY]);
  });

/** Somebody has read it. */
export const heard = (drawer: Drawer, n: number): Promise<void> => drawer.remove([named(SPOKEN, n)]);

/** At most so many links in one message. */
const MOST = 100;

export type Send = (links: readonly QueueLink[]) => Promise<QueueAnswer>;

/**
 * Sends what is not sent yet, in order, until nothing is left or the server takes no more. A link goes away only when the
 * server has answered for it. What `send` throws is thrown on: everything stays as it was.
 */
export async function flush(drawer: Drawer, send: Send): Promise<readonly QueueResult[]> {
  const results: QueueResult[] = [];
  for (;;) {
    const links = (await unsent(drawer)).slice(0, MOST);
    const last = links.at(-1);
    if (last === undefined) return results;
    const answer = await send(links);
    await alone("queue", () => settle(drawer, links, answer));
    results.push(...answer.results);
    if (answer.n < last.n || answer.results.some(isUntied)) return results;
  }
}

async function settle(drawer: Drawer, links: readonly QueueLink[], { n, results }: QueueAnswer): Promise<void> {
  const stands = new Set(results.filter(({ result }) => result !== "refused").map((one) => eventOf(links, one.n)));
  for (const result of results) {
    const link = links.find((one) => one.n === result.n);
    if (link === undefined || result.result === "kept" || result.result === "repeated") continue;
    const event = eventOf(links, result.n);
    // A claim came too late, and the same event, said again as something that has happened, is kept.
    if (result.result === "refused" && event !== null && stands.has(event)) continue;
    const name = named(SPOKEN, result.n);
    await drawer.put({ [name]: await seal(drawer, QUEUE_KEY, name, { n: result.n, said: link.said, result }) });
  }
  const untied = new Set(results.filter(isUntied).map((result) => result.n));
  const answered = links.filter((link) => link.n <= n && !untied.has(link.n));
  await drawer.remove(answered.map((link) => named(LINK, link.n)));
}

/** The server knows another end of this queue than the device does, or nothing of the device: it was set back, or this one was. */
export const isUntied = (result: QueueResult): boolean =>
  result.result === "refused" && (result.refusal.code === "MED_CHAIN" || result.refusal.code === "MED_DEVICE");

/**
 * Ties what waits to the end that the server knows, and signs it anew. What it says stays as it is, so that an event that was
 * kept all the same is known by its id. Gives the old number of each new one.
 */
export function retie(drawer: Drawer, device: Device, end: Tail): Promise<ReadonlyMap<number, number>> {
  return alone("queue", async () => {
    const was = await unsent(drawer);
    const entries: Record<string, unknown> = {};
    const numbers = new Map<number, number>();
    let tail = end;
    for (const { n, staff, said } of was) {
      const bare = { device: device.id, n: tail.n + 1, before: tail.hash, staff, said };
      const link: QueueLink = { ...bare, signature: await device.sign(bare) };
      const name = named(LINK, link.n);
      entries[name] = await seal(drawer, QUEUE_KEY, name, link);
      numbers.set(link.n, n);
      tail = { n: link.n, hash: await hashOf(link) };
    }
    await drawer.put({ ...entries, [TAIL]: tail });
    const old = was.flatMap(({ n }) => [named(LINK, n), named(SPOKEN, n)]);
    await drawer.remove(old.filter((name) => !(name in entries)));
    return numbers;
  });
}

function eventOf(links: readonly QueueLink[], n: number): string | null {
  const said = links.find((link) => link.n === n)?.said;
  return said?.type === "event" ? said.event.id : null;
}
