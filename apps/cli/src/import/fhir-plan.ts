import { basename } from "node:path";
import { accept, admit, type Read, readSignal, type Signal, type SourceId } from "@sakiyomi/core";
import { type Observed, observedIn, type ReadResource, readResources } from "@sakiyomi/fhir";
import { houseOf, type ImportOptions } from "./options.ts";
import type { Item, Plan } from "./plan.ts";

export const FHIR_SOURCE = "import:fhir" as SourceId;

/** What becomes of a file of FHIR resources: an Observation of a known kind is a signal, everything else a record. */
export const planFhir = (file: string, options: ImportOptions): Plan => ({
  format: "fhir",
  title: basename(file),
  channels: [],
  troubles: [],
  annotations: 0,
  expected: 0,
  async *items() {
    for await (const read of readResources(file)) {
      if (!read.ok) yield read;
      else for (const item of itemsOf(read.value, options)) yield item;
    }
  },
});

function* itemsOf({ resource, place }: ReadResource, options: ImportOptions): Generator<Read<Item>> {
  const observed = resource.resourceType === "Observation" ? observedIn(resource, place) : [];
  if (observed.length === 0) yield accept({ resource, place });
  for (const read of observed) {
    const signal = read.ok ? signalOf(read.value, resource.id, options) : read;
    if (signal.ok) yield accept({ signal: signal.value, channel: -1 });
    else
      yield {
        ok: false,
        refusal: read.ok ? { ...signal.refusal, field: `${place}, ${signal.refusal.field}` } : signal.refusal,
      };
  }
}

function signalOf(
  { subject, kind, at, unit, value, quality }: Observed,
  id: string,
  options: ImportOptions,
): Read<Signal> {
  const speaker = { source: FHIR_SOURCE, mayBe: () => false };
  const said = { subject, kind, sequence: sequenceOf(id), quality };
  if (typeof value === "object") return admit({ ...said, unit, at, value }, speaker, houseOf(options));
  return readSignal(
    { ...said, value, at: new Date(at).toISOString(), unit: unit === "" ? null : unit },
    speaker,
    houseOf(options),
  );
}

/** A number for the resource's id: two readings of one minute stay two, and a correction finds what it corrects. */
function sequenceOf(id: string): number {
  let hash = 0xcbf29ce484222325n; // FNV-1a, 64 bits, of which a whole number holds 53
  for (let i = 0; i < id.length; i++) hash = BigInt.asUintN(64, (hash ^ BigInt(id.charCodeAt(i))) * 0x100000001b3n);
  return Number(BigInt.asUintN(53, hash));
}
