import {
  type Alert,
  bareIdOf,
  identityOf,
  type Kind,
  type Resource,
  rowOf,
  type Signal,
  type WaveBlock,
} from "@sakiyomi/core";
import { codingsOf, KIND, UCUM } from "./codes.ts";
import { sampledDataOf } from "./sampled-data.ts";

const reference = (subject: Signal["subject"]) =>
  subject.startsWith("person:")
    ? { reference: `Patient/${bareIdOf(subject)}` }
    : { identifier: { system: "urn:sakiyomi:subject", value: subject } };

const iso = (at: number): string => new Date(at).toISOString();

/** The same signal always gives the same Observation, so that a receiver who hears it twice keeps one. */
export function observationOf(signal: Signal): Resource {
  const { kind, quality, at, receivedAt, source } = signal;
  return {
    resourceType: "Observation",
    id: `${kind}.${hash(identityOf(signal))}`.slice(-64),
    status: quality === "entered-in-error" ? "entered-in-error" : quality === "good" ? "final" : "preliminary",
    category: [
      { coding: [{ system: "http://terminology.hl7.org/CodeSystem/observation-category", code: "vital-signs" }] },
    ],
    code: { coding: codingsOf(kind), text: kind },
    subject: reference(signal.subject),
    effectiveDateTime: iso(at),
    issued: iso(receivedAt),
    device: { identifier: { system: "urn:sakiyomi:source", value: source } },
    ...valueField(kind, signal.value),
  };
}

function valueField(kind: Kind, value: Signal["value"]): Readonly<Record<string, unknown>> {
  const row = rowOf(kind);
  if (row.class === "quantity") return { valueQuantity: { value, unit: row.unit, system: UCUM, code: row.unit } };
  if (row.class === "wave") return { valueSampledData: sampledDataOf(value as WaveBlock, row.unit) };
  if (row.class === "state")
    return { valueCodeableConcept: { coding: [{ system: `${KIND}:${kind}`, code: value }], text: value } };
  if (row.class === "frame") return { note: [{ text: "A picture, which is not handed out." }] };
  return {
    component: Object.entries(value as object).map(([field, part]) => ({ code: { text: field }, ...partOf(part) })),
  };
}

const partOf = (part: unknown) =>
  typeof part === "number"
    ? { valueQuantity: { value: part } }
    : typeof part === "boolean"
      ? { valueBoolean: part }
      : { valueString: String(part) };

const priorities = { low: "routine", medium: "urgent", high: "stat" } as const;

/** An alert that stands, as a mark on the record. `words` are its sentence in the receiver's language. */
export const flagOf = ({ id, subject, skill, raisedAt, closedAt, state }: Alert, words: string): Resource => ({
  resourceType: "Flag",
  id,
  status: state === "open" || state === "taken" ? "active" : "inactive",
  code: { coding: [{ system: "urn:sakiyomi:skill", code: skill }], text: words },
  subject: reference(subject),
  period: { start: iso(raisedAt), ...(closedAt !== null && { end: iso(closedAt) }) },
});

/** An alert as a message to somebody, with how urgent it is and who took it. */
export const communicationOf = (
  { id, subject, skill, level, raisedAt, takenBy, state }: Alert,
  words: string,
): Resource => ({
  resourceType: "Communication",
  id,
  status: state === "done" || state === "ended" ? "completed" : "in-progress",
  category: [{ coding: [{ system: "urn:sakiyomi:skill", code: skill }], text: "alert" }],
  priority: priorities[level],
  subject: reference(subject),
  sent: iso(raisedAt),
  payload: [{ contentString: words }],
  ...(takenBy !== null && { recipient: [{ identifier: { system: "urn:sakiyomi:staff", value: takenBy } }] }),
});

/** What there is of a person, to be handed out or moved elsewhere. */
export const bundleOf = (resources: readonly Resource[], now: number) => ({
  resourceType: "Bundle" as const,
  type: "collection" as const,
  timestamp: iso(now),
  entry: resources.map((resource) => ({ fullUrl: `urn:sakiyomi:${resource.resourceType}:${resource.id}`, resource })),
});

/** FNV-1a, 64 bits: names, not secrets. */
export function hash(line: string): string {
  let sum = 0xcbf29ce484222325n;
  for (let i = 0; i < line.length; i++) sum = BigInt.asUintN(64, (sum ^ BigInt(line.charCodeAt(i))) * 0x100000001b3n);
  return sum.toString(16).padStart(16, "0");
}
