import type { Bar } from "./analysis.ts";

/** The most frequent first, equal ones by their names, and how much all bars up to each one come to. */
export function pareto(keys: Iterable<string>): readonly Bar[] {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  let upTo = 0;
  return sorted.map(([key, count]) => {
    upTo += count;
    return { key, count, share: count / total, upTo: upTo / total };
  });
}
