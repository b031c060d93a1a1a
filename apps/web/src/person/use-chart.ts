import { useCallback } from "react";
import { serverNow } from "../link/clock.ts";
import { queryClient } from "../link/queries.ts";
import { at, change } from "../link/requests.ts";
import type { ChartEntry } from "../link/shapes.ts";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import type { Charted } from "./chart-rows.ts";

/** Strikes an entry out; the old value stays in the record. */
export const strikeOut = (entry: Pick<ChartEntry, "id" | "version">, reason: string): Promise<unknown> =>
  change("POST", at("chart", entry.id, "error"), { version: entry.version, reason });

/** Charts at once, says what was saved, and offers to take it back. */
export function useChart(person: string): (what: string, entries: readonly Charted[]) => Promise<boolean> {
  const { t } = useVoice();
  const act = useDo();
  return useCallback(
    async (what, entries) => {
      const when = new Date(serverNow()).toISOString();
      const saved: ChartEntry[] = [];
      const save = async () => {
        for (const entry of entries)
          saved.push(await change<ChartEntry>("POST", at("people", person, "chart"), { ...entry, at: when }));
      };
      const renews = [["person", person], ["board"], ["plot", person]];
      const undo = () =>
        void act(() => Promise.all(saved.map((entry) => strikeOut(entry, t("chart.reasonUndo")))), {
          done: t("chart.undone"),
          renews,
        });
      const done = await act(save, { done: t("chart.saved", { what }), undo, renews: [["board"], ["plot", person]] });
      await queryClient.invalidateQueries({ queryKey: ["person", person] });
      return done !== null;
    },
    [act, person, t],
  );
}
