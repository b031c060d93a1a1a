import {
  accept,
  type Instant,
  isOfDesk,
  type Kind,
  type Quality,
  type Read,
  refuse,
  rowOf,
  type SubjectId,
  type WaveBlock,
} from "@sakiyomi/core";
import { kindOf, UCUM } from "./codes.ts";
import { type FhirResource, subjectOf } from "./resource.ts";
import { blockOf } from "./sampled-data.ts";

/** What an Observation says in our terms. */
export interface Observed {
  readonly subject: SubjectId;
  readonly kind: Kind;
  readonly at: Instant;
  /** UCUM; "" of a state, which has none. */
  readonly unit: string;
  readonly value: number | string | WaveBlock;
  readonly quality: Quality;
}

interface Part {
  readonly code?: { readonly coding?: readonly { readonly system?: string; readonly code?: string }[] };
  readonly valueQuantity?: {
    readonly value?: unknown;
    readonly system?: string;
    readonly code?: string;
    readonly unit?: string;
    readonly comparator?: string;
  };
  readonly valueSampledData?: unknown;
  readonly valueCodeableConcept?: { readonly coding?: readonly { readonly code?: string }[]; readonly text?: string };
}

/** Said at a desk only, in whatever form it comes: kept as a record nobody would miss it, and no skill would ever hear it. */
function deskKindIn(parts: readonly Part[], place: string): Read<never> | null {
  const kind = parts.map(({ code }) => kindOf(code)).find((one) => one !== null && isOfDesk(one)) ?? null;
  return kind === null ? null : refuse("SIG_DESK", `${place}, code`, kind, "a kind that a file or a device may say");
}

const qualities: Readonly<Record<string, Quality>> = {
  final: "good",
  amended: "good",
  corrected: "good",
  preliminary: "questionable",
  "entered-in-error": "entered-in-error",
};

/**
 * The signals of an Observation and of its components (blood pressure). Parts whose code is of no kind give nothing, so
 * that a laboratory's result stays a record; a part of a known kind that does not fit it is refused: another unit is
 * never converted, a comparator ("< 5") is no value, a time without a zone is no time. What only a desk may say is refused.
 */
export function observedIn(observation: FhirResource, place: string): readonly Read<Observed>[] {
  const { component } = observation as { component?: unknown };
  const parts = [observation as Part, ...(Array.isArray(component) ? (component as Part[]) : [])];
  const ofDesk = deskKindIn(parts, place);
  if (ofDesk !== null) return [ofDesk];
  const known = parts.flatMap((part, i) => {
    const kind = kindOf(part.code);
    const says = "valueQuantity" in part || "valueSampledData" in part || "valueCodeableConcept" in part;
    return kind !== null && says ? [{ part, kind, place: i === 0 ? place : `${place}, component ${i}` }] : [];
  });
  if (known.length === 0) return [];
  const quality = qualities[String(observation.status)];
  if (quality === undefined)
    return [refuse("SIG_VALUE", `${place}, status`, observation.status, Object.keys(qualities).join(" | "))];
  const subject = subjectOf(observation);
  if (subject === null) return [refuse("SIG_SUBJECT", `${place}, subject`, observation.subject ?? null, "a Patient")];
  const at = timeOf(observation, place);
  if (!at.ok) return [at];
  return known.map(({ part, kind, place: where }) => {
    const read = valueIn(part, kind, where);
    return read.ok ? accept({ subject, kind, at: at.value, quality, ...read.value }) : read;
  });
}

function timeOf(observation: FhirResource, place: string): Read<Instant> {
  const { effectiveDateTime, effectiveInstant, effectivePeriod } = observation as {
    effectiveDateTime?: unknown;
    effectiveInstant?: unknown;
    effectivePeriod?: { start?: unknown };
  };
  const said = effectiveDateTime ?? effectiveInstant ?? effectivePeriod?.start ?? null;
  const at = typeof said === "string" && said.includes("T") ? Date.parse(said) : Number.NaN;
  return Number.isNaN(at) ? refuse("SIG_TIME", `${place}, effective`, said, "a time with its zone") : accept(at);
}

function valueIn(part: Part, kind: Kind, place: string): Read<Pick<Observed, "unit" | "value">> {
  const row = rowOf(kind);
  if (row.class === "quantity") return quantityOf(part, row.unit, place);
  if (row.class === "wave") {
    const block = blockOf(part.valueSampledData, row.unit, `${place}, valueSampledData`);
    return block.ok ? accept({ unit: row.unit, value: block.value }) : block;
  }
  if (row.class === "state") return stateOf(part, row.codes, place);
  return refuse("SIG_VALUE", place, kind, "a quantity, a waveform or a state");
}

function quantityOf({ valueQuantity }: Part, unit: string, place: string): Read<Pick<Observed, "unit" | "value">> {
  const { value, system, code, comparator } = valueQuantity ?? {};
  if (comparator !== undefined) return refuse("SIG_VALUE", `${place}, comparator`, comparator, "a value, not a limit");
  if (system !== UCUM || code !== unit) return refuse("SIG_UNIT", `${place}, valueQuantity.code`, code ?? null, unit);
  if (typeof value !== "number" || !Number.isFinite(value))
    return refuse("SIG_NUMBER", `${place}, valueQuantity.value`, value ?? null, "a finite number");
  return accept({ unit, value });
}

function stateOf(
  { valueCodeableConcept }: Part,
  codes: readonly string[],
  place: string,
): Read<Pick<Observed, "unit" | "value">> {
  const said = [...(valueCodeableConcept?.coding ?? []).map(({ code }) => code), valueCodeableConcept?.text];
  const state = codes.find((code) => said.includes(code));
  return state === undefined
    ? refuse("SIG_VALUE", `${place}, value`, said[0] ?? null, codes.join(" | "))
    : accept({ unit: "", value: state });
}
