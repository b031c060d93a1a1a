import { analyse, type Circumstances, type CtgRecording, gridOf } from "@sakiyomi/skills/maternity";
import type { LiveSignal } from "../../link/shapes.ts";
import { isWave } from "../../signal/live-signs.ts";
import type { RecordingView, TraceView } from "../shapes.ts";
import { GridWave, STEP_MS } from "./grid-trace.ts";

/** The mother's pulse comes as a figure; it holds until the next, at most so long. */
const PULSE_HOLDS_S = 15;
/** What is live and came while the beginning was still on its way is put in again afterwards. */
const MOST_PENDING = 600;
/** The criteria of the antepartum recording end with the hour: of a longer one the last is judged. */
export const JUDGED_MS = 3_600_000;

const pulses: readonly string[] = ["pulse-rate", "heart-rate"];

/** One recording as the page holds it: what was asked for once, and what the feed has brought since. */
export class LiveRecording {
  readonly from: number;
  readonly source: string;
  readonly waves = new Map<string, GridWave>();
  toco: GridWave;
  mother: { readonly at: number; readonly bpm: number }[] = [];
  movements: { readonly at: number; readonly count: number }[] = [];
  #pending: LiveSignal[] = [];
  #hasToco = false;
  #pulse: string | null = null;

  constructor({ from, source }: Pick<RecordingView, "from" | "source">) {
    this.from = from;
    this.source = source;
    this.waves.set(source, new GridWave(from));
    this.toco = new GridWave(from);
  }

  /** Its end, as far as something came. */
  get until(): number {
    return Math.max(...[...this.waves.values()].map(({ until }) => until));
  }
  get hasToco(): boolean {
    return this.#hasToco;
  }
  /** The one that was chosen first, then its twin's. */
  get fhr(): readonly { readonly source: string; readonly wave: GridWave }[] {
    const all = [...this.waves].map(([source, wave]) => ({ source, wave }));
    return all.sort((a, b) => Number(b.source === this.source) - Number(a.source === this.source));
  }

  /** Everything until now; what came live meanwhile stays. */
  begin(trace: TraceView): void {
    for (const { source, values } of trace.fhr) this.waves.set(source, new GridWave(trace.from, values));
    this.#hasToco = trace.toco !== null;
    this.toco = new GridWave(trace.from, trace.toco ?? []);
    this.mother = [...trace.mother];
    this.movements = [...trace.movements];
    for (const signal of this.#pending.splice(0)) this.#take(signal);
  }

  /** True where something of it changed. */
  hear(signals: readonly LiveSignal[]): boolean {
    const taken = signals.filter((signal) => this.#take(signal));
    this.#pending = [...this.#pending, ...taken].slice(-MOST_PENDING);
    return taken.length > 0;
  }

  #take(signal: LiveSignal): boolean {
    if (signal.quality === "bad" || signal.quality === "entered-in-error") return false;
    if (isWave(signal)) return this.#wave(signal.kind, signal);
    if (pulses.includes(signal.kind) && typeof signal.value === "number") return this.#motherPulse(signal);
    if (signal.kind !== "fetal-movement") return false;
    const { count } = signal.value as { readonly count: number };
    if (!this.movements.some(({ at }) => at === signal.at)) this.movements.push({ at: signal.at, count });
    return true;
  }

  #wave(
    kind: string,
    { at, rate, value, source }: Extract<LiveSignal, unknown> & { rate?: number; value: unknown },
  ): boolean {
    const samples = value as readonly (number | null)[];
    if (kind === "uterine-activity") {
      this.#hasToco = true;
      this.toco.put(at, rate ?? 1, samples);
      return true;
    }
    if (kind !== "fetal-heart-rate") return false;
    const wave = this.waves.get(source) ?? new GridWave(this.from);
    this.waves.set(source, wave);
    wave.put(at, rate ?? 1, samples);
    return true;
  }

  /** Two sensors may tell it; the first that did is believed. */
  #motherPulse({ kind, at, value }: LiveSignal): boolean {
    this.#pulse ??= kind;
    if (this.#pulse !== kind || (this.mother.at(-1)?.at ?? 0) >= at) return false;
    this.mother.push({ at, bpm: value as number });
    return true;
  }
}

const wide = (wave: GridWave, from: number, until: number): Float64Array => {
  const first = Math.round((from - wave.from) / STEP_MS);
  const length = Math.max(0, Math.round((until - from) / STEP_MS));
  return Float64Array.from({ length }, (_, i) => wave.at(first + i));
};

/** What the rules are asked about: the last hour of it. */
export function judgedPart(recording: LiveRecording): { readonly from: number; readonly part: CtgRecording } | null {
  const { until, source } = recording;
  const wave = recording.waves.get(source);
  if (!wave || wave.length === 0) return null;
  const from = Math.max(recording.from, until - JUDGED_MS);
  const pulse = recording.mother.map(({ at, bpm }) => ({ at, value: bpm }));
  return {
    from,
    part: {
      fhr: wide(wave, from, until),
      toco: recording.hasToco ? wide(recording.toco, from, until) : null,
      mother: pulse.length === 0 ? null : gridOf(pulse, from, until, PULSE_HOLDS_S),
    },
  };
}

export function judged(recording: LiveRecording, about: Omit<Circumstances, "movements">) {
  const found = judgedPart(recording);
  if (found === null) return null;
  const felt = recording.movements.filter(({ at }) => at >= found.from).reduce((sum, { count }) => sum + count, 0);
  return { from: found.from, analysis: analyse(found.part, { ...about, movements: felt === 0 ? null : felt }) };
}
