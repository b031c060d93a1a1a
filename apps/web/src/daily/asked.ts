import type { Kind } from "@sakiyomi/core";
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { serverNow } from "../link/clock.ts";
import { at, change, read } from "../link/requests.ts";
import type { ChartEntry, Role } from "../link/shapes.ts";
import { useDo } from "../look/toast.tsx";
import { useRoles } from "../medication/may.ts";
import { type Charted, charted } from "../person/chart-rows.ts";
import { strikeOut } from "../person/use-chart.ts";
import { useVoice } from "../words/speak.tsx";
import type { DailyView, EntryView, ExcretionView, ReviewView } from "./shapes.ts";

export type {
  CareDayView,
  DailyView,
  DiaryDayView,
  EntryView,
  ExcretionView,
  GoalView,
  ReviewView,
  TrendView,
} from "./shapes.ts";

/** What was charted elsewhere is seen here a minute later at the latest; what is charted here, at once. */
const ANEW_MS = 60_000;
const DIARY_DAYS = 3;

export const useDaily = (person: string) =>
  useQuery({
    queryKey: ["daily", person],
    queryFn: () => read<DailyView>(at("people", person, "daily")),
    staleTime: 0,
    refetchInterval: ANEW_MS,
  });
export const useExcretion = (person: string, days = DIARY_DAYS) =>
  useQuery({
    queryKey: ["excretion", person, String(days)],
    queryFn: () => read<ExcretionView>(`${at("people", person, "excretion")}?days=${days}`),
    staleTime: 0,
    refetchInterval: ANEW_MS,
  });

const renewsOf = (person: string): readonly (readonly string[])[] => [
  ["daily", person],
  ["excretion", person],
  ["person", person],
  ["board"],
  ["plot", person],
];

/** The server decides; this only keeps away what would be refused. */
const charts: readonly Role[] = ["carer", "nurse", "doctor", "teacher"];
export const useMayChart = (): boolean => {
  const roles = useRoles();
  return charts.some((role) => roles.includes(role));
};

/** One tap: charted at once, said, and taken back as easily. `at`: when it was, if not now. */
export function useEntry(
  person: string,
): (what: string, kind: Kind, value: unknown, when?: number) => Promise<boolean> {
  const { t } = useVoice();
  const act = useDo();
  return useCallback(
    async (what, kind, value, when) => {
      const renews = renewsOf(person);
      const entry: Charted & { readonly at: string } = {
        ...charted(kind, value),
        at: new Date(when ?? serverNow()).toISOString(),
      };
      let saved: ChartEntry | null = null;
      const undo = () => {
        const made = saved;
        if (made !== null) void act(() => strikeOut(made, t("chart.reasonUndo")), { done: t("chart.undone"), renews });
      };
      const save = async () => {
        saved = await change<ChartEntry>("POST", at("people", person, "chart"), entry);
      };
      return (await act(save, { done: t("chart.saved", { what }), undo, renews })) !== null;
    },
    [act, person, t],
  );
}

export function useStrike(person: string): (entry: NonNullable<EntryView["entry"]>) => Promise<unknown> {
  const { t } = useVoice();
  const act = useDo();
  return useCallback(
    (entry) =>
      act(() => strikeOut(entry, t("chart.reasonUndo")), { done: t("chart.undone"), renews: renewsOf(person) }),
    [act, person, t],
  );
}

export interface Reviewed {
  readonly of: ReviewView["of"];
  readonly result: NonNullable<ReviewView["result"]>;
  readonly limitMl?: number;
  readonly note?: string;
}
export function useReview(person: string): (review: Reviewed) => Promise<unknown> {
  const { t } = useVoice();
  const act = useDo();
  return (review) =>
    act(() => change("POST", at("people", person, "daily", "reviews"), review), {
      done: t("app.saved"),
      renews: renewsOf(person),
    });
}
