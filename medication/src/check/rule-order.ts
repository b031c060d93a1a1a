import type { Instant } from "@sakiyomi/core";
import { asksStill, replacementOf } from "../round/expanded.ts";
import type { Finding } from "./bedside.ts";
import { right, warning, wrong } from "./finding.ts";
import { whenValues } from "./rule-time.ts";
import type { Rule, Situation, Target } from "./situation.ts";

const isOver = ({ order, dose }: Target, now: Instant): boolean => !asksStill(order, dose, now);

/** Somebody may come before the order begins, as long as the window of its first dose is open. */
const isTooSoon = ({ order, dose }: Target, now: Instant): boolean =>
  order.from > now && !(dose.window !== null && dose.at >= order.from && dose.window.from <= now);

/** Each way in which an order is not one to act on; the first that holds is said. */
function troubleOf(target: Target, situation: Situation): Finding | null {
  const { order, dose } = target;
  const { chart, now } = situation.bedside;
  const values = { drug: order.drug.text };
  const never = { dose: dose.id, mayOverride: false };
  if (order.status === "entered-in-error") return wrong("order", "mistake", { values, ...never });
  if (order.status === "draft") return wrong("order", "draft", { values, ...never });
  const newer = replacementOf(order, chart.orders);
  if (newer && newer.from <= now)
    return wrong("order", "replaced", { values: { ...values, newer: newer.drug.text }, ...never });
  if (isOver(target, now))
    return wrong("order", "ended", { values: { ...values, ...endValues(target, situation) }, ...never });
  if (isTooSoon(target, now))
    return wrong("order", "not-begun", {
      values: { ...values, ...whenValues(order.from, situation, "from") },
      dose: dose.id,
      mayOverride: true,
    });
  return null;
}

/** Of an earlier stay: what changed in the hospital, or at home, it does not know. It is said until somebody orders it anew. */
function fromBefore({ order, dose }: Target, situation: Situation): Finding | null {
  const { chart } = situation.bedside;
  const since = chart.hereSince ?? null;
  if (since === null || order.at >= since) return null;
  const values = { drug: order.drug.text, name: chart.name, ...whenValues(since, situation, "last") };
  return warning("order", "before-stay", { values, dose: dose.id });
}

const endValues = ({ order }: Target, situation: Situation): Readonly<Record<string, string | number>> =>
  order.until === null ? { end: "when.no-end" } : whenValues(order.until, situation, "end");

/** When a pack as needed was given already. Of planned doses each has a name of its own, which is given once. */
const usedAt = ({ order }: Target, pack: string, { given }: Situation): Instant | null =>
  order.timing?.type === "as-needed"
    ? (given.findLast(({ event }) => event.type === "handed" && event.lots.some((lot) => lot.pack === pack))?.at ??
      null)
    : null;

function packTrouble(target: Target, situation: Situation): readonly Finding[] {
  const { order, dose, parts } = target;
  const packs = new Set(parts.flatMap(({ pack }) => (pack ? [pack] : [])));
  const values = { drug: order.drug.text };
  return [...packs].flatMap((pack) => {
    if (pack.withdrawn !== null)
      return [
        wrong("order", "pack-withdrawn", {
          values: { ...values, why: pack.withdrawn },
          dose: dose.id,
          mayOverride: false,
        }),
      ];
    const last = usedAt(target, pack.id, situation);
    if (last !== null)
      return [
        wrong("order", "pack-used", {
          values: { ...values, ...whenValues(last, situation, "last") },
          dose: dose.id,
          mayOverride: false,
        }),
      ];
    if (pack.preparedAt < order.at)
      return [wrong("order", "pack-older", { values, dose: dose.id, mayOverride: false })];
    if (!pack.doses.includes(dose.id) && !pack.doses.includes(`${order.id}@prn`))
      return [wrong("order", "pack-for-other-dose", { values, dose: dose.id, mayOverride: true })];
    return [];
  });
}

/** Whether what is ordered is still ordered, and a pack was made for just this. */
export const order: Rule = (situation) => {
  const { targets, notFound } = situation;
  const missing = notFound.map(() =>
    wrong("order", "not-found", { values: { name: situation.bedside.chart.name }, mayOverride: false }),
  );
  const found = targets.flatMap((target) => {
    const trouble = [
      troubleOf(target, situation) ?? fromBefore(target, situation),
      ...packTrouble(target, situation),
    ].filter((one) => one !== null);
    return trouble.length > 0
      ? trouble
      : [right("order", "active", { values: { drug: target.order.drug.text }, dose: target.dose.id })];
  });
  return [...missing, ...found];
};

function holdFinding({ order: of, dose }: Target, situation: Situation): Finding {
  const onAt = (at: Instant) => of.holds.find(({ from, until }) => from <= at && (until === null || at < until));
  const about = { dose: dose.id, mayOverride: true };
  const values = { drug: of.drug.text };
  const now = onAt(situation.bedside.now);
  if (now) {
    const until = now.until === null ? { until: "when.until-lifted" } : whenValues(now.until, situation, "until");
    return wrong("hold", "held", { values: { ...values, why: now.reason, ...until }, ...about });
  }
  const then = onAt(dose.at);
  if (!then) return right("hold", "none", { dose: dose.id });
  return wrong("hold", "held-then", {
    values: { ...values, why: then.reason, ...whenValues(dose.at, situation) },
    ...about,
  });
}

/** Not while it is on hold; and of a dose that fell due while it was, the doctor decides. */
export const hold: Rule = (situation) => situation.targets.map((target) => holdFinding(target, situation));
