import { DAY } from "@sakiyomi/core";
import { type DoseUnit, type Drug, doseUnits, type Quantity, type Route, route } from "../../drugs/drug.ts";
import type { MedicationOrder, Timing } from "../../orders/order.ts";
import { orderOf } from "../chart.ts";
import { inventedCode, inventedDrug } from "../invented-formulary.ts";
import { type InventedKey, inventedRows } from "../invented-list.ts";
import { type Draft, SituationError } from "./draft.ts";
import { apply, type Phrase, partsOf } from "./phrase.ts";
import { momentOfWords } from "./when.ts";

export function keyOf(word: string): InventedKey {
  const row = inventedRows.find(({ key }) => key === word);
  if (!row) throw new SituationError(`no invented medicine “${word}”`);
  return row.key;
}

const plurals: Readonly<Record<string, DoseUnit>> = { units: "[iU]", unit: "[iU]", suppositories: "{suppository}" };

/** "2 tablets", "5 mL", "4 units" */
export function amountOf(words: string): Quantity {
  const match = /^(?<value>[\d.]+) (?<unit>\S+)$/.exec(words.trim());
  const said = match?.groups?.unit ?? "";
  const unit = plurals[said] ?? doseUnits.find((one) => one === said || one === `{${said.replace(/s$/, "")}}`);
  if (!unit) throw new SituationError(`cannot read the amount “${words}”`);
  return { value: Number(match?.groups?.value), unit };
}

const last = (draft: Draft): MedicationOrder => {
  const order = draft.orders.at(-1);
  if (!order) throw new SituationError("no order before this");
  return order;
};
const change = (draft: Draft, said: Partial<MedicationOrder>): void => {
  draft.orders = [...draft.orders.slice(0, -1), { ...last(draft), ...said }];
};

const hold = (draft: Draft, why: string, until: string | undefined): void =>
  change(draft, {
    holds: [
      { from: draft.now - DAY, until: until ? momentOfWords(until, draft) : null, reason: why, by: "staff:dr-mori" },
    ],
  });

const changed = (draft: Draft): void => {
  const order = last(draft);
  const newer: MedicationOrder = { ...order, id: `${order.id}b`, from: draft.now - 3_600_000, replaces: order.id };
  change(draft, { status: "stopped", until: newer.from });
  draft.orders.push({ ...newer, dose: order.dose && { ...order.dose, value: order.dose.value * 2 } });
};

/** What may follow an order after a semicolon. */
export const orderPhrases: readonly Phrase[] = [
  {
    example: "brand fixed",
    means: "no other brand may be given",
    says: /^brand fixed$/,
    does: (draft) => change(draft, { maySubstitute: false }),
  },
  {
    example: "second person",
    means: "the order asks for a second signature",
    says: /^second person$/,
    does: (draft) => change(draft, { needsWitness: true }),
  },
  {
    example: "on hold: low pulse",
    means: "on hold since yesterday, until somebody lifts it",
    says: /^on hold: (?<why>.+)$/,
    does: (draft, { why }) => hold(draft, why ?? "", undefined),
  },
  {
    example: "on hold until 10:00: blood test",
    means: "on hold since yesterday, until then",
    says: /^on hold until (?<until>[^:]+:\d\d): (?<why>.+)$/,
    does: (draft, { why, until }) => hold(draft, why ?? "", until),
  },
  {
    example: "stopped yesterday 20:00",
    means: "stopped then",
    says: /^stopped (?<at>.+)$/,
    does: (draft, { at }) => change(draft, { status: "stopped", until: momentOfWords(at ?? "", draft) }),
  },
  {
    example: "until 08:30",
    means: "ends then, as planned from the beginning",
    says: /^until (?<at>.+)$/,
    does: (draft, { at }) => change(draft, { until: momentOfWords(at ?? "", draft) }),
  },
  {
    example: "begins tomorrow 08:00",
    means: "not before",
    says: /^begins (?<at>.+)$/,
    does: (draft, { at }) => change(draft, { from: momentOfWords(at ?? "", draft) }),
  },
  {
    example: "ordered 07:00",
    means: "written then, and valid from then",
    says: /^ordered (?<at>.+)$/,
    does: (draft, { at }) =>
      change(draft, { at: momentOfWords(at ?? "", draft), from: momentOfWords(at ?? "", draft) }),
  },
  {
    example: "a draft",
    means: "nobody has signed it",
    says: /^a draft$/,
    does: (draft) => change(draft, { status: "draft" }),
  },
  {
    example: "struck out",
    means: "entered in error",
    says: /^struck out$/,
    does: (draft) => change(draft, { status: "entered-in-error" }),
  },
  {
    example: "doubled an hour ago",
    means: "an hour ago a new order with twice the dose took its place",
    says: /^doubled an hour ago$/,
    does: changed,
  },
  {
    example: "route intravenous",
    means: "by another way than the drug's usual one",
    says: /^route (?<route>\S+)$/,
    does: (draft, words) => change(draft, { route: route.parse(words.route) }),
  },
];

const timings: readonly {
  readonly says: RegExp;
  readonly timing: (words: Record<string, string>, draft: Draft) => Timing | null;
}[] = [
  {
    says: /^(?:daily )?at (?<times>\d\d:\d\d(?: and \d\d:\d\d)*)$/,
    timing: ({ times }) => ({
      type: "clock",
      days: { type: "daily" },
      within: { type: "times", times: (times ?? "").split(" and ") },
    }),
  },
  {
    says: /^every (?<hours>\d+) h from (?<first>.+)$/,
    timing: ({ hours, first }, draft) => ({
      type: "interval",
      hours: Number(hours),
      first: momentOfWords(first ?? "", draft) - 7 * DAY,
    }),
  },
  {
    says: /^as needed, (?<hours>[\d.]+) h apart, at most (?<max>\d+)$/,
    timing: ({ hours, max }) => ({
      type: "as-needed",
      reason: "pain",
      minIntervalMin: Number(hours) * 60,
      maxPerDay: Number(max),
      effectAfterMin: null,
    }),
  },
  { says: /^at once$/, timing: () => ({ type: "stat" }) },
  { says: /^no hours$/, timing: () => null },
];

const usualRoute = ({ routes: [first = "oral"] }: Drug): Route => (first === "injection" ? "subcutaneous" : first);

/** "pressure5 1 tablet at 08:00; brand fixed" */
function readOrder(draft: Draft, said: string): void {
  const [head = "", ...more] = partsOf(said, ";");
  const match = /^(?<key>\w+) (?<amount>no amount|[\d.]+ \S+) (?<when>.+)$/.exec(head);
  if (!match?.groups) throw new SituationError(`cannot read the order “${head}”`);
  const { key = "", amount = "", when = "" } = match.groups;
  const row = timings.find(({ says }) => says.test(when));
  if (!row) throw new SituationError(`cannot read the hours “${when}”`);
  const drug = inventedDrug(keyOf(key));
  draft.orders.push(
    orderOf(draft.now, {
      id: `o${draft.orders.filter(({ replaces }) => replaces === null).length + 1}`,
      drug: inventedCode(keyOf(key)),
      route: usualRoute(drug),
      dose: amount === "no amount" ? null : amountOf(amount),
      timing: row.timing(row.says.exec(when)?.groups ?? {}, draft),
    }),
  );
  for (const phrase of more) apply(draft, phrase, orderPhrases);
}

/** Orders one after another, with " | " between them: 1, 2, 3 … in the other columns. */
export function readOrders(draft: Draft, cell: string): void {
  for (const said of partsOf(cell, "|")) readOrder(draft, said);
}
