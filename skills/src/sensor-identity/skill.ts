import { defineSkill, type Instant, MINUTE, type Signal, text, type Wish } from "@sakiyomi/core";
import { type Baseline, emptyBaseline, judge, startAnew, TRIAL_READINGS } from "./baseline.ts";
import { type Settings, settings } from "./settings.ts";
import { words } from "./words.ts";

/** Which setting says how far apart two people may be taken for one, and how many readings decide. */
const watched = {
  "heart-rate": { step: "pulseStep", readings: TRIAL_READINGS, digits: 0 },
  "pulse-rate": { step: "pulseStep", readings: TRIAL_READINGS, digits: 0 },
  "respiration-rate": { step: "breathStep", readings: TRIAL_READINGS, digits: 0 },
  "body-temperature": { step: "temperatureStep", readings: 1, digits: 1 },
  "body-weight": { step: "weightStep", readings: 1, digits: 1 },
} as const satisfies Record<string, { step: keyof Settings; readings: number; digits: number }>;
type Watched = keyof typeof watched;

interface Doubt {
  readonly source: string;
  readonly kind: Watched;
  readonly was: number;
  readonly is: number;
  readonly at: Instant;
}

interface State {
  /** Key: source, blank, kind. */
  readonly baselines: Readonly<Record<string, Baseline>>;
  /** Key: source. */
  readonly doubts: Readonly<Record<string, Doubt>>;
}

const SAME = "same-person";
const OTHER = "other-person";

/** Asks whose sensor it is when, after a silence, it suddenly reads like somebody else. Hazard H-01: swapped sensors. */
export const sensorIdentity = defineSkill<State, Settings>({
  id: "sensor-identity",
  owner: "sakiyomi",
  version: "1.0.0",
  risk: "suggests",
  reads: [...(Object.keys(watched) as Watched[]), "answer"],
  makes: [],
  does: ["ask"],
  periodMs: MINUTE,
  budgetMs: 50,
  settings,
  start: () => ({ baselines: {}, doubts: {} }),
  step(before, inputs) {
    let state = before;
    for (const signal of inputs.signals) state = hear(state, signal, inputs.settings);
    return { state, predictions: {}, wishes: Object.values(state.doubts).map(question) };
  },
  words,
});

function hear(state: State, signal: Signal, settings: Settings): State {
  if (signal.kind === "answer") return settle(state, signal.value, signal.at);
  if (!isWatched(signal) || signal.quality !== "good" || !signal.source.startsWith("device:")) return state;
  const key = `${signal.source} ${signal.kind}`;
  const { step, readings } = watched[signal.kind];
  const was = state.baselines[key] ?? emptyBaseline;
  if (signal.at < was.lastAt) return state;
  const gapMs = signal.kind === "body-weight" ? 0 : settings.gapMin * MINUTE;
  const { baseline, doubt } = judge(was, signal.value, signal.at, gapMs, settings[step], readings);
  const baselines = { ...state.baselines, [key]: baseline };
  if (!doubt || state.doubts[signal.source]) return { ...state, baselines };
  const asked: Doubt = { ...doubt, source: signal.source, kind: signal.kind, at: signal.at };
  return { baselines, doubts: { ...state.doubts, [signal.source]: asked } };
}

const isWatched = (signal: Signal): signal is Extract<Signal, { kind: Watched }> => signal.kind in watched;

/** Either answer ends the question; what the sensor reads from now on is its new usual value. */
function settle(state: State, { skill, key }: { skill: string; key: string }, at: Instant): State {
  const source = key.replace(/^whose\./, "");
  if (skill !== "sensor-identity" || !state.doubts[source]) return state;
  const { [source]: _, ...doubts } = state.doubts;
  const isOfSource = (name: string) => name.startsWith(`${source} `);
  const baselines = Object.fromEntries(
    Object.entries(state.baselines).map(([name, baseline]) => [name, isOfSource(name) ? startAnew(at) : baseline]),
  );
  return { baselines, doubts };
}

const question = ({ source, kind, was, is, at }: Doubt): Wish => ({
  do: "ask",
  key: `whose.${source}`,
  level: "medium",
  text: text("reads-like-somebody-else", {
    device: source.replace(/^device:/, ""),
    kind,
    was: Number(was.toFixed(watched[kind].digits)),
    is: Number(is.toFixed(watched[kind].digits)),
    sinceAt: at,
  }),
  answers: [SAME, OTHER],
});
