/** The 95 % interval of a share after Wilson (1927). */
export function wilson(hits: number, of: number): readonly [number, number] {
  if (of === 0) return [0, 1];
  const z = 1.96;
  const p = hits / of;
  const middle = (p + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

const percent = (share: number): string => (100 * share).toFixed(2);
export const shareText = (hits: number, of: number): string => (of === 0 ? "–" : `${percent(hits / of)} %`);
export const wilsonText = (hits: number, of: number): string =>
  of === 0 ? "" : wilson(hits, of).map(percent).join(" to ");
