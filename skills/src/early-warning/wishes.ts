import { HOUR, type Instant, MINUTE, type Text, text, type Wish } from "@sakiyomi/core";
import { type Response, responseTo } from "./news2.ts";
import type { Score } from "./score.ts";
import type { Settings } from "./settings.ts";

/** The response that holds, and since when: what is due is counted from there. */
export interface Standing {
  readonly response: Response | null;
  readonly since: Instant;
}

const order: readonly Response[] = ["zero", "low", "single-three", "medium", "high"];

/**
 * A rise starts the clock of the new response; a fall keeps it running. An incomplete score of nought or little means
 * nothing, so it changes no standing; what its present parts add up to is a lower bound, so it may raise one.
 */
export function standingOf(before: Standing, score: Score, now: Instant): Standing {
  const response = responseTo(score.total, score.hasThree);
  const isUrgent = score.hasThree || score.total >= 5;
  if (score.missing.length > 0 && !isUrgent)
    return { response: null, since: before.response === null ? before.since : now };
  const rose = before.response === null || order.indexOf(response) > order.indexOf(before.response);
  return { response, since: rose ? now : before.since };
}

export function wishesFor(standing: Standing, score: Score, settings: Settings, now: Instant): readonly Wish[] {
  const { response, since } = standing;
  return [
    ...(response === null
      ? []
      : [...tells(response, since, score, settings), nextObservation(response, since, score, settings)]),
    ...(score.missing.length > 0 && score.missing.length < score.parts.length ? [complete(score, now, since)] : []),
  ];
}

/** "At least" where parts are missing: what is there can only be the smaller part of the score. */
const scored = (key: string, score: Score): Text =>
  text(score.missing.length > 0 ? `${key}-at-least` : key, { total: score.total });

function tells(response: Response, since: Instant, score: Score, settings: Settings): readonly Wish[] {
  if (response === "high") {
    const due = since + settings.emergencyMin * MINUTE;
    return [
      { do: "tell", key: "score", level: "high", text: scored("tell-high", score) },
      { do: "task", key: "emergency-review", text: text("emergency-review"), due, role: "doctor" },
    ];
  }
  if (response !== "medium" && response !== "single-three") return [];
  const due = since + settings.urgentReviewMin * MINUTE;
  const three = score.parts.find((part) => part.known && part.points === 3);
  const said =
    response === "medium"
      ? scored("tell-medium", score)
      : text("tell-three", { parameter: three?.parameter ?? "score" });
  return [
    { do: "tell", key: "score", level: "medium", text: said },
    { do: "task", key: "urgent-review", text: text("urgent-review"), due, role: "doctor" },
  ];
}

/** Due so long after the last whole observation, or after the response began, whichever is later. */
function nextObservation(response: Response, since: Instant, score: Score, settings: Settings): Wish {
  if (response === "high")
    return { do: "task", key: "next-observation", text: text("observe-continuously"), due: since, role: "nurse" };
  const every = {
    zero: settings.zeroEveryH * HOUR,
    low: settings.lowEveryH * HOUR,
    "single-three": settings.urgentEveryMin * MINUTE,
    medium: settings.urgentEveryMin * MINUTE,
  }[response];
  const due = Math.max(observedAt(score), since) + every;
  return { do: "task", key: "next-observation", text: text("observe-next"), due, role: "nurse" };
}

/** A set of observations is as old as its oldest part. */
const observedAt = (score: Score): Instant =>
  Math.min(...score.parts.flatMap((part) => (part.known ? [part.sample.at] : [])));

function complete(score: Score, now: Instant, since: Instant): Wish {
  const whens = score.missing.flatMap((part) => (part.since === null ? [] : [part.since]));
  const due = Math.min(now, Math.max(since, ...whens));
  return {
    do: "task",
    key: "complete-observation",
    text: missingText("complete-observation", score),
    due,
    role: "nurse",
  };
}

/** Names every missing parameter: `incomplete-2` has `{p1}` and `{p2}`. */
export const missingText = (key: string, score: Score): Text =>
  text(`${key}-${score.missing.length}`, {
    ...Object.fromEntries(score.missing.map(({ parameter }, i) => [`p${i + 1}`, parameter])),
    ...(key === "incomplete" ? { total: score.total } : {}),
  });
