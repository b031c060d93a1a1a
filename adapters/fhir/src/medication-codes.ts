import {
  type DoseUnit,
  doseUnits,
  type MedicationCode,
  type MedicationOrder,
  type Quantity,
  type Route,
  routes,
} from "@sakiyomi/medication";
import { UCUM } from "./codes.ts";

/** The 12 characters of the Japanese price list (薬価基準収載医薬品コード). */
export const PRICE_LIST = "urn:sakiyomi:mhlw-price-list";
export const RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm";
const DRUG_IN_WORDS = "urn:sakiyomi:drug";
const ROUTE = "urn:sakiyomi:route";
/** HL7 table 0162 (route of administration). */
const ROUTE_0162 = "http://terminology.hl7.org/CodeSystem/v2-0162";
/** Abbreviations of units of drugs (医薬品単位略号, MERIT-9). JP Core 1.2, MedicationRequest, 用語定義. */
const MERIT_9 = "urn:oid:1.2.392.100495.20.2.101";
/** Whether a dose is counted in what is handed over (製剤量, 1) or in the substance (原薬量, 2). JP Core: never left out. */
const STRENGTH_TYPE = "urn:oid:1.2.392.100495.20.2.22";

export interface Coding {
  readonly system?: string | undefined;
  readonly code?: string | undefined;
  readonly display?: string | undefined;
}
export interface Concept {
  readonly coding?: readonly Coding[] | undefined;
  readonly text?: string | undefined;
}

/**
 * Systems whose code is one of the price list. YJ (個別医薬品コード) is the same 12 characters for what is listed by brand; for
 * what is listed by its common name it tells makers apart, and is not found in the list: then nothing is guessed of it.
 */
const asPriceList: ReadonlySet<string> = new Set([PRICE_LIST, "urn:oid:1.2.392.100495.20.1.73"]);

/** The drug that a concept names: by the price list if it does, else by RxNorm, else in words. null: it names none. */
export function drugOf({ coding = [], text }: Concept): MedicationCode | null {
  const named = (code: Coding) => (text ?? code.display ?? code.code ?? "").slice(0, 300);
  const listed = coding.find(({ system, code }) => asPriceList.has(system ?? "") && /^[0-9A-Z]{12}$/.test(code ?? ""));
  if (listed?.code) return { system: "mhlw", code: listed.code, text: named(listed) };
  const coded = coding.find(({ system, code }) => system === RXNORM && code);
  if (coded?.code) return { system: "rxnorm", code: coded.code, text: named(coded) };
  const words = coding.find(({ system }) => system === DRUG_IN_WORDS) ?? coding[0] ?? {};
  const name = named(words).trim();
  return name === "" ? null : { system: "text", code: (words.code ?? name).slice(0, 64).trim(), text: name };
}

const systems: Readonly<Record<MedicationCode["system"], string>> = {
  mhlw: PRICE_LIST,
  rxnorm: RXNORM,
  text: DRUG_IN_WORDS,
};
export const conceptOfDrug = ({ system, code, text }: MedicationCode): Concept => ({
  coding: [{ system: systems[system], code, display: text }],
  text,
});

/** HL7 table 0162, where it has the same way; a tube into the stomach and one through the nose are two there. */
const table0162: Readonly<Partial<Record<Route, string>>> = {
  oral: "PO",
  sublingual: "SL",
  inhalation: "IH",
  nasal: "NS",
  ophthalmic: "OP",
  otic: "OT",
  cutaneous: "TP",
  transdermal: "TD",
  rectal: "PR",
  vaginal: "VG",
  dental: "DT",
  subcutaneous: "SC",
  intramuscular: "IM",
  intravenous: "IV",
};
/** The same table as JP Core names it, and as it named it before. */
const tables0162: ReadonlySet<string> = new Set([
  ROUTE_0162,
  "http://jpfhir.jp/fhir/core/CodeSystem/route-codes",
  "http://jpfhir.jp/fhir/Common/CodeSystem/route-codes",
  "urn:oid:2.16.840.1.113883.3.1937.777.10.5.162",
]);
const from0162: ReadonlyMap<string, Route> = new Map([
  ...Object.entries(table0162).map(([route, code]) => [code, route as Route] as const),
  ["GTT", "enteral-tube"],
  ["NG", "enteral-tube"],
  ["IN", "nasal"],
]);
/** Kind and detail of use (用法詳細区分), JP Core's examples: 10 経口, 2B 塗布, 2H 点眼, 2R 肛門挿入. */
const METHOD = "urn:oid:1.2.392.200250.2.2.20.40";
const fromMethod: ReadonlyMap<string, Route> = new Map([
  ["10", "oral"],
  ["2B", "cutaneous"],
  ["2H", "ophthalmic"],
  ["2R", "rectal"],
]);

