import type { Instant, Store, SubjectId } from "@sakiyomi/core";
import { type Analysis, analyse, gridOf } from "@sakiyomi/skills/maternity";
import type { Rules } from "./rules.ts";
import type { Concern, CtgFigures, PregnancyView, Priority, RequestView } from "./shapes.ts";
import { type Traced, traced } from "./trace.ts";

export interface Judged {
  readonly figures: CtgFigures;
  readonly concerns: readonly Concern[];
}

/** Of a longer one the last so much is judged: the criteria of the antepartum recording end with the hour. */
const JUDGED_MS = 60 * 60_000;
/** A pulse of the mother holds until the next, at most so long. */
const PULSE_HOLDS_S = 15;
/** FIGO 2015 asks for a signal without so much loss; the criteria of Dawes and Redman are not reliable beyond (clinician to approve). */
const MUCH_LOST = 0.3;
/** Bounds of the normal baseline: FIGO 2015, JSOG 2003. */
const BASELINE_BPM = { least: 110, most: 160 } as const;

/** JSOG 2010: prepare for delivery from level 4 on; the skill calls from there, too. */
const CALLS_FROM_LEVEL = 4;

const orNull = <T>(maybe: { readonly known: boolean; readonly value?: T }): T | null =>
  maybe.known ? (maybe.value ?? null) : null;

function figuresOf(analysis: Analysis): CtgFigures {
  const verdict = analysis.dawesRedman.known ? analysis.dawesRedman.value.verdict : null;
  return {
    minutes: analysis.seconds / 60,
    lost: analysis.quality.lost,
    baselineBpm: orNull(analysis.basalBpm),
    variabilityBpm: orNull(analysis.variabilityBpm),
    stvMs: orNull(analysis.variation.stvMs),
    accelerations: analysis.accelerations.length,
    decelerations: analysis.decelerations.length,
    criteriaMet: verdict === "met" ? true : verdict === "not-met" ? false : null,
  };
}

/** What a doctor looks at first, in this order. */
function concernsOf(analysis: Analysis, figures: CtgFigures): readonly Concern[] {
  const { mother, decelerations, sinusoids } = analysis;
  const bpm = figures.baselineBpm;
  const rows: readonly (readonly [boolean, Concern])[] = [
    [analysis.jsog.known && analysis.jsog.value.level >= CALLS_FROM_LEVEL, "level-high"],
    [mother.known && mother.value.stretches.length > 0, "mother-heard"],
    [figures.lost > MUCH_LOST, "lost"],
    [sinusoids.length > 0, "sinusoidal"],
    [decelerations.some(({ kind }) => kind === "prolonged"), "prolonged"],
    [decelerations.some(({ kind }) => kind !== "prolonged"), "decelerations"],
    [bpm !== null && bpm > BASELINE_BPM.most, "baseline-high"],
    [bpm !== null && bpm < BASELINE_BPM.least, "baseline-low"],
    [figures.criteriaMet === false, "not-met"],
    [figures.criteriaMet === null, "not-judged"],
  ];
  return rows.flatMap(([holds, concern]) => (holds ? [concern] : []));
}

const atOnce: readonly Concern[] = ["asked-now", "level-high", "prolonged", "sinusoidal", "baseline-low"];
const today: readonly Concern[] = ["asked-today", "mother-heard", "lost", "decelerations", "baseline-high", "not-met"];

export function priorityOf(concerns: readonly Concern[]): Priority {
  if (concerns.some((concern) => atOnce.includes(concern))) return 0;
  return concerns.some((concern) => today.includes(concern)) ? 1 : 2;
}

const asked: Readonly<Record<RequestView["priority"], Concern>> = {
  now: "asked-now",
  today: "asked-today",
  routine: "asked",
};
export const concernOf = (request: RequestView | null): readonly Concern[] =>
  request === null ? [] : [asked[request.priority]];

export function judge(
  trace: Traced,
  source: string,
  pregnancy: PregnancyView | null,
  weeks: number | null,
  rules: Rules,
): Judged | null {
  const { from, to, toco, movements } = trace;
  const fhr = trace.fhr.find((wave) => wave.source === source)?.values;
  if (!fhr) return null;
  const mother =
    trace.mother.length === 0
      ? null
      : gridOf(
          trace.mother.map(({ at, bpm }) => ({ at, value: bpm })),
          from,
          to,
          PULSE_HOLDS_S,
        );
  const felt = movements.reduce((sum, { count }) => sum + count, 0);
  const analysis = analyse(
    { fhr, toco, mother },
    {
      ...{ weeks, fetuses: pregnancy?.fetuses ?? null, ...rules },
      movements: felt === 0 ? null : felt,
    },
  );
  const figures = figuresOf(analysis);
  return { figures, concerns: concernsOf(analysis, figures) };
}

interface Asked {
  readonly subject: SubjectId;
  readonly source: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly pregnancy: PregnancyView | null;
  readonly weeks: number | null;
  readonly rules: Rules;
}

const mostKept = 2000;

/** Judges recordings and remembers: one that ended is judged once. Late samples and struck out ones change how many there are. */
export class Judge {
  readonly #kept = new Map<string, Promise<Judged | null>>();

  async of(store: Store, asked: Asked): Promise<Judged | null> {
    const { subject, source, from, until, pregnancy, weeks, rules } = asked;
    const [heard] = await store.summary({ subject, kind: "fetal-heart-rate", from, to: until, buckets: 1 });
    const about = [pregnancy?.due, pregnancy?.fetuses, weeks, rules];
    const key = JSON.stringify([subject, source, from, until, heard?.n, ...about]);
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const judged = traced(store, subject, Math.max(from, until - JUDGED_MS), until).then((trace) =>
      judge(trace, source, pregnancy, weeks, rules),
    );
    this.#kept.set(key, judged);
    judged.catch(() => this.#kept.delete(key));
    const oldest = this.#kept.size > mostKept ? this.#kept.keys().next().value : undefined;
    if (oldest !== undefined) this.#kept.delete(oldest);
    return judged;
  }
}
