/** A heart that is too slow now: between the looks, every turn, from its rate once a second. */
export interface Slow {
  /** Seconds from the beginning of what was given. */
  readonly sinceS: number;
  readonly lastsS: number;
  /** Mean of the last ten seconds that were heard. */
  readonly bpm: number;
}

/** 15 /min below the baseline (NICHD 2008); with no baseline, below 110; in any case below 100 (FIGO 2015). */
const BELOW_BASELINE = 15;
const WITHOUT_BASELINE_BPM = 110;
const ALWAYS_BPM = 100;
/** It is over after so many seconds above; beats that come back for less do not end it. Project's choice. */
const BACK_S = 10;
/** A gap this long in it is bridged: silence does not speed a heart up. */
const GAP_S = 60;

export function slowNow(seconds: Float64Array, baselineBpm: number | null): Slow | null {
  const limit = baselineBpm === null ? WITHOUT_BASELINE_BPM : Math.max(ALWAYS_BPM, baselineBpm - BELOW_BASELINE);
  let s = seconds.length - 1;
  while (s >= 0 && Number.isNaN(seconds[s])) s -= 1;
  const end = s;
  let [since, above, gap] = [-1, 0, 0];
  for (; s >= 0 && above < BACK_S && gap < GAP_S; s--) {
    const bpm = seconds[s] as number;
    gap = Number.isNaN(bpm) ? gap + 1 : 0;
    if (bpm <= limit) [since, above] = [s, 0];
    else if (!Number.isNaN(bpm)) above += 1;
  }
  return since < 0 ? null : { sinceS: since, lastsS: end + 1 - since, bpm: meanOf(seconds.subarray(0, end + 1)) };
}

function meanOf(seconds: Float64Array): number {
  const last = seconds.subarray(Math.max(0, seconds.length - 10)).filter((bpm) => !Number.isNaN(bpm));
  return Math.round(last.reduce((sum, bpm) => sum + bpm, 0) / last.length);
}
