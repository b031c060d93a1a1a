import { useQuery } from "@tanstack/react-query";
import { queryClient } from "../link/queries.ts";
import { at, change, read } from "../link/requests.ts";
import type { ChartEntry } from "../link/shapes.ts";
import type { HandbookView, MaternityView, PersonMaternityView, RecordingView, TraceView } from "./shapes.ts";

// Every key begins with "maternity": what somebody says of mother or child renews it.

/** As often as somebody may have put the strap on. */
const EVERY_MS = 20_000;

export const useMaternity = () =>
  useQuery({
    queryKey: ["maternity", "all"],
    queryFn: () => read<MaternityView>("/api/maternity"),
    refetchInterval: EVERY_MS,
  });

export const usePersonMaternity = (person: string) =>
  useQuery({
    queryKey: ["maternity", "person", person],
    queryFn: () => read<PersonMaternityView>(at("people", person, "maternity")),
    refetchInterval: EVERY_MS,
  });

export const useHandbook = (person: string) =>
  useQuery({
    queryKey: ["maternity", "handbook", person],
    queryFn: () => read<HandbookView>(at("people", person, "handbook")),
    refetchInterval: 60_000,
  });

/** What was recorded until now; what comes after is heard live. */
export const readTrace = (person: string, { from, until }: Pick<RecordingView, "from" | "until">): Promise<TraceView> =>
  read<TraceView>(`${at("people", person, "maternity", "trace")}?from=${from}&to=${until}`);

export const renewMaternity = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ["maternity"] });

export const keepAdvice = (
  person: string,
  advice: { readonly about: string; readonly words: string; readonly urgency: string; readonly finding?: string },
): Promise<ChartEntry> => change("POST", at("people", person, "maternity", "advice"), advice);

export const keepInHandbook = (
  person: string,
  what: "pregnancy" | "birth" | "vaccination",
  value: object,
): Promise<ChartEntry> => change("POST", at("people", person, "handbook", what), value);

export const keepInChart = (
  person: string,
  entry: { readonly kind: string; readonly value: unknown; readonly unit: string | null; readonly at: number },
): Promise<ChartEntry> =>
  change("POST", at("people", person, "chart"), { ...entry, at: new Date(entry.at).toISOString() });
