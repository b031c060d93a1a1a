import type { Kind, SubjectId, ValueOf } from "@sakiyomi/core";
import type { ChartEntry } from "../api.ts";
import { subjectOf } from "../http/looks.ts";
import { chartOf } from "../ward/charting.ts";
import type { Ward } from "../ward/port.ts";

/** What stands in somebody's chart, newest first; struck out entries are gone from here, the chart itself keeps them. */
export interface Standing {
  of<K extends Kind>(kind: K): readonly (ChartEntry & { readonly value: ValueOf<K> })[];
}

const mostEntries = 20_000;

export async function standingOf({ records }: Pick<Ward, "records">, person: string): Promise<Standing> {
  const all = await chartOf(records, subjectOf(person) as SubjectId, mostEntries);
  const byKind = Map.groupBy(
    all.filter(({ enteredInError }) => !enteredInError),
    ({ kind }) => kind,
  );
  // Each was read at the door by the schema of its kind before it was kept.
  return { of: (kind) => (byKind.get(kind) ?? []) as never };
}

export const nameOf = (by: string): string => by.replace(/^staff:/, "");
