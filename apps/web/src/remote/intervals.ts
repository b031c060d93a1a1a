/** What a doctor measures by hand on the paper, in milliseconds. */
export const intervals = ["RR", "PR", "QRS", "QT"] as const;
export type Interval = (typeof intervals)[number];
export type Measured = Readonly<Record<Interval, number | null>>;
export const nothingMeasured: Measured = { RR: null, PR: null, QRS: null, QT: null };

export const perMinute = (rrMs: number): number => 60_000 / rrMs;

/** QT as it would be at 60 beats a minute: Bazett, Heart 1920; 7:353. */
export const bazett = (qtMs: number, rrMs: number): number => qtMs / Math.sqrt(rrMs / 1000);
/** Fridericia, Acta Med Scand 1920; 53:469. */
export const fridericia = (qtMs: number, rrMs: number): number => qtMs / Math.cbrt(rrMs / 1000);

/** Both where both intervals were measured; null otherwise. */
export function corrected({ RR, QT }: Measured): { readonly bazett: number; readonly fridericia: number } | null {
  if (RR === null || QT === null || RR <= 0 || QT <= 0) return null;
  return { bazett: Math.round(bazett(QT, RR)), fridericia: Math.round(fridericia(QT, RR)) };
}

/** "RR 800 ms (75/min), QT 400 ms, QTcB 447 ms, QTcF 431 ms": the same letters in every language. */
export function inLetters(measured: Measured): string {
  const parts = intervals.flatMap((name) => {
    const ms = measured[name];
    if (ms === null) return [];
    return [`${name} ${ms} ms${name === "RR" ? ` (${Math.round(perMinute(ms))}/min)` : ""}`];
  });
  const qtc = corrected(measured);
  return [...parts, ...(qtc === null ? [] : [`QTcB ${qtc.bazett} ms`, `QTcF ${qtc.fridericia} ms`])].join(", ");
}
