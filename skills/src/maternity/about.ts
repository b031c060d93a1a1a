import { type Instant, identityOf, type Signal, type SignalOf, type SourceId } from "@sakiyomi/core";
import { gestationAt } from "./ctg/weeks.ts";

/** What is known beside the waves. */
export interface About {
  readonly pregnancies: readonly Pregnancy[];
  readonly movements: readonly { readonly id: string; readonly at: Instant; readonly count: number }[];
  readonly sensor: { readonly source: SourceId; readonly at: Instant; readonly code: string } | null;
}
interface Pregnancy {
  readonly id: string;
  readonly at: Instant;
  readonly due: string;
  readonly fetuses: number;
  readonly isOver: boolean;
}
export const nothingKnown: About = { pregnancies: [], movements: [], sensor: null };

const KEPT = 4;
const MOVEMENTS_KEPT = 100;

export function learn(before: About, signals: readonly Signal[]): About {
  let about = before;
  for (const signal of signals) {
    if (signal.kind === "pregnancy") about = { ...about, pregnancies: pregnancies(about, signal) };
    if (signal.kind === "fetal-movement") about = { ...about, movements: movements(about, signal) };
    if (signal.kind === "device-status") about = { ...about, sensor: sensor(about, signal) };
  }
  return about;
}

const isCounted = ({ quality }: Signal): boolean => quality !== "entered-in-error" && quality !== "bad";

function pregnancies(about: About, signal: SignalOf<"pregnancy">): About["pregnancies"] {
  const id = identityOf(signal);
  const others = about.pregnancies.filter((one) => one.id !== id);
  if (!isCounted(signal)) return others;
  const { due, fetuses, ended } = signal.value;
  const all = [...others, { id, at: signal.at, due, fetuses, isOver: ended !== undefined }];
  return all.sort((a, b) => a.at - b.at).slice(-KEPT);
}

function movements(about: About, signal: SignalOf<"fetal-movement">): About["movements"] {
  const id = identityOf(signal);
  const others = about.movements.filter((one) => one.id !== id);
  if (!isCounted(signal)) return others;
  const all = [...others, { id, at: signal.at, count: signal.value.count }];
  return all.sort((a, b) => a.at - b.at).slice(-MOVEMENTS_KEPT);
}

function sensor(about: About, { source, at, value, ...signal }: SignalOf<"device-status">): About["sensor"] {
  if (signal.quality === "entered-in-error" || at < (about.sensor?.at ?? 0)) return about.sensor;
  return { source, at, code: value };
}

/** Completed weeks; null where no expected date holds. */
export function weeksNow({ pregnancies }: About, now: Instant, utcOffsetMin: number): number | null {
  const last = pregnancies.at(-1);
  if (last === undefined || last.isOver) return null;
  return gestationAt(last.due, now, utcOffsetMin)?.weeks ?? null;
}

export const fetusesNow = ({ pregnancies }: About): number | null => pregnancies.at(-1)?.fetuses ?? null;

/** What the mother felt since then; null where she counted nothing: nobody knows whether she would have. */
export function feltSince({ movements }: About, from: Instant, until: Instant): number | null {
  const within = movements.filter(({ at }) => at >= from && at <= until);
  return within.length === 0 ? null : within.reduce((sum, { count }) => sum + count, 0);
}
