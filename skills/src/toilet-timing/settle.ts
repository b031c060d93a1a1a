import { HOUR, type Instant, MINUTE } from "@sakiyomi/core";
import { type Belief, beliefFrom, type Emptied, emptiedUnseen, observe, type World } from "./bladder-filter.ts";
import { type Basal, eighthOf } from "./filling.ts";
import { learnedFrom } from "./learned.ts";
import { AFTER_WAKING_MIN } from "./outlook.ts";
import type { Kept, State } from "./state.ts";
import { OPEN_MS } from "./take-in.ts";
import type { Fill } from "./usual-volume.ts";

/** More readings than this are not kept open. */
const MOST_OPEN = 45;
/** A charted void that no reading shows is believed where nothing was read for so long around it. */
const UNSEEN_MS = 12 * MINUTE;
const MOST_FILLS = 80;
/** Which part of an unexpected flow the kidneys' rhythm learns an hour; and its limits, mL an hour. Project's choice. */
const BASAL_LEARNS = 0.04;
const [BASAL_LEAST, BASAL_MOST] = [12, 150];

/** Which part of what a reading is off goes to its posture; how fast that fades; and how far it may go. Project's choice. */
const SHIFT_LEARNS = 0.02;
const SHIFT_FADES = 0.001;
const MOST_SHIFT_ML = 30;

interface Run {
  readonly belief: Belief | null;
  readonly emptied: readonly Emptied[];
  /** How far each good reading was off, mL, and in which posture. */
  readonly offs: readonly Off[];
}

interface Off {
  readonly posture: string;
  readonly ml: number;
}

/** Goes through readings and charted voids in order of time. */
export function goThrough(settled: Belief | null, readings: readonly Kept[], until: Instant, world: World): Run {
  let belief = settled;
  const emptied: Emptied[] = [];
  const offs: Off[] = [];
  for (const reading of readings) {
    belief = belief === null ? beliefFrom(reading) : unseen(belief, reading.at, world, emptied);
    const seen = observe(belief, reading, world);
    belief = seen.belief;
    if (seen.emptied) emptied.push(seen.emptied);
    if (seen.off !== null && reading.doubt === 1) offs.push({ posture: reading.posture, ml: seen.off });
  }
  return { belief: belief === null ? null : unseen(belief, until, world, emptied), emptied, offs };
}

/** What a posture adds is learnt slowly from what its readings are off; what all postures share is no shift. */
function shiftedBy(shifts: World["shifts"], { posture, ml }: Off): World["shifts"] {
  const was = shifts[posture] ?? 0;
  const is = (1 - SHIFT_FADES) * was + SHIFT_LEARNS * ml;
  const next = Object.entries({ ...shifts, [posture]: is });
  const shared = next.reduce((sum, [, shift]) => sum + shift, 0) / next.length;
  return Object.fromEntries(
    next.map(([name, shift]) => [name, Math.max(-MOST_SHIFT_ML, Math.min(MOST_SHIFT_ML, shift - shared))]),
  );
}

/** Charted while nothing was read: nobody contradicts it. */
function unseen(belief: Belief, until: Instant, world: World, emptied: Emptied[]): Belief {
  const charted = world.chartedVoids.find(
    (at) => at > belief.at + UNSEEN_MS / 2 && at <= until - UNSEEN_MS / 2 && until - belief.at > UNSEEN_MS,
  );
  if (charted === undefined) return belief;
  const seen = emptiedUnseen(belief, charted, world);
  if (seen.emptied) emptied.push(seen.emptied);
  return seen.belief;
}

export const worldOf = (state: State): World => ({
  basal: state.basal,
  drinks: state.drinks,
  chartedVoids: state.charted.map(({ at }) => at),
  shifts: state.shifts,
  emptyMl: state.emptyMl,
  usualMl: state.learned.usual.meanMl,
});

/** Settles what can no longer change: readings that are old enough, the fills that they ended, what is learnt from those. */
export function settle(state: State, priorMl: number, now: Instant): State {
  const newest = state.recent.at(-1)?.at ?? 0;
  const cut = state.recent.filter(({ at }, i) => at < newest - OPEN_MS || i < state.recent.length - MOST_OPEN).length;
  if (cut === 0) return state;
  const old = state.recent.slice(0, cut);
  const run = goThrough(state.settled, old, old.at(-1)?.at ?? now, worldOf(state));
  const basal = basalAfter(state.basal, state.settled, run.belief);
  const next = {
    ...state,
    settled: run.belief,
    recent: state.recent.slice(cut),
    basal,
    shifts: run.offs.reduce(shiftedBy, state.shifts),
  };
  return run.emptied.length === 0 ? next : withFills(next, run, priorMl, now);
}

function basalAfter(basal: Basal, before: Belief | null, after: Belief | null): Basal {
  if (before === null || after === null) return basal;
  const learns = BASAL_LEARNS * Math.min(1, (after.at - before.at) / HOUR);
  const eighth = eighthOf(after.at);
  return basal.map((rate, i) =>
    i === eighth ? Number(Math.min(BASAL_MOST, Math.max(BASAL_LEAST, rate + learns * after.excess)).toFixed(3)) : rate,
  );
}

function withFills(state: State, run: Run, priorMl: number, now: Instant): State {
  const fills = [...state.fills, ...run.emptied.map((one) => fillOf(one, state.asleepSince))].slice(-MOST_FILLS);
  const left = run.belief === null ? state.emptyMl : run.belief.volume;
  return {
    ...state,
    fills,
    learned: learnedFrom(fills, priorMl, state.since, now),
    emptyMl: Number((state.emptyMl + 0.1 * (Math.min(120, left) - state.emptyMl)).toFixed(2)),
  };
}

/** What nobody charted counts a little less; what nobody saw counts little. */
function fillOf({ at, fullMl, variance, isCharted }: Emptied, asleepSince: Instant | null): Fill {
  const seen = 20 ** 2 / (20 ** 2 + variance);
  return {
    at,
    ml: Math.round(fullMl),
    trust: Number((seen * (isCharted ? 1 : 0.7)).toFixed(2)),
    asleep: asleepSince !== null && asleepSince < at,
  };
}

/** A morning is counted once its time has passed: did the person go on waking? */
export function withMorning(state: State, fillSince: Instant, now: Instant): State {
  const { at, voids, mornings } = state.waking;
  if (at === null || now < at + AFTER_WAKING_MIN * MINUTE) return state;
  const went = fillSince >= at && fillSince <= at + AFTER_WAKING_MIN * MINUTE;
  return { ...state, waking: { at: null, voids: 0.95 * voids + (went ? 1 : 0), mornings: 0.95 * mornings + 1 } };
}
