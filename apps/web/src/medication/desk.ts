import {
  type Analysis,
  type Formulary,
  formularyOf,
  type MedicationOrder,
  type MedicationPolicy,
  type PackCode,
  type Period,
} from "@sakiyomi/medication";
import { useQuery } from "@tanstack/react-query";
import { queryClient } from "../link/queries.ts";
import { at, change, read } from "../link/requests.ts";
import type {
  ChartsView,
  FormularyView,
  IncidentsView,
  NewAllergy,
  NewIncident,
  OrderAnswer,
  OrderRequest,
  PackAnswer,
  PersonMedication,
  WristbandAnswer,
} from "./shapes.ts";

// Every key begins with "medication": what the live feed says of medicines renews it (apps/web/src/link/heard.ts). The list of
// drugs and figures of past weeks are not asked for again with each dose.

/** "person:ann" → "ann", as addresses have it. */
export const bareId = (person: string): string => person.replace(/^person:/, "");

export interface FormularyData {
  readonly formulary: Formulary;
  readonly listDate: string | null;
  readonly packCodes: readonly PackCode[];
}

async function readFormulary(): Promise<FormularyData> {
  const { drugs, packCodes, listDate } = await read<FormularyView>("/api/medication/formulary");
  return { formulary: formularyOf(drugs, packCodes), listDate, packCodes };
}

/** The whole list, searched here: some megabytes once, packed and with an ETag, and then every key is answered at once. */
export const useFormulary = () =>
  useQuery({ queryKey: ["formulary"], queryFn: readFormulary, staleTime: Number.POSITIVE_INFINITY });

export const usePersonMedication = (id: string) =>
  useQuery({
    queryKey: ["medication", "person", id],
    queryFn: () => read<PersonMedication>(at("people", id, "medication")),
    staleTime: 10_000,
  });
export const renewPerson = (id: string) => queryClient.invalidateQueries({ queryKey: ["medication", "person", id] });

export const useCharts = (place: string | null) =>
  useQuery({
    queryKey: ["medication", "ward", place],
    queryFn: () =>
      read<ChartsView>(`/api/medication/charts${place === null ? "" : `?place=${encodeURIComponent(place)}`}`),
  });

export const askOrder = (person: string, request: OrderRequest): Promise<OrderAnswer> =>
  change("POST", at("people", person, "medication", "orders"), request);

const ofOrder = ({ id }: Pick<MedicationOrder, "id">, deed: string): string => at("medication", "orders", id, deed);

export const changeOrder = (order: MedicationOrder, request: OrderRequest): Promise<OrderAnswer> =>
  change("POST", ofOrder(order, "change"), request);
export const holdOrder = (order: MedicationOrder, said: { readonly reason: string; readonly until: number | null }) =>
  change("POST", ofOrder(order, "hold"), said);
export const resumeOrder = (order: MedicationOrder, reason: string) =>
  change("POST", ofOrder(order, "resume"), { reason });
export const stopOrder = (order: MedicationOrder, reason: string) => change("POST", ofOrder(order, "stop"), { reason });
/** A draft from an import comes into force, with what somebody completed of it. */
export const confirmOrder = (
  order: MedicationOrder,
  completed: OrderRequest["order"],
  reason: string,
): Promise<OrderAnswer> => {
  const { drug, route, dose, timing, until, window, needsWitness, maySubstitute, note } = completed;
  return change("POST", ofOrder(order, "confirm"), {
    completed: { drug, route, dose, timing, until, window, needsWitness, maySubstitute, note },
    reason,
  });
};

export const recordAllergy = (person: string, allergy: NewAllergy) =>
  change("POST", at("people", person, "medication", "allergies"), allergy);
export const removeAllergy = (id: string, reason: string) =>
  change("POST", at("medication", "allergies", id, "remove"), { reason });

export const makeBand = (person: string, reason: string): Promise<WristbandAnswer> =>
  change("POST", at("people", bareId(person), "wristbands"), { reason });
export const makePack = (pack: {
  readonly person: string;
  readonly doses: readonly string[];
  readonly expiry: string | null;
  readonly note: string;
}): Promise<PackAnswer> => change("POST", "/api/medication/packs", pack);

export const withdrawPack = (id: string, reason: string) =>
  change("POST", at("medication", "packs", id, "withdraw"), { reason });

/** As apps/server/src/medication/shelf.ts answers an import. */
export interface Imported {
  readonly drugs: number;
  readonly packCodes: number;
  readonly wrong: readonly { readonly field: string; readonly found: unknown; readonly expected: string }[];
  readonly wrongCount: number;
}
export const importPriceList = async (file: File, listDate: string): Promise<Imported> =>
  change("POST", "/api/medication/formulary", { text: await textOf(file), listDate });
export const importPackCodes = async (file: File): Promise<Imported> =>
  change("POST", "/api/medication/pack-codes", { text: await textOf(file) });

/** The ministry's files are in UTF-8 or in Shift_JIS; who reads the one as the other sees signs that stand for nothing. */
async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("shift_jis").decode(bytes);
  }
}

export const reportIncident = (incident: NewIncident) => change("POST", "/api/medication/incidents", incident);

export interface Span {
  readonly from: number;
  readonly until: number;
}
export interface AnalysisSpan extends Span {
  readonly period: Period;
}
const queryOf = (values: Readonly<Record<string, string | number>>): string =>
  new URLSearchParams(Object.entries(values).map(([key, value]) => [key, String(value)])).toString();

export const useIncidents = ({ from, until }: Span, enabled: boolean) =>
  useQuery({
    queryKey: ["incidents", String(from), String(until)],
    queryFn: () => read<IncidentsView>(`/api/medication/incidents?${queryOf({ from, until })}`),
    enabled,
  });
export const useAnalysis = ({ from, until, period }: AnalysisSpan) =>
  useQuery({
    queryKey: ["analysis", String(from), String(until), period],
    queryFn: () => read<Analysis>(`/api/medication/analysis?${queryOf({ from, until, period })}`),
  });
/** Files of that time: each report and averted scan as a line, and all of it for another system. */
export const incidentFiles = ({ from, until }: Span, language: string) => {
  const csv = (of: string) => `/api/medication/incidents/csv?${queryOf({ from, until, of, language })}`;
  return [
    { name: "incidents", href: csv("incidents") },
    { name: "near-misses", href: csv("near-misses") },
    { name: "analysis", href: csv("analysis") },
    { name: "fhir", href: `/api/medication/incidents/fhir?${queryOf({ from, until })}` },
  ] as const;
};

export const usePolicy = () =>
  useQuery({ queryKey: ["medication", "policy"], queryFn: () => read<MedicationPolicy>("/api/medication/policy") });
export const savePolicy = (policy: MedicationPolicy, reason: string) =>
  change("PUT", "/api/medication/policy", { policy, reason });
