export interface Run {
  readonly from: number;
  readonly until: number;
}

/** Stretches of places, one after the other, of which `is` holds. */
export function runsWhere(length: number, is: (place: number) => boolean): readonly Run[] {
  const runs: Run[] = [];
  let from = -1;
  for (let i = 0; i <= length; i++) {
    const holds = i < length && is(i);
    if (holds && from < 0) from = i;
    if (holds || from < 0) continue;
    runs.push({ from, until: i });
    from = -1;
  }
  return runs;
}

/** Place of the highest value. */
export function highestOf(wave: Float64Array, { from, until }: Run): number {
  let at = from;
  for (let i = from; i < until; i++) if ((wave[i] as number) > (wave[at] as number)) at = i;
  return at;
}
