import {
  canonicalJson,
  type Put,
  type Records,
  type Refusal,
  type Resource,
  refuse,
  type Signal,
  type Store,
} from "@sakiyomi/core";
import { subjectOf } from "@sakiyomi/fhir";
import { FHIR_SOURCE } from "./fhir-plan.ts";
import type { ImportOptions } from "./options.ts";
import type { Item } from "./plan.ts";

/** What came of a batch. */
export interface Deposited {
  readonly stored: number;
  readonly repeated: number;
  readonly records: { readonly stored: number; readonly repeated: number };
  readonly refusals: readonly Refusal[];
}

/** Puts a batch where it belongs; when it resolves, all of it is durable. */
export async function deposit(items: readonly Item[], options: ImportOptions): Promise<Deposited> {
  const signals = items.flatMap((item) => ("signal" in item ? [item.signal] : []));
  const resources = items.flatMap((item) => ("resource" in item ? [item] : []));
  const appended = await append(signals, options.store, options.now());
  return { ...appended, ...(await commit(resources, options)) };
}

async function append(signals: readonly Signal[], store: Store, receivedAt: number) {
  if (signals.length === 0) return { stored: 0, repeated: 0 };
  return store.append(signals.map((signal) => ({ ...signal, receivedAt })));
}

type Decision = { readonly put: Put } | { readonly repeated: true } | { readonly refusal: Refusal };

async function commit(
  found: readonly { readonly resource: Resource; readonly place: string }[],
  { records, now }: ImportOptions,
) {
  const decided: Decision[] = [];
  for (const { resource, place } of found) decided.push(await decide(resource, place, records));
  const puts = decided.flatMap((each) => ("put" in each ? [each.put] : []));
  const refusals = decided.flatMap((each) => ("refusal" in each ? [each.refusal] : []));
  const repeated = decided.filter((each) => "repeated" in each).length;
  if (puts.length === 0) return { records: { stored: 0, repeated }, refusals };
  const committed = await records.commit({ by: FHIR_SOURCE, at: now(), puts });
  if (committed.ok) return { records: { stored: puts.length, repeated }, refusals };
  const { resourceType, id, wanted, found: version } = committed.conflict;
  const conflict = refuse("REC_CONFLICT", `${resourceType}/${id}`, `version ${version}`, `version ${wanted}`).refusal;
  return { records: { stored: 0, repeated }, refusals: [...refusals, conflict] };
}

/** The same content counts once; what somebody changed here is not overwritten from outside. */
async function decide(resource: Resource, place: string, records: Records): Promise<Decision> {
  const current = await records.get(resource.resourceType, resource.id);
  if (current && canonicalJson(current.resource) === canonicalJson(resource)) return { repeated: true };
  if (current && current.by !== FHIR_SOURCE)
    return refuse(
      "REC_CONFLICT",
      `${place}, ${resource.resourceType}/${resource.id}`,
      `a version by ${current.by}`,
      "a record that nobody here has changed",
    );
  const subject = subjectOf(resource);
  return { put: { resource, ifMatch: current?.version ?? 0, ...(subject && { subject }) } };
}
