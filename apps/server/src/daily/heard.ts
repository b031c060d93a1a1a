import { type Instant, type Kind, type Resource, type Signal, skillKey } from "@sakiyomi/core";
import { basicCare, careRules, excretion, excretionRules } from "@sakiyomi/skills";
import type { House } from "../house.ts";
import { subjectOf } from "../http/looks.ts";
import { nameOf } from "../names.ts";
import type { EntryView } from "./shapes.ts";

export type Of<K extends Kind> = Extract<Signal, { kind: K }>;

/** What was said of a person, in order of time; struck-out entries are not among it (Store.range). */
export async function heard<K extends Kind>(
  { ward }: House,
  person: string,
  kind: K,
  from: Instant,
  to: Instant,
): Promise<readonly Of<K>[]> {
  const found = await ward.store.range({ subject: subjectOf(person), kind, from: Math.max(0, from), to });
  return found.filter(({ quality }) => quality !== "bad") as readonly Of<K>[];
}

const settingsOf = (house: House, person: string, skill: string): unknown =>
  house.ward.roster.skills.get(skillKey(subjectOf(person), skill))?.settings;

const zoned = ({ ward }: House, settings: unknown): object => ({
  zone: ward.zone,
  ...(typeof settings === "object" ? settings : null),
});

/** As the skill has them for this person; the house's own zone where nothing else was set. */
export const careSettings = (house: House, person: string): careRules.BasicCareSettings =>
  careRules.basicCareSettings.parse(zoned(house, settingsOf(house, person, basicCare.id)));
export const excretionSettings = (house: House, person: string): excretionRules.ExcretionSettings =>
  excretionRules.excretionSettings.parse(zoned(house, settingsOf(house, person, excretion.id)));

interface Charted extends Resource {
  readonly kind: Kind;
  readonly at: Instant;
  readonly sequence: number;
  readonly source: string;
  readonly by: string;
}

export interface Book {
  readonly entries: ReadonlyMap<string, EntryView["entry"] & { readonly by: string }>;
  readonly nameOf: (source: string) => string;
}
const keyOf = ({ source, kind, at, sequence }: Pick<Charted, "source" | "kind" | "at" | "sequence">): string =>
  `${source} ${kind} ${at} ${sequence}`;

/** Who charted what: for the names, and for taking an entry back. */
export async function bookOf(house: House, person: string): Promise<Book> {
  const found = await house.ward.records.search<Charted>("Observation", { person: subjectOf(person) });
  const entries = found.map(
    ({ resource, version }) => [keyOf(resource), { id: resource.id, version, by: resource.by }] as const,
  );
  return { entries: new Map(entries), nameOf: (source) => nameOf(house, source) };
}

/** A device's entry says its device; what somebody charted says who, and can be struck out. */
export function entryView(signal: Signal, book: Book): EntryView {
  const key = keyOf(signal);
  const charted = book.entries.get(key);
  return {
    key,
    kind: signal.kind,
    at: signal.at,
    value: signal.value,
    by: charted?.by ?? book.nameOf(signal.source),
    bySensor: charted === undefined && !signal.source.startsWith("staff:"),
    entry: charted === undefined ? null : { id: charted.id, version: charted.version },
  };
}
