import {
  defineSkill,
  HOUR,
  type Instant,
  kinds,
  MINUTE,
  type Person,
  type Prediction,
  type Text,
  text,
  unknown,
} from "@sakiyomi/core";
import { scoreInAnHour, type Trends, timeToNextResponse, timeToWorse, trendsOf, trendText } from "./forecast.ts";
import { type Measured, measured } from "./news2.ts";
import { noSamples, type Samples, takeIn } from "./samples.ts";
import { type Part, type Score, scoreOf } from "./score.ts";
import { type Settings, settings } from "./settings.ts";
import { missingText, type Standing, standingOf, wishesFor } from "./wishes.ts";
import { words } from "./words.ts";

interface State {
  readonly samples: Samples;
  readonly standing: Standing;
}

const VERSION = "1.0.0";
const MODEL = `news2/${VERSION}`;
/** RCP, NEWS2, London 2017: not for children (under 16) nor in pregnancy. */
const LEAST_AGE_YEARS = 16;

/** Scores the vital signs after NEWS2, says when the score will call for more, and who has to come by when. */
export const earlyWarning = defineSkill<State, Settings>({
  id: "early-warning",
  owner: "@sakiyomi/clinical",
  version: VERSION,
  risk: "informs",
  reads: [
    "respiration-rate",
    "spo2",
    "supplemental-oxygen",
    "oxygen-flow",
    "systolic",
    "heart-rate",
    "pulse-rate",
    "consciousness",
    "body-temperature",
  ],
  makes: [],
  does: ["tell", "task"],
  periodMs: MINUTE,
  budgetMs: 50,
  settings,
  start: (now) => ({ samples: noSamples, standing: { response: null, since: now } }),
  step(state, inputs, now) {
    const samples = takeIn(state.samples, inputs.signals, now);
    const excluded = whyNot(inputs.person);
    if (excluded !== null)
      return {
        state: { samples, standing: { response: null, since: now } },
        predictions: allUnknown(excluded),
        wishes: [],
      };
    const score = scoreOf(samples, inputs.settings, now);
    const trends = trendsOf(samples, score.parts, inputs.settings, now);
    const standing = standingOf(state.standing, score, now);
    return {
      state: { samples, standing },
      predictions: predictionsOf(score, trends, inputs.person, now),
      wishes: wishesFor(standing, score, inputs.settings, now),
    };
  },
  words,
});

function whyNot({ ageYears, pregnant }: Person): Text | null {
  if (ageYears !== null && ageYears < LEAST_AGE_YEARS) return text("not-for-children", { age: ageYears });
  return pregnant === true ? text("not-in-pregnancy") : null;
}

type Predictions = Readonly<Record<string, Prediction>>;

const names = ["score", "score-in-1h", "next-response"] as const;
const allUnknown = ({ key, values }: Text): Predictions =>
  Object.fromEntries(
    [...names, ...noParts.map((p) => `part-${p}`), ...measured.map((p) => `next-${p}`)].map((name) => [
      name,
      unknown(key, values),
    ]),
  );
const noParts = Object.keys(noSamples);

function predictionsOf(score: Score, trends: Trends, person: Person, now: Instant): Predictions {
  const whole = score.missing.length === 0;
  const incomplete = unknown("incomplete-short");
  return {
    score: whole ? scoreNow(score, person, now) : { known: false, why: missingText("incomplete", score) },
    "score-in-1h": whole ? scoreInAnHour(score, trends, now, MODEL) : incomplete,
    "next-response": whole ? timeToNextResponse(score, trends, now, MODEL) : incomplete,
    ...Object.fromEntries(score.parts.map((part) => [`part-${part.parameter}`, partNow(part, trends, now)])),
    ...Object.fromEntries(
      measured.map((parameter) => [`next-${parameter}`, timeToWorse(parameter, score, trends[parameter], now, MODEL)]),
    ),
  };
}

function scoreNow(score: Score, person: Person, now: Instant): Prediction {
  const { total } = score;
  const parts = score.parts.filter((part) => part.known);
  return {
    known: true,
    what: { type: "quantity", at: now, unit: "{score}", value: total, interval: { low: total, high: total, p: 1 } },
    because: [...parts.map(partText), ...(person.ageYears === null ? [text("age-unknown")] : [])],
    validUntil: Math.min(now + HOUR, ...parts.map(({ validUntil }) => validUntil)),
    model: MODEL,
  };
}

function partNow(part: Part, trends: Trends, now: Instant): Prediction {
  if (!part.known)
    return part.since === null
      ? unknown("never-measured", { parameter: part.parameter })
      : unknown("stale", {
          parameter: part.parameter,
          sinceAt: part.since,
          min: Math.floor((now - part.since) / MINUTE),
        });
  const trend = trends[part.parameter as Measured];
  const { points } = part;
  return {
    known: true,
    what: { type: "quantity", at: now, unit: "{score}", value: points, interval: { low: points, high: points, p: 1 } },
    because: [
      partText(part),
      ...(part.sample.questionable ? [text("questionable")] : []),
      ...(trend === undefined ? [] : [trendText(trend)]),
    ],
    validUntil: part.validUntil,
    model: MODEL,
  };
}

type KnownPart = Extract<Part, { known: true }>;

function partText({ parameter, points, sample }: KnownPart): Text {
  const row = kinds[sample.kind];
  if (row.class !== "quantity") return text("part-state", { parameter, value: `is-${sample.value}`, points });
  return text("part-value", { parameter, value: sample.value, unit: `unit-${sample.kind}`, points });
}
