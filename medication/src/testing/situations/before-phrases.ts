import type { Instant } from "@sakiyomi/core";
import { classOf, ingredientOf } from "../../drugs/drug.ts";
import { type Outcome, outcomes } from "../../ledger/dose-event.ts";
import { expand } from "../../orders/expand.ts";
import { medicationPolicy } from "../../orders/policy.ts";
import { eventOf } from "../chart.ts";
import { inventedDrug } from "../invented-formulary.ts";
import { type Draft, SituationError } from "./draft.ts";
import { keyOf } from "./order-phrases.ts";
import type { Phrase } from "./phrase.ts";
import { momentOfWords } from "./when.ts";

const policy = medicationPolicy.parse({});
const HALF_DAY = 12 * 3_600_000;

/** The dose of an order that is nearest to a moment, as if nobody had stopped it; of a medicine as needed one of its own. */
export function doseNear(draft: Draft, n: string, at: Instant): { readonly order: string; readonly dose: string } {
  const order = draft.orders.find(({ id }) => id === `o${n}`);
  if (!order) throw new SituationError(`no order ${n}`);
  if (order.timing?.type === "as-needed") return { order: order.id, dose: `${order.id}@prn/${draft.events.length}` };
  const doses = expand(
    { ...order, status: "active", until: null },
    { from: at - HALF_DAY, until: at + HALF_DAY, zone: draft.zone, policy },
  );
  const [nearest] = [...doses].sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at));
  if (!nearest) throw new SituationError(`order ${n} asks for nothing then`);
  return { order: order.id, dose: nearest.id };
}

function happened(draft: Draft, { n, at, due, who, what }: Readonly<Record<string, string>>): void {
  const moment = momentOfWords(at ?? "", draft);
  const where = {
    ...doseNear(draft, n ?? "", due ? momentOfWords(due, draft) : moment),
    by: `staff:${(who ?? "abe").toLowerCase()}`,
    device: "phone-2",
  };
  const id = (more: string): string => `e${draft.events.length}${more}`;
  const outcome = outcomes.find((one): one is Outcome => one === what);
  if (what === "handed" || what === "given")
    draft.events.push(eventOf({ type: "handed", id: id("h"), at: moment, ...where }));
  if (what === "given") draft.events.push(eventOf({ type: "taken", id: id("t"), at: moment, ...where }));
  if (outcome) draft.events.push(eventOf({ type: "not-taken", id: id("n"), at: moment, outcome, ...where }));
}

const severe = (words: Readonly<Record<string, string>>) => (words.severe ? ("severe" as const) : ("mild" as const));

/** What was so before anybody came. */
export const beforePhrases: readonly Phrase[] = [
  {
    example: "1 given 07:50 by Abe",
    means:
      "order 1 was handed over then and seen taken; a late one is “1 given 08:40, due 06:00”; also: handed, refused, spat-out, vomited, partly, held, missing, asleep, away",
    says: /^(?<n>\d+) (?<what>given|handed|refused|spat-out|vomited|partly|held|missing|asleep|away) (?<at>(?:yesterday )?\d\d:\d\d)(?:, due (?<due>\d\d:\d\d))?(?: by (?<who>\w+))?$/,
    does: happened,
  },
  {
    example: "allergic to painTablet",
    means: "to its ingredient, mildly; “severely allergic” for a severe one",
    says: /^(?<severe>severely )?allergic to (?<key>[a-zA-Z]\w*)$/,
    does: (draft, words) => {
      const { code, ingredient } = inventedDrug(keyOf(words.key ?? ""));
      draft.allergies.push({
        id: `a${draft.allergies.length}`,
        to: { type: "ingredient", code: ingredientOf(code), text: ingredient },
        severity: severe(words),
        note: "",
      });
    },
  },
  {
    example: "allergic to the class of penicillin",
    means: "to the whole class (4 characters) of that medicine",
    says: /^(?<severe>severely )?allergic to the class of (?<key>\w+)$/,
    does: (draft, words) => {
      const { code } = inventedDrug(keyOf(words.key ?? ""));
      draft.allergies.push({
        id: `a${draft.allergies.length}`,
        to: { type: "class", code: classOf(code), text: `class ${classOf(code)}` },
        severity: severe(words),
        note: "",
      });
    },
  },
  {
    example: "allergy in words: サクラミン",
    means: "only these words were written",
    says: /^allergy in words: (?<words>.+)$/,
    does: (draft, { words }) => {
      draft.allergies.push({
        id: `a${draft.allergies.length}`,
        to: { type: "medication", drug: { system: "text", code: words ?? "", text: words ?? "" } },
        severity: "unknown",
        note: "",
      });
    },
  },
  {
    example: "discharged",
    means: "Ann is not here any more",
    says: /^discharged$/,
    does: (draft) => {
      draft.isHere = false;
    },
  },
  {
    example: "no birth date",
    means: "Ann's birth date is not recorded",
    says: /^no birth date$/,
    does: (draft) => {
      draft.birthDate = null;
    },
  },
];
