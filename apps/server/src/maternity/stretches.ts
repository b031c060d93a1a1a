import { DAY, HOUR, type Instant, MINUTE, type SourceId, type Store, type SubjectId } from "@sakiyomi/core";

/** A time in which a sensor heard a child's heart. */
export interface Stretch {
  readonly from: Instant;
  readonly until: Instant;
}

/** Two stretches with less between them are one recording: a strap that slipped and was put back. */
const SAME_WITHIN_MS = 10 * MINUTE;
/** Shorter ones are a strap being tried on. */
const SHORTEST_MS = MINUTE;
/** The steps in which it is looked for: first the days with anything at all, then their minutes. */
const COARSE_MS = DAY;
const FINE_MS = MINUTE;

/** [from, to) cut into buckets of `step`; those in which something was measured, joined where they touch. */
async function filled(store: Store, subject: SubjectId, { from, until }: Stretch, step: number): Promise<Stretch[]> {
  const buckets = Math.ceil((until - from) / step);
  const found = await store.summary({
    ...{ subject, kind: "fetal-heart-rate", from, to: from + buckets * step, buckets },
  });
  const stretches: { from: Instant; until: Instant }[] = [];
  for (const { from: at, n } of found) {
    if (n === 0) continue;
    const last = stretches.at(-1);
    if (last && at - last.until < SAME_WITHIN_MS) last.until = at + step;
    else stretches.push({ from: at, until: at + step });
  }
  return stretches;
}

/** Down to the minute, oldest first. Looks at each day once, and at each minute only of the days with something in them. */
export async function stretchesOf(
  store: Store,
  subject: SubjectId,
  from: Instant,
  until: Instant,
): Promise<readonly Stretch[]> {
  const extents = (await store.extents(subject)).filter(({ kind }) => kind === "fetal-heart-rate");
  if (extents.length === 0) return [];
  const begin = Math.max(from, Math.min(...extents.map(({ first }) => first)));
  const end = Math.min(until, Math.max(...extents.map(({ last }) => last)) + FINE_MS);
  if (begin >= end) return [];
  const whole = { from: Math.floor(begin / COARSE_MS) * COARSE_MS, until: end };
  const days = await filled(store, subject, whole, COARSE_MS);
  const fine = await Promise.all(days.map((day) => filled(store, subject, day, FINE_MS)));
  return joined(fine.flat()).filter((stretch) => stretch.until - stretch.from > SHORTEST_MS);
}

/** One that goes over midnight is one. */
function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const all: { from: Instant; until: Instant }[] = [];
  for (const { from, until } of stretches) {
    const last = all.at(-1);
    if (last && from - last.until < SAME_WITHIN_MS) last.until = until;
    else all.push({ from, until });
  }
  return all;
}

/** To the millisecond: minutes are good enough to find a recording, not to say whether something was lost at its end. */
export async function exactly(store: Store, subject: SubjectId, { from, until }: Stretch): Promise<Stretch> {
  const blocks = (from: Instant, to: Instant) => store.range({ subject, kind: "fetal-heart-rate", from, to });
  const [first, last] = await Promise.all([blocks(from, from + FINE_MS), blocks(until - FINE_MS, until)]);
  const begins = first.map(({ at }) => at);
  const ends = last.map(({ at, value: { rate, samples } }) => at + (samples.length * 1000) / rate);
  if (begins.length === 0 || ends.length === 0) return { from, until };
  return { from: Math.max(from, Math.min(...begins)), until: Math.min(until, Math.round(Math.max(...ends))) };
}

/** The sensors that spoke within it. */
export async function sourcesIn(
  store: Store,
  subject: SubjectId,
  { from, until }: Stretch,
): Promise<readonly SourceId[]> {
  const extents = await store.extents(subject);
  const near = extents.filter(({ kind, first, last }) => kind === "fetal-heart-rate" && first < until && last >= from);
  if (near.length <= 1) return near.map(({ source }) => source);
  // One that spoke before and after it, in other weeks, has not spoken within it.
  const spoke = await Promise.all(
    near.map(({ source }) => store.range({ subject, kind: "fetal-heart-rate", source, from, to: until - 1, limit: 1 })),
  );
  return near.flatMap(({ source }, i) => ((spoke[i]?.length ?? 0) > 0 ? [source] : []));
}

export const LONGEST_TRACE_MS = 6 * HOUR;
