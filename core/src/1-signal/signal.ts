import type { Instant, SourceId, SubjectId } from "./ids.ts";
import { type Kind, type KindClass, type KindsOfClass, kinds, type ValueOf } from "./kinds.ts";

/** `entered-in-error` strikes out the earlier sample of the same identity: (source, kind, at, sequence). */
export const qualities = ["good", "questionable", "bad", "entered-in-error"] as const;
export type Quality = (typeof qualities)[number];

export interface SignalOf<K extends Kind> {
  readonly subject: SubjectId;
  readonly kind: K;
  /** When it was so; of a waveform, the time of the first sample. */
  readonly at: Instant;
  /** When we learnt it. Never decreases in order of arrival. */
  readonly receivedAt: Instant;
  /** The source's own count; tells two readings of one instant apart. 0 where the source does not count. */
  readonly sequence: number;
  readonly value: ValueOf<K>;
  readonly quality: Quality;
  readonly source: SourceId;
}

export type Signal = { [K in Kind]: SignalOf<K> }[Kind];
export type SignalOfClass<C extends KindClass> = Extract<Signal, { kind: KindsOfClass<C> }>;

export const isOfClass = <C extends KindClass>(signal: Signal, wanted: C): signal is SignalOfClass<C> =>
  kinds[signal.kind].class === wanted;

/** What makes two samples the same one: said twice, it counts once. */
export const identityOf = ({ subject, source, kind, at, sequence }: Signal): string =>
  `${subject} ${source} ${kind} ${at} ${sequence}`;

/** The time of the last sample: `at`, except of a waveform. */
export function endOf(signal: Signal): Instant {
  if (!isOfClass(signal, "wave")) return signal.at;
  const { samples, rate } = signal.value;
  return signal.at + Math.max(0, samples.length - 1) * (1000 / rate);
}
