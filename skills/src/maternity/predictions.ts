import { type Instant, MINUTE, type Prediction, type Text, text, unknown } from "@sakiyomi/core";
import type { DawesRedman } from "./ctg/dawes-redman.ts";
import type { Maybe } from "./ctg/recording.ts";
import type { Look } from "./look.ts";

export const VERSION = "1.0.0";
const MODEL = `maternity/${VERSION}`;
/** A look is every two minutes; one more, and it is old. */
const LOOK_HOLDS = 4 * MINUTE;

export const names = [
  "signal",
  "baseline",
  "variability",
  "short-term-variation",
  "criteria",
  "level",
  "labour-figo",
  "labour-nichd",
] as const;
export type Predictions = Readonly<Record<(typeof names)[number], Prediction>>;

export const allUnknown = (why: Text): Predictions =>
  Object.fromEntries(names.map((name) => [name, { known: false, why }])) as unknown as Predictions;

interface Heard {
  /** Of the last five minutes, or since the beginning. */
  readonly heardPercent: number;
  readonly minutes: number;
}

export function predictionsOf(look: Look | null, heard: Heard, now: Instant): Predictions {
  const signal = quantity(heard.heardPercent, "%", now, now + MINUTE, [
    text("heard-share", { minutes: heard.minutes }),
  ]);
  if (look === null) return { ...allUnknown(text("first-look")), signal };
  if (now > look.at + LOOK_HOLDS) return { ...allUnknown(text("look-is-old", { untilAt: look.at })), signal };
  const until = look.at + LOOK_HOLDS + 1;
  const of = (maybe: Maybe<number>, unit: string, because: readonly Text[]): Prediction =>
    maybe.known ? quantity(maybe.value, unit, look.at, until, because) : unknown(`why-${maybe.why}`);
  const seen = text("seen", {
    minutes: look.minute,
    accelerations: look.accelerations,
    decelerations: look.decelerations,
  });
  return {
    signal,
    baseline: of(look.baselineBpm, "/min", [seen]),
    variability: of(look.variabilityBpm, "/min", [text("bandwidth")]),
    "short-term-variation": of(look.stvMs, "ms", [text("stv-of", { minutes: look.minute })]),
    criteria: criteriaNow(look, until),
    level: levelNow(look, until),
    "labour-figo": labour(look.figo, "", "figo-of", until),
    "labour-nichd": labour(look.nichd, "category-", "nichd-of", until),
  };
}

const quantity = (
  value: number,
  unit: string,
  at: Instant,
  validUntil: Instant,
  because: readonly Text[],
): Prediction => ({
  known: true,
  what: { type: "quantity", at, unit, value, interval: { low: value, high: value, p: 1 } },
  because,
  validUntil,
  model: MODEL,
});

const certain = (name: string, validUntil: Instant, because: readonly Text[]): Prediction => ({
  known: true,
  what: { type: "classes", probabilities: { [name]: 1 } },
  because,
  validUntil,
  model: MODEL,
});

function criteriaNow({ criteria, metAt, minute }: Look, until: Instant): Prediction {
  if (!criteria.known) return unknown(`why-${criteria.why}`);
  const { verdict } = criteria.value;
  if (verdict === "too-short") return unknown("first-look");
  const since =
    metAt === null ? text(`verdict-${verdict}`, { minutes: Math.min(60, minute) }) : text("met-since", { metAt });
  return certain(verdict === "unknown" ? "undecided" : verdict, until, [
    since,
    ...missing(criteria.value),
    ...criteria.value.cautions.map((one) => text(one)),
  ]);
}

const missing = ({ criteria }: DawesRedman): readonly Text[] =>
  criteria.flatMap(({ name, is }) => (is === "met" ? [] : [text(`${is}-${name}`)]));

function levelNow({ jsog }: Look, until: Instant): Prediction {
  if (!jsog.known) return unknown(`why-${jsog.why}`);
  const { level, baseline, variability, deceleration } = jsog.value;
  const because = [
    text(`baseline-${baseline}`),
    text(`variability-${variability}`),
    text(`deceleration-${deceleration}`),
  ];
  return certain(`level-${level}`, until, because);
}

const labour = (found: Maybe<string>, prefix: string, because: string, until: Instant): Prediction =>
  found.known ? certain(`${prefix}${found.value}`, until, [text(because)]) : unknown(`why-${found.why}`);