const isRoute = (code: string | undefined): code is Route => routes.some((route) => route === code);

/** By which way; null: it is not said, or not in a code that is known. */
export function routeOf(route: Concept | undefined, method: Concept | undefined): Route | null {
  const said = [...(route?.coding ?? []), ...(method?.coding ?? [])];
  return said.map(knownRoute).find((known) => known !== null) ?? null;
}

function knownRoute({ system = "", code = "" }: Coding): Route | null {
  if (system === ROUTE) return isRoute(code) ? code : null;
  if (tables0162.has(system)) return from0162.get(code) ?? null;
  return system === METHOD ? (fromMethod.get(code) ?? null) : null;
}

export function conceptOfRoute(route: Route): Concept {
  const code = table0162[route];
  return { coding: [...(code ? [{ system: ROUTE_0162, code }] : []), { system: ROUTE, code: route }], text: route };
}

/** What RxNorm says of the form in the name of a drug; a proposal, since somebody may have meant another way. */
const formsInNames: readonly (readonly [form: RegExp, route: Route])[] = [
  [/\bOral\b/, "oral"],
  [/\bInhal/, "inhalation"],
  [/\bInject|\bAuto-Injector\b/, "injection"],
  [/\bTopical\b/, "cutaneous"],
  [/\bTransdermal\b/, "transdermal"],
  [/\bOphthalmic\b/, "ophthalmic"],
  [/\bNasal\b/, "nasal"],
  [/\bOtic\b/, "otic"],
  [/\bRectal\b/, "rectal"],
  [/\bVaginal\b/, "vaginal"],
];
export const routeByName = ({ system, text }: MedicationCode): Route | null =>
  (system === "rxnorm" && formsInNames.find(([form]) => form.test(text))?.[1]) || null;

export interface FhirQuantity {
  readonly value?: number | undefined;
  readonly comparator?: string | undefined;
  readonly unit?: string | undefined;
  readonly system?: string | undefined;
  readonly code?: string | undefined;
}

/** Units by other systems that are the same. KO (個) counts many things, and is none of them. */
const otherUnits: ReadonlyMap<string, DoseUnit> = new Map([
  [`${UCUM} [IU]`, "[iU]"],
  [`${MERIT_9} TAB`, "{tablet}"],
  [`${MERIT_9} CAP`, "{capsule}"],
  [`${MERIT_9} ML`, "mL"],
  ["http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm TAB", "{tablet}"],
  ["http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm CAP", "{capsule}"],
]);

/** An amount in a unit that we count in; null: without a unit, or in another one. Nothing is converted and nothing guessed. */
export function amountOf({ value, comparator, system, code }: FhirQuantity): Quantity | null {
  if (value === undefined || !(value > 0) || comparator !== undefined) return null;
  const ours = system === UCUM ? doseUnits.find((unit) => unit === code) : undefined;
  const unit = ours ?? otherUnits.get(`${system} ${code}`);
  return unit === undefined ? null : { value, unit };
}

export const quantityOf = ({ value, unit }: Quantity): FhirQuantity => ({
  value,
  unit: unit.replace(/[{}]/g, ""),
  system: UCUM,
  code: unit,
});

/** How much each time, and that it is counted in what is handed over: tablets, not milligrams. */
export const doseAndRateOf = (dose: NonNullable<MedicationOrder["dose"]>) => [
  {
    type: {
      coding: [
        dose.unit.startsWith("{") || dose.unit === "mL"
          ? { system: STRENGTH_TYPE, code: "1", display: "製剤量" }
          : { system: STRENGTH_TYPE, code: "2", display: "原薬量" },
      ],
    },
    doseQuantity: quantityOf(dose),
  },
];
