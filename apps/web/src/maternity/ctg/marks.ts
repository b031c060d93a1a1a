import type { Analysis, DecelerationKind } from "@sakiyomi/skills/maternity";

/** What an analysis marks on the paper, in the time of the clock. */
export interface Span {
  readonly from: number;
  readonly until: number;
}
export interface Deceleration extends Span {
  readonly kind: DecelerationKind;
  readonly nadirAt: number;
  readonly nadirBpm: number;
}
export interface Marks {
  /** Baseline, /min, 4 a second from `from` on. */
  readonly from: number;
  readonly base: Float64Array | null;
  readonly accelerations: readonly Span[];
  readonly decelerations: readonly Deceleration[];
  readonly contractions: readonly (Span & { readonly peakAt: number })[];
  /** The rate ran with the mother's own: perhaps it is hers. */
  readonly mothers: readonly Span[];
}

export function marksOf(analysis: Analysis, from: number): Marks {
  const at = (seconds: number) => from + seconds * 1000;
  const span = ({ fromS, untilS }: { readonly fromS: number; readonly untilS: number }) => ({
    from: at(fromS),
    until: at(untilS),
  });
  return {
    ...{ from, base: analysis.base },
    accelerations: analysis.accelerations.map(span),
    decelerations: analysis.decelerations.map((one) => ({
      ...span(one),
      ...{ kind: one.kind, nadirAt: at(one.nadirS), nadirBpm: one.nadirBpm },
    })),
    contractions: analysis.contractions.known
      ? analysis.contractions.value.map(({ onsetS, peakS, endS }) => ({
          ...{ from: at(onsetS), peakAt: at(peakS), until: at(endS) },
        }))
      : [],
    mothers: analysis.mother.known ? analysis.mother.value.stretches.map(span) : [],
  };
}
