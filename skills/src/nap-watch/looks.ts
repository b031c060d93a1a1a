import { HOUR, type Instant, identityOf, MINUTE, SECOND, type Signal } from "@sakiyomi/core";

/** A nap begins or ends, as somebody said it. */
export interface Word {
  readonly id: string;
  readonly at: Instant;
  readonly phase: "start" | "end";
}

/** Somebody looked at the child. */
export interface Look {
  readonly id: string;
  readonly at: Instant;
  /** When it was written down, where that was not at the look. */
  readonly writtenAt: Instant | null;
  readonly posture: "back" | "left" | "right" | "front";
  readonly breathing: "seen" | "not-seen";
  readonly colour: "good" | "poor" | null;
  readonly turned: boolean;
  readonly sensorWrong: boolean;
}

/** How the child lay when whoever looked went away. */
export const leftAs = ({ turned, posture }: Look): Look["posture"] => (turned ? "back" : posture);
export const isLeftOnBack = (look: Look): boolean => leftAs(look) === "back";

/** Written down so long after the look, it is a late entry: it stands in the ledger, and fills no slot. Project's choice. */
export const LATE_AFTER = MINUTE;

export interface Nap {
  readonly from: Instant;
  readonly to: Instant | null;
}

const byTime = (a: { readonly at: Instant }, b: { readonly at: Instant }): number => a.at - b.at;

/** Nobody naps for so long: what began earlier and was not ended was forgotten. Project's choice; a night is shorter. */
export const LONGEST_NAP = 18 * HOUR;

/**
 * The naps that these words make. A second beginning inside a nap, or an end outside, changes nothing. A nap whose end was
 * forgotten stays without one, and the next beginning begins another.
 */
export function napsOf(words: readonly Word[]): readonly Nap[] {
  const naps: Nap[] = [];
  for (const { at, phase } of words.toSorted(byTime)) {
    const last = naps.at(-1);
    const isOpen = last !== undefined && last.to === null;
    if (phase === "start" && !(isOpen && at - last.from <= LONGEST_NAP)) naps.push({ from: at, to: null });
    if (phase === "end" && isOpen) naps[naps.length - 1] = { ...last, to: at };
  }
  return naps;
}

export const isLate = ({ at, writtenAt }: Pick<Look, "at" | "writtenAt">): boolean =>
  writtenAt !== null && writtenAt - at > LATE_AFTER;

export const isInside = ({ from, to }: Nap, at: Instant): boolean => at >= from && (to === null || at <= to);

/** A look during the nap, written down when it was taken. */
export const counts = (nap: Nap, look: Look): boolean => isInside(nap, look.at) && !isLate(look);

export interface Slot {
  readonly from: Instant;
  readonly due: Instant;
}

/** A stretch of a nap in which nobody looked for longer than agreed. */
export interface Gap {
  readonly due: Instant;
  /** When somebody looked again, or the nap was over; null: still nobody has. */
  readonly until: Instant | null;
  /** How many looks were left out. */
  readonly missed: number;
}

export interface Kept {
  /** The looks that count, in their order. */
  readonly looks: readonly Look[];
  readonly gaps: readonly Gap[];
  /** The one that runs; null where the nap is over. */
  readonly open: Slot | null;
}

/**
 * Each look, and the beginning of the nap, opens a slot of `everyMs` in which the next look has to fall. Two looks at once
 * are two entries and one slot. So between two looks there is never more than the interval, whatever the clock on the wall shows.
 */
export function slotsOf(nap: Nap, all: readonly Look[], everyMs: number, graceMs: number, now: Instant): Kept {
  const looks = all.filter((look) => look.at <= now && counts(nap, look)).toSorted(byTime);
  const end = Math.min(nap.to ?? now, now);
  const gaps: Gap[] = [];
  let from = nap.from;
  const close = (at: Instant, isEnd: boolean) => {
    const due = from + everyMs;
    if (at > due + graceMs)
      gaps.push({ due, until: isEnd && nap.to === null ? null : at, missed: Math.ceil((at - due) / everyMs) });
  };
  for (const { at } of looks) {
    close(at, false);
    from = at;
  }
  close(end, true);
  return { looks, gaps, open: nap.to === null ? { from, due: from + everyMs } : null };
}

/** How long what was said is kept while its nap runs. */
const KEEPS = 6 * 60 * MINUTE;
/** Only the newest decide what is due; a few more, because any of them may be struck out. */
export const MOST_LOOKS = 12;

interface Heard {
  readonly words: readonly Word[];
  readonly looks: readonly Look[];
}

/** Takes in what people say about naps. What was struck out is taken back. */
export function hear<T extends Heard>(before: T, signal: Signal): T {
  if (signal.kind !== "nap" && signal.kind !== "nap-check") return before;
  const id = identityOf(signal);
  const words = before.words.filter((word) => word.id !== id);
  const looks = before.looks.filter((look) => look.id !== id);
  if (signal.quality === "entered-in-error" || signal.quality === "bad") return { ...before, words, looks };
  return signal.kind === "nap"
    ? { ...before, looks, words: [...words, { id, at: signal.at, phase: signal.value.phase }] }
    : { ...before, words, looks: [...looks, lookOf(id, signal.at, signal.value)] };
}

export const lookOf = (id: string, at: Instant, value: Extract<Signal, { kind: "nap-check" }>["value"]): Look => ({
  ...{ id, at, posture: value.posture, breathing: value.breathing },
  writtenAt: value.writtenAt ?? null,
  colour: value.colour ?? null,
  turned: value.turned ?? false,
  sensorWrong: value.sensorWrong ?? false,
});

/** Without what cannot matter any more: the nap that runs keeps its first and its last words. */
export function forget<T extends Heard>(heard: T, nap: Nap | null, now: Instant): T {
  const since = nap?.from ?? now - KEEPS;
  const last = heard.looks.toSorted(byTime).slice(-MOST_LOOKS);
  return {
    ...heard,
    words: heard.words.filter(({ at }) => at >= Math.min(since, now - KEEPS)).slice(-MOST_LOOKS),
    looks: last.filter(({ at }) => at >= Math.max(since, now - KEEPS) - 10 * SECOND),
  };
}
