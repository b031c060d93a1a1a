import type { Bedside, CheckName, Decision, Finding } from "../../check/bedside.ts";
import { linesOf } from "../../drugs/csv.ts";
import { medicationPolicy } from "../../orders/policy.ts";
import { chartOf } from "../chart.ts";
import { inventedFormulary } from "../invented-formulary.ts";
import { beforePhrases } from "./before-phrases.ts";
import { ANN, annsBands, DEVICE, type Draft, newDraft, SituationError, whose } from "./draft.ts";
import { howPhrases, staffPhrases } from "./how-phrases.ts";
import { orderPhrases, readOrders } from "./order-phrases.ts";
import { apply, type Phrase, partsOf } from "./phrase.ts";
import { itemPhrases, personPhrases, readItems, readPerson } from "./scan-phrases.ts";
import { readWhen } from "./when.ts";

export const situationColumns = [
  "number",
  "title",
  "ordered",
  "before",
  "person",
  "scanned",
  "when",
  "how",
  "staff",
  "verdict",
  "findings",
  "words",
] as const;
type Column = (typeof situationColumns)[number];

/** A row of medication/situations/bedside.csv. */
export type SituationRow = Readonly<Record<Column, string>>;

/** What may stand in which column, for the page. */
export const vocabulary: Readonly<Record<string, readonly Phrase[]>> = {
  "ordered, after a semicolon": orderPhrases,
  before: beforePhrases,
  person: personPhrases,
  scanned: itemPhrases,
  how: howPhrases,
  staff: staffPhrases,
};

/** @throws SituationError for a head or row that has other columns */
export function readSituations(csv: string): readonly SituationRow[] {
  const [head, ...lines] = [...linesOf(csv)].filter(({ cells }) => !cells[0]?.startsWith("#"));
  if (head?.cells.join() !== situationColumns.join()) throw new SituationError(`columns: ${situationColumns.join()}`);
  return lines.map(({ line, cells }) => {
    if (cells.length !== situationColumns.length) throw new SituationError(`line ${line}: ${cells.length} columns`);
    return Object.fromEntries(situationColumns.map((column, i) => [column, cells[i]?.trim() ?? ""])) as SituationRow;
  });
}

const policy = medicationPolicy.parse({});

const bedsideOf = (draft: Draft): Bedside => ({
  now: draft.now,
  zone: draft.zone,
  policy,
  formulary: inventedFormulary(),
  chart: chartOf({
    person: ANN,
    birthDate: draft.birthDate,
    isHere: draft.isHere,
    wristbands: annsBands(draft.now),
    orders: draft.orders,
    events: draft.events,
    allergies: draft.allergies,
    packs: draft.packs,
  }),
  whose,
  wanted: draft.wanted,
  person: draft.person,
  items: draft.items,
  route: draft.route,
  device: DEVICE,
  network: draft.network,
  clockOffMs: draft.clockOffMs,
  staff: draft.staff,
  witness: draft.witness,
  witnessMay: draft.witnessMay,
  nameOf: (actor) => ({ "staff:abe": "Abe", "staff:sato": "Sato", "staff:ito": "Ito" })[actor] ?? null,
});

/** The bedside that a row describes. */
export function bedsideOfRow(row: SituationRow): Bedside {
  const { now, zone } = readWhen(row.when);
  const draft = newDraft(now, zone);
  readOrders(draft, row.ordered);
  for (const said of partsOf(row.before, ";")) apply(draft, said, beforePhrases);
  readPerson(draft, row.person);
  readItems(draft, row.scanned);
  for (const said of partsOf(row.how, ";")) apply(draft, said, howPhrases);
  for (const said of partsOf(row.staff, ";")) apply(draft, said, staffPhrases);
  return bedsideOf(draft);
}

type Found = `${CheckName} ${Finding["result"]}`;

/** As it stands in the column `verdict`: "block, may be overruled". */
export const verdictWords = ({ verdict, mayOverride }: Decision): string =>
  verdict === "block" && mayOverride ? "block, may be overruled" : verdict;

/** As it stands in the column `findings`: whatever is not right, in the order of the checks. */
export const findingWords = ({ findings }: Decision): string => {
  const bad = findings.filter(({ result }) => result !== "right");
  return [...new Set(bad.map(({ check, result }): Found => `${check} ${result}`))].join("; ") || "-";
};
