import type { Said, SaidAnswer } from "./shapes.ts";

/** What was tapped and the house has not answered for. It lies on the device before anything is sent. */
export interface Waiting {
  readonly staff: string;
  readonly said: Said;
}

/** Where it lies: `localStorage`, or a test's own. Writing throws where the device is full. */
export interface Drawer {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** One name for each tap: two pages of one tablet that write at once lose nothing of each other's. */
const PREFIX = "sakiyomi.nap.";
const INDEX = `${PREFIX}index`;

function readIndex(drawer: Drawer): readonly string[] {
  try {
    const found: unknown = JSON.parse(drawer.getItem(INDEX) ?? "[]");
    return Array.isArray(found) ? found.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

function readOne(drawer: Drawer, id: string): Waiting | null {
  try {
    return JSON.parse(drawer.getItem(`${PREFIX}${id}`) ?? "null") as Waiting | null;
  } catch {
    return null;
  }
}

/** Everything that waits on this device, oldest first; also of whoever was signed in before. */
export const waiting = (drawer: Drawer): readonly Waiting[] =>
  readIndex(drawer)
    .flatMap((id) => readOne(drawer, id) ?? [])
    .toSorted((a, b) => a.said.at - b.said.at);

/** The tap first, then the list that names it: what breaks in between is a tap too many, never one too few. */
export function put(drawer: Drawer, added: readonly Waiting[]): void {
  for (const one of added) drawer.setItem(`${PREFIX}${one.said.id}`, JSON.stringify(one));
  drawer.setItem(INDEX, JSON.stringify([...new Set([...readIndex(drawer), ...added.map(({ said }) => said.id)])]));
}

export function drop(drawer: Drawer, ids: readonly string[]): void {
  const gone = new Set(ids);
  drawer.setItem(INDEX, JSON.stringify(readIndex(drawer).filter((id) => !gone.has(id))));
  for (const id of ids) drawer.setItem(`${PREFIX}${id}`, "null");
}

export interface Refused {
  readonly said: Said;
  readonly code: string;
}

export interface Sent {
  /** By tap: its entry in the chart. */
  readonly entries: Readonly<Record<string, string>>;
  readonly refused: readonly Refused[];
}

/** So many at once; a class of twenty over an hour without a network is some 240. */
const AT_ONCE = 100;

/**
 * Sends what this person tapped. What the house kept, or had already, leaves the device; what it refused leaves it, too, and is
 * told. Where it cannot be reached, this throws and all stays.
 */
export async function sendAll(
  drawer: Drawer,
  staff: string,
  post: (said: readonly Said[]) => Promise<SaidAnswer>,
): Promise<Sent> {
  const own = waiting(drawer).filter((one) => one.staff === staff);
  const entries: Record<string, string> = {};
  const refused: Refused[] = [];
  for (let from = 0; from < own.length; from += AT_ONCE) {
    const said = own.slice(from, from + AT_ONCE).map((one) => one.said);
    const { results } = await post(said);
    for (const result of results) {
      const found = said.find(({ id }) => id === result.id);
      if (result.result !== "refused") entries[result.id] = result.entry;
      else if (found !== undefined) refused.push({ said: found, code: result.code });
    }
    drop(
      drawer,
      results.map(({ id }) => id),
    );
  }
  return { entries, refused };
}
