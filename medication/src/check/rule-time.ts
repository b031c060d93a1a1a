import { DAY, type Instant, MINUTE } from "@sakiyomi/core";
import { holdsSame } from "../drugs/same.ts";
import { allowance, ingredientGivenAt } from "../ledger/givings.ts";
import { dayAt } from "../orders/local-day.ts";
import type { MedicationPolicy } from "../orders/policy.ts";
import type { ScheduledDose } from "../orders/scheduled-dose.ts";
import { expanded } from "../round/expanded.ts";
import type { Moment } from "../words/moments.ts";
import type { Finding } from "./bedside.ts";
import { right, unknown, warning, wrong } from "./finding.ts";
import type { Rule, Situation, Target } from "./situation.ts";

type Values = Readonly<Record<string, string | number>>;

/** "90 min" or "7 h 30 min": the value names the sentence that is put into its place. */
function spanValues(ms: number): Values {
  const minutes = Math.max(1, Math.round(ms / MINUTE));
  return minutes <= 120
    ? { by: "span.min", min: minutes }
    : { by: minutes % 60 === 0 ? "span.hours" : "span.hours-min", h: Math.floor(minutes / 60), min: minutes % 60 };
}

const dayWords: Readonly<Record<number, string>> = { 0: "", [-1]: "-yesterday", 1: "-tomorrow" };

/** The hour alone on the same day, "yesterday", "tomorrow", or the date with it. */
export function whenValues(at: Instant, { bedside: { now, zone } }: Situation, name: Moment = "due"): Values {
  const day = dayAt(zone, at);
  const away = dayWords[day.number - dayAt(zone, now).number] ?? "-day";
  return { [name]: `when.${name}${away}`, [`${name}At`]: at, [`${name}Day`]: day.date };
}

/** How far back and ahead other doses of the order are looked for. */
const REACH = 8 * DAY;

/** When this order asks for its next dose, for somebody who has to decide whether a late one is still given. */
function nextValues(target: Target, situation: Situation): Values {
  const { now, zone, policy } = situation.bedside;
  const later = expanded(target.order, { from: now + 1, until: now + REACH, zone, policy });
  const next = later.find(({ id }) => id !== target.dose.id);
  return next ? whenValues(next.at, situation, "nextDose") : { nextDose: "when.no-next-dose" };
}

/** What has no window and was not given within the house's hours for omitted doses was needed then: whether it still is, somebody decides. */
const lastMoment = ({ at, window }: ScheduledDose, { statMin, omittedMin }: MedicationPolicy): Instant =>
  window?.until ?? at + (statMin + omittedMin) * MINUTE;

function scheduled(target: Target, situation: Situation): readonly Finding[] {
  const own = inWindow(target, situation);
  const close = tooClose(target, situation);
  if (close === null) return [own];
  return own.result === "right" ? [close] : [own, close];
}

function inWindow(target: Target, situation: Situation): Finding {
  const { order, dose } = target;
  const { now, policy } = situation.bedside;
  const from = dose.window?.from ?? dose.at;
  const until = lastMoment(dose, policy);
  const values = { drug: order.drug.text, ...whenValues(dose.at, situation) };
  const more = { dose: dose.id, mayOverride: true };
  if (now < from)
    return wrong("time", "early", {
      values: { ...values, ...spanValues(dose.at - now), ...whenValues(from, situation, "from") },
      ...more,
    });
  if (now > until)
    return wrong("time", "late", {
      values: { ...values, ...spanValues(now - dose.at), ...nextValues(target, situation) },
      ...more,
    });
  return right("time", dose.window === null ? "at-once" : "in-window", { values, dose: dose.id });
}

/**
 * How long after each other two doses of one order are given at least, if both are given within their windows: the plan less
 * what the windows allow; half of the plan where wide windows overlap.
 */
