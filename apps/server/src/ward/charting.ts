import {
  accept,
  type Instant,
  isKind,
  type Loop,
  type Read,
  type Records,
  type Resource,
  readSignal,
  refuse,
  type Signal,
  type SourceId,
  type SubjectId,
} from "@sakiyomi/core";
import type { ChartEntry } from "../api.ts";
import { doorway } from "./doorway.ts";
import type { Actor } from "./port.ts";

/** What somebody charted by hand. A correction is a new version; the old value stays in the history. */
interface Observation extends Resource {
  readonly resourceType: "Observation";
  readonly person: SubjectId;
  readonly status: "final" | "entered-in-error";
  readonly kind: Signal["kind"];
  readonly at: Instant;
  readonly sequence: number;
  readonly value: unknown;
  readonly by: string;
  readonly source: SourceId;
  readonly reason: string | null;
}

export interface Charting {
  readonly loop: Loop;
  readonly records: Records;
}

/** Charts a value: a record that can be corrected, and a signal that skills read at once. */
export async function chart(
  { loop, records }: Charting,
  person: SubjectId,
  said: { readonly kind: string; readonly value: unknown; readonly unit: string | null; readonly at: Instant },
  by: Actor,
): Promise<Read<ChartEntry>> {
  if (!isKind(said.kind)) return refuse("SIG_KIND", "kind", said.kind, "a kind of the table");
  const source = by.id as SourceId;
  const sequence = nextSequence(loop.now());
  const raw = { ...said, at: new Date(said.at).toISOString(), subject: person, sequence };
  const read = readSignal(raw, { source, mayBe: () => false }, doorway(loop));
  if (!read.ok) return read;
  const id = `o-${sequence.toString(36)}`;
  const observation: Observation = {
    resourceType: "Observation",
    id,
    person,
    status: "final",
    kind: said.kind,
    at: read.value.at,
    sequence,
    value: said.value,
    by: by.name,
    source,
    reason: null,
  };
  const line = {
    at: loop.now(),
    type: "charted",
    actor: by.id,
    subject: person,
    content: { id, kind: said.kind, value: said.value, at: said.at },
  };
  await records.commit({
    by: by.id,
    at: loop.now(),
    puts: [{ resource: observation, ifMatch: 0, subject: person }],
    journal: [line],
  });
  await loop.receive([read.value]);
  return accept(entryOf(observation, 1));
}

/** Strikes an entry out: the record keeps both versions, and skills and plots leave the value out from now on. */
export async function strikeOut(
  { loop, records }: Charting,
  id: string,
  version: number,
  reason: string,
  by: Actor,
): Promise<Read<ChartEntry>> {
  const found = await records.get<Observation>("Observation", id);
  if (!found) return refuse("REC_MISSING", "entry", id, "an entry of the chart");
  const was = found.resource;
  if (was.status === "entered-in-error") return refuse("REC_CONFLICT", "entry", id, "an entry that stands");
  const is: Observation = { ...was, status: "entered-in-error", reason };
  const at = loop.now();
  const line = {
    at,
    type: "struck-out",
    actor: by.id,
    subject: was.person,
    content: { id, kind: was.kind, value: was.value, reason },
  };
  const committed = await records.commit({
    by: by.id,
    at,
    puts: [{ resource: is, ifMatch: version, subject: was.person }],
    journal: [line],
  });
  if (!committed.ok) return refuse("REC_CONFLICT", "version", version, String(committed.conflict.found));
  const { kind, value, sequence, source } = was;
  await loop.receive([
    {
      subject: was.person,
      kind,
      at: was.at,
      receivedAt: at,
      sequence,
      value,
      quality: "entered-in-error",
      source,
    } as Signal,
  ]);
  return accept(entryOf(is, version + 1));
}

/** The newest entries of a person, newest first. */
export async function chartOf(records: Records, person: SubjectId, limit: number): Promise<readonly ChartEntry[]> {
  const found = await records.search<Observation>("Observation", { person });
  return found
    .map(({ resource, version }) => entryOf(resource, version))
    .sort((a, b) => b.at - a.at)
    .slice(0, limit);
}

/** What was charted last of it and stands; null: nothing. */
export async function isPregnant(records: Records, person: SubjectId): Promise<boolean | null> {
  const found = await records.search<Observation>("Observation", { person });
  const last = found
    .filter(({ resource: { kind, status } }) => kind === "pregnancy" && status === "final")
    .sort((a, b) => b.resource.sequence - a.resource.sequence)[0]?.resource;
  return last ? (last.value as { readonly ended?: string }).ended === undefined : null;
}

const entryOf = ({ id, kind, at, value, by, status, reason }: Observation, version: number): ChartEntry => ({
  id,
  version,
  kind,
  at,
  value,
  by,
  enteredInError: status === "entered-in-error",
  reason,
});

let lastSequence = 0;
/** Two entries of one millisecond are two entries. */
function nextSequence(now: Instant): number {
  lastSequence = Math.max(lastSequence + 1, Math.floor(now * 1000));
  return lastSequence;
}
