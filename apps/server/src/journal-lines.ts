import { type Entry, type SubjectId, text } from "@sakiyomi/core";
import type { JournalLine } from "./api.ts";
import type { House } from "./house.ts";
import { nameOf } from "./names.ts";
import { serverWords } from "./words.ts";

/** Of an entry's content, what an auditor may read: who did what and why, and nothing that was measured. */
const forAuditors: ReadonlySet<string> = new Set([
  ...["what", "roles", "role", "route", "code", "how", "address", "who", "staff", "device", "prefix", "person", "url"],
  ...["purpose", "given", "skill", "version", "place", "on", "key", "level", "to", "id", "active", "repeat", "why"],
  ...["robot", "task", "pages"],
  // Of medicines: which check stopped a scan, what was flagged, lists that were imported; not which drug.
  ...["check", "checks", "flag", "flags", "harm", "rows", "date", "first"],
  ...["fromAt", "untilAt", "whenAt", "dueAt", "byMs", "arrival", "lived"],
]);
/** A reason is written by the one who acts, for the auditor to read; elsewhere it may tell about the person. */
const reasonsForAuditors: ReadonlySet<string> = new Set([
  ...["access.break-glass", "person.erase", "nurse-call.given-up"],
  ...["medication.lease-broken", "medication.policy"],
]);

/** Parts of a content whose fields are told as the entry's own. */
const parts = ["binding", "telling", "place", "person", "wish", "refusal"] as const;
/** Times are put into the reader's zone under a name that ends in At. */
const times: Readonly<Record<string, string>> = { at: "whenAt", from: "fromAt", until: "untilAt", due: "dueAt" };
/** The units of an event's fields, for its one line. */
const units: Readonly<Record<string, string>> = { volumeMl: " mL", eatenPercent: " %", energyKcal: " kcal" };

type Values = Readonly<Record<string, string | number>>;
type Content = Readonly<Record<string, unknown>>;

const isContent = (value: unknown): value is Content =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function scalars(content: Content): Values {
  const kept: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(content)) {
    if (typeof value === "string") kept[key] = value;
    if (typeof value === "number") kept[times[key] ?? key] = value;
    if (typeof value === "boolean") kept[key] = value ? "word.yes" : "word.no";
  }
  return kept;
}

/** `{ volumeMl: 300, how: "toilet" }` → "300 mL, toilet". */
const eventLine = (value: Content): string =>
  Object.entries(value)
    .filter(([, part]) => typeof part === "string" || typeof part === "number" || part === true)
    .map(([name, part]) => (part === true ? name : `${String(part)}${units[name] ?? ""}`))
    .join(", ");

/** A thing, a place or a kind that a robot knows is told in the reader's words; whatever else, as it was given. */
const askedIn = ([field, value]: readonly [string, unknown]): string => {
  // A cup is a thing.
  const key = `${field === "cup" ? "thing" : field}.${String(value)}`;
  return Object.hasOwn(serverWords.server?.en ?? {}, key) ? key : String(value);
};

const whyIn = (result: unknown): Values =>
  isContent(result) && typeof result.why === "string" ? { why: askedIn(["why", result.why]) } : {};

function valuesOf(content: unknown): Values {
  if (!isContent(content)) return {};
  const inside = parts.flatMap((part) => (isContent(content[part]) ? [scalars(content[part])] : []));
  const said = content.text;
  const sentence: Values =
    isContent(said) && typeof said.key === "string"
      ? { text: said.key, ...(isContent(said.values) ? scalars(said.values) : {}) }
      : {};
  const nowhere: Values = content.place === null ? { place: "word.nowhere" } : {};
  const order: Values =
    typeof content.capability === "string" && isContent(content.parameters)
      ? {
          capability: `capability.${content.capability}`,
          // Doses have names for machines only; what was handed over has lines of its own.
          asked: Object.entries(content.parameters)
            .filter(([field]) => field !== "doses")
            .map(askedIn)
            .join(", "),
          ...(isContent(content.result) ? scalars(content.result) : {}),
          ...whyIn(content.result),
        }
      : {};
  const event: Values = isContent(content.value) ? { value: eventLine(content.value) } : {};
  return Object.assign({}, ...inside, sentence, event, nowhere, scalars(content), order) as Values;
}

/** Names in the place of ids. */
function named(values: Values, house: House): Values {
  const nameOfPlace = (id: string | number) => house.ward.places().find((place) => place.id === id)?.name ?? id;
  const shown: Record<string, string | number> = { ...values };
  if (values.place !== undefined) shown.place = nameOfPlace(values.place);
  if (values.staff !== undefined) shown.staff = nameOf(house, `staff:${values.staff}`);
  if (values.takenBy !== undefined) shown.takenBy = actorName(String(values.takenBy), house);
  return shown;
}

/** Devices, skills and robots go by their whole id. */
const actorName = (actor: string, house: House): string => (actor.startsWith("staff:") ? nameOf(house, actor) : actor);

/** An entry in plain words: its type is the key of a sentence, its content fills the holes. */
export function lineOf(entry: Entry, house: House, mayShow: (key: string) => boolean = () => true): JournalLine {
  const { n, at, type, actor, content } = entry;
  const name = actorName(actor, house);
  // Erased content is gone; that something was there is not.
  if (content === null && entry.subject !== null)
    return { n, at, type, actor: name, text: text("journal.gone", { type }) };
  const shown = Object.entries(named(valuesOf(content), house)).filter(([key]) => mayShow(key));
  const isMeasured = type === "order-done" && shown.some(([key]) => key === "value");
  const said = text(`journal.${isMeasured ? "order-measured" : type}`, { ...Object.fromEntries(shown), actor: name });
  return { n, at, type, actor: name, text: said };
}

export const auditLineOf = (entry: Entry, house: House): JournalLine & { readonly subject: string | null } => ({
  ...lineOf(entry, house, (key) => forAuditors.has(key) || (key === "reason" && reasonsForAuditors.has(entry.type))),
  subject: entry.subject,
});

export interface LookView {
  readonly at: number;
  readonly name: string;
  readonly roles: string;
  readonly what: string;
  /** Of break-glass. */
  readonly reason: string | null;
}

/** Who looked at a person's data: for the person, the family, and those who care. */
export async function looksOf(house: House, subject: SubjectId): Promise<readonly LookView[]> {
  const types = ["access.look", "access.break-glass"];
  const entries = await house.ward.records.entries({ subject, types, limit: 500, newestFirst: true });
  return entries.map(({ at, actor, type, content }) => {
    const said = (content ?? {}) as { roles?: string; what?: string; reason?: string };
    const what = type === "access.look" ? (said.what ?? "") : "break-glass";
    return {
      ...{ at, name: actorName(actor, house), what },
      ...{ roles: said.roles ?? "", reason: said.reason ?? null },
    };
  });
}
