import { useQuery } from "@tanstack/react-query";
import { at, change, read } from "../link/requests.ts";
import type { Change, PersonScreeningView, ScreeningView } from "./shapes.ts";

/** Other hands measure, too. */
const EVERY_MS = 15_000;

/** Every key begins with "screening": whatever is done renews all of it. */
export const renews = [["screening"], ["board"]] as const;

export const useScreening = () =>
  useQuery({
    queryKey: ["screening", "all"],
    queryFn: () => read<ScreeningView>("/api/screening"),
    refetchInterval: EVERY_MS,
  });
export const usePersonScreening = (person: string) =>
  useQuery({
    queryKey: ["screening", "person", person],
    queryFn: () => read<PersonScreeningView>(at("people", person, "screening")),
    refetchInterval: EVERY_MS,
  });

export const begin = (person: string, reason: string) => change("POST", at("people", person, "screening"), { reason });
export const markMeasured = (checkup: string) => change("POST", at("screening", checkup, "measured"), { at: null });
export const cancel = (checkup: string, reason: string) =>
  change("POST", at("screening", checkup, "cancel"), { reason });
export const release = (
  checkup: string,
  said: { readonly basis: string; readonly changes: readonly Change[]; readonly correction: string | null },
) => change("POST", at("screening", checkup, "release"), said);

export const pdfOf = (report: string, language: string): string =>
  `${at("screening", "reports", report, "pdf")}?language=${language}`;
export const fhirOf = (report: string, language: string): string =>
  `${at("screening", "reports", report, "fhir")}?language=${language}`;
