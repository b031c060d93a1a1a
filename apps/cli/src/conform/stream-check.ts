import { endOf, type Instant, isOfClass, type Kind, rowOf, SECOND, type Signal, type SourceId } from "@sakiyomi/core";

export interface Finding {
  /** A `problem` loses or bends data in a ward; `advice` does not, and is worth a look. */
  readonly level: "problem" | "advice";
  readonly what: string;
}

export interface StreamReport {
  readonly source: string;
  readonly kind: Kind;
  readonly signals: number;
  readonly samples: number;
  readonly from: string;
  readonly to: string;
  /** Median time between two signals, in ms; null with fewer than two. */
  readonly everyMs: number | null;
  /** Samples a second that really came, of a waveform with at least two blocks. */
  readonly rate: number | null;
  /** Milliseconds from the end of a signal until it was heard: smallest and median. */
  readonly delayMs: { readonly least: number; readonly median: number };
  readonly findings: readonly Finding[];
}

/** A clock that is ahead by more is set wrong: NTP keeps devices within a second. */
const AHEAD_MS = SECOND;
/** Crystal clocks are within 100 ppm; a rate that is wrong by one in a hundred is a wrong figure. */
const RATE_TOLERANCE = 0.01;
/** Rates are only told from a stretch that is longer than the jitter of its ends. */
const RATE_STRETCH_MS = 10 * SECOND;
/** So many of the newest are compared with: a device repeats what was just not acknowledged. */
const MEMORY = 10_000;

type CountName = "repeated" | "contradicted" | "late" | "lost" | "backward" | "overlapping" | "silent";

/** One kind from one source, looked at over time. */
export class StreamCheck {
  readonly #source: SourceId;
  readonly #kind: Kind;
  readonly #seen = new Map<string, string>();
  readonly #intervals: number[] = [];
  readonly #delays: number[] = [];
  readonly #counts: Record<CountName, number> = {
    repeated: 0,
    contradicted: 0,
    late: 0,
    lost: 0,
    backward: 0,
    overlapping: 0,
    silent: 0,
  };
  #first: Signal | null = null;
  #newest: Signal | null = null;
  #signals = 0;
  #samples = 0;

  constructor(source: SourceId, kind: Kind) {
    this.#source = source;
    this.#kind = kind;
  }

  hear(signal: Signal, now: Instant): void {
    this.#signals += 1;
    if (this.#isRepeated(signal)) return;
    this.#samples += samplesOf(signal);
    this.#remember(this.#delays, now - endOf(signal));
    this.#first ??= signal;
    if (this.#newest) this.#compare(this.#newest, signal);
    if (!this.#newest || signal.at >= this.#newest.at) this.#newest = signal;
  }

  report(): StreamReport {
    const [first, newest] = [this.#first, this.#newest];
    const rate = this.#rate();
    const delayMs = { least: Math.min(...this.#delays), median: median(this.#delays) ?? 0 };
    return {
      source: this.#source,
      kind: this.#kind,
      signals: this.#signals,
      samples: this.#samples,
      from: new Date(first?.at ?? 0).toISOString(),
      to: new Date(newest ? endOf(newest) : 0).toISOString(),
      everyMs: median(this.#intervals),
      rate,
      delayMs,
      findings: [...this.#counted(), ...clockFindings(delayMs.least), ...rateFindings(first, rate)],
    };
  }

  #isRepeated(signal: Signal): boolean {
    const identity = `${signal.at} ${signal.sequence}`;
    const said = JSON.stringify(signal.value);
    const before = this.#seen.get(identity);
    if (before === undefined) {
      this.#seen.set(identity, said);
      const [oldest] = this.#seen.keys();
      if (this.#seen.size > MEMORY && oldest !== undefined) this.#seen.delete(oldest);
      return false;
    }
    this.#counts[before === said ? "repeated" : "contradicted"] += 1;
    return true;
  }

  #compare(was: Signal, is: Signal): void {
    if (is.at < was.at) {
      this.#counts.late += 1;
      return;
    }
    this.#remember(this.#intervals, is.at - was.at);
    const row = rowOf(this.#kind);
    if ("staleAfterMs" in row && is.at - endOf(was) > row.staleAfterMs) this.#counts.silent += 1;
    if (isOfClass(was, "wave") && is.at < endOf(was)) this.#counts.overlapping += 1;
    if (is.sequence > was.sequence + 1) this.#counts.lost += is.sequence - was.sequence - 1;
    if (is.sequence < was.sequence && is.sequence !== 0) this.#counts.backward += 1;
  }

  /** Of a waveform: what came between the first sample of the first block and the first sample of the newest. */
  #rate(): number | null {
    const [first, newest] = [this.#first, this.#newest];
    if (!first || !newest || !isOfClass(newest, "wave")) return null;
    const stretch = newest.at - first.at;
    return stretch < RATE_STRETCH_MS ? null : ((this.#samples - samplesOf(newest)) * 1000) / stretch;
  }

  #counted(): readonly Finding[] {
    return countRows.flatMap(({ name, level, says }) =>
      this.#counts[name] > 0 ? [{ level, what: says(this.#counts[name], this.#kind) }] : [],
    );
  }

  #remember(list: number[], value: number): void {
    if (list.length < MEMORY) list.push(value);
  }
}

const countRows: readonly {
  readonly name: CountName;
  readonly level: Finding["level"];
  readonly says: (n: number, kind: Kind) => string;
}[] = [
  {
    name: "contradicted",
    level: "problem",
    says: (n) =>
      `${n} with the time and sequence of an earlier one, but another value: the ward keeps the first. Count with "sequence".`,
  },
  { name: "overlapping", level: "problem", says: (n) => `${n} blocks begin before the one before them ends.` },
  { name: "backward", level: "problem", says: (n) => `${n} times the sequence went back while time went on.` },
  {
    name: "lost",
    level: "advice",
    says: (n) => `${n} missing by their sequence: send again what was not acknowledged.`,
  },
  { name: "late", level: "advice", says: (n) => `${n} out of order: kept in their place, but skills have moved on.` },
  { name: "repeated", level: "advice", says: (n) => `${n} repeated: they change nothing.` },
  {
    name: "silent",
    level: "advice",
    says: (n, kind) => `${n} pauses longer than ${staleSeconds(kind)} s, in which the ward shows the value as unknown.`,
  },
];

const staleSeconds = (kind: Kind): number => {
  const row = rowOf(kind);
  return "staleAfterMs" in row ? row.staleAfterMs / SECOND : 0;
};

const clockFindings = (least: number): readonly Finding[] =>
  least < -AHEAD_MS
    ? [{ level: "problem", what: `The clock is ${(-least / SECOND).toFixed(1)} s ahead of this machine's: use NTP.` }]
    : [];

function rateFindings(first: Signal | null, rate: number | null): readonly Finding[] {
  if (!first || rate === null || !isOfClass(first, "wave")) return [];
  const declared = first.value.rate;
  if (Math.abs(rate / declared - 1) <= RATE_TOLERANCE) return [];
  return [
    { level: "problem", what: `${declared} samples a second declared, ${rate.toFixed(2)} came by the times given.` },
  ];
}

const samplesOf = (signal: Signal): number => (isOfClass(signal, "wave") ? signal.value.samples.length : 1);

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