function leastBetween(one: ScheduledDose, other: ScheduledDose): number | null {
  const [first, second] = one.at < other.at ? [one, other] : [other, one];
  if (first.window === null || second.window === null) return null;
  const least = second.window.from - first.window.until;
  return least > 0 ? least : (second.at - first.at) / 2;
}

/**
 * Nearer than that to the last one that was given: the one before was late by somebody's decision, and this one follows too
 * closely; or the one after was given already, and this one would come on top of it.
 */
function tooClose(target: Target, situation: Situation): Finding | null {
  const { order, dose } = target;
  const { now, zone, policy } = situation.bedside;
  const last = situation.given.findLast((giving) => giving.order === order.id && giving.dose !== dose.id);
  if (!last) return null;
  const near = expanded(order, { from: dose.at - REACH, until: dose.at + REACH, zone, policy });
  const other = near.find(({ id }) => id === last.dose);
  const least = other ? leastBetween(dose, other) : null;
  // A clock that ran fast puts it ahead: it was given all the same.
  const since = now - Math.min(last.at, now);
  if (!other || least === null || since >= least) return null;
  const values = { drug: order.drug.text, ...whenValues(last.at, situation, "last"), ...spanValues(since) };
  return warning("time", other.at < dose.at ? "close" : "after-next", { values, dose: dose.id });
}

/** Only of this order: what another one gave is said by the check of duplicates. */
function asNeeded(target: Target, situation: Situation): Finding | null {
  const { order, dose } = target;
  if (order.timing?.type !== "as-needed") return null;
  const own = situation.given.filter((giving) => giving.order === order.id).map(({ at }) => at);
  const { lastAt } = allowance(order.timing, own, situation.bedside.now);
  const values = { drug: order.drug.text, every: order.timing.minIntervalMin };
  if (lastAt === null) return right("time", "as-needed-first", { values, dose: dose.id });
  const nextAt = lastAt + order.timing.minIntervalMin * MINUTE;
  const when = { ...whenValues(lastAt, situation, "last"), ...whenValues(nextAt, situation, "next") };
  return nextAt > situation.bedside.now
    ? wrong("time", "too-soon", {
        values: { ...values, ...when, ...spanValues(nextAt - situation.bedside.now) },
        dose: dose.id,
        mayOverride: true,
      })
    : right("time", "as-needed", { values: { ...values, ...when }, dose: dose.id });
}

/** The right time: within the window of a dose, or long enough after the last one of a medicine as needed. */
export const time: Rule = (situation) => {
  if (situation.targets.length === 0) return [unknown("time", "nothing", { mayOverride: false })];
  return situation.targets.flatMap((target) => {
    if (target.order.timing === null)
      return unknown("time", "not-ordered", {
        values: { drug: target.order.drug.text },
        dose: target.dose.id,
        mayOverride: true,
      });
    return asNeeded(target, situation) ?? scheduled(target, situation);
  });
};

/** Never more than the maximum in any 24 hours, by whichever order the ingredient came. */
export const maximum: Rule = (situation) => {
  const { now, chart, formulary } = situation.bedside;
  const found = situation.targets.flatMap((target): readonly Finding[] => {
    const { order, dose } = target;
    if (order.timing?.type !== "as-needed") return [];
    const times = ingredientGivenAt(order, chart.orders, situation.given, holdsSame(formulary));
    const { left, maximum: max } = allowance(order.timing, times, now);
    const within = times
      .map((at) => Math.min(at, now))
      .filter((at) => at > now - DAY)
      .sort((a, b) => a - b);
    const values = { drug: order.drug.text, max, n: within.length, left };
    if (left > 0) return [right("maximum", "left", { values, dose: dose.id })];
    const freeAt = (within[within.length - max] ?? now) + DAY;
    return [
      wrong("maximum", "reached", {
        values: { ...values, ...whenValues(freeAt, situation, "next") },
        dose: dose.id,
        mayOverride: true,
      }),
    ];
  });
  return found.length > 0 ? found : [right("maximum", "none")];
};
