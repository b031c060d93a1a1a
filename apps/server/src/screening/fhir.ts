// A report as a FHIR R4 document: a Bundle whose first entry is the Composition, with the DiagnosticReport, what was observed, the
// Patient, who released it, and the PDF as it was given. A receiver that knows only DiagnosticReport finds everything from there.
import { createHash } from "node:crypto";
import { bareIdOf, GAP } from "@sakiyomi/core";
import { LOINC, MDC, sampledDataOf, UCUM } from "@sakiyomi/fhir";
import { type Coded, codesOf, isUcum } from "./loinc.ts";
import { sourceOf, type Told, teller, wordsOf } from "./paper.ts";
import type { ReportRecord } from "./records.ts";
import type { EcgStrip, ReleasedStatement } from "./shapes.ts";

interface Reading {
  readonly language: Told["language"];
  readonly zone: string;
  readonly pdf: Uint8Array;
}
type Json = Readonly<Record<string, unknown>>;

const CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category";
const SECTION = "http://terminology.hl7.org/CodeSystem/v2-0074";
const INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";
/** LOINC 53576-5, Personal health monitoring report Document: measurements of a person with their meaning. */
const REPORT = { coding: [{ system: LOINC, code: "53576-5" }], text: "Check-up report" };

/** The same report always gives the same ids, so that a receiver who hears it twice keeps one. */
function uuidOf(...names: readonly string[]): string {
  const hex = createHash("sha256").update(names.join(" ")).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
const urn = (...names: readonly string[]): string => `urn:uuid:${uuidOf(...names)}`;
const iso = (at: number): string => new Date(at).toISOString();
/** Neither XML nor a string of FHIR may hold control characters, nor half a character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
const UNSPEAKABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const clean = (words: string): string => words.toWellFormed().replace(UNSPEAKABLE, "");
/** As it is sent. */
export const fhirText = (document: unknown): string =>
  JSON.stringify(document, (_key, value: unknown) => (typeof value === "string" ? clean(value) : value));

const escaped = (words: string): string =>
  clean(words).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const narrative = (lines: readonly string[]): Json => ({
  status: "generated",
  div: `<div xmlns="http://www.w3.org/1999/xhtml">${lines.map((line) => `<p>${escaped(line)}</p>`).join("")}</div>`,
});

export function documentOf(report: ReportRecord, { language, zone, pdf }: Reading): Json {
  const told = teller(language, zone);
  const given = report.statements.filter(({ struck }) => struck === null);
  const urls = {
    patient: urn("Patient", report.person),
    author: urn("Practitioner", report.id),
    report: urn("DiagnosticReport", report.id),
    composition: urn("Composition", report.id),
  };
  const observations = given.map((one) => ({
    url: urn("Observation", report.id, one.id),
    resource: observationOf(one, report, urls, told),
  }));
  const entries = [
    {
      url: urls.composition,
      resource: compositionOf(
        report,
        given,
        urls,
        observations.map(({ url }) => url),
        told,
      ),
    },
    {
      url: urls.report,
      resource: diagnosticOf(
        report,
        given,
        urls,
        observations.map(({ url }) => url),
        told,
        pdf,
      ),
    },
    { url: urls.patient, resource: patientOf(report) },
    { url: urls.author, resource: { resourceType: "Practitioner", name: [{ text: report.releasedBy }] } },
    ...observations,
  ];
  return {
    resourceType: "Bundle",
    identifier: { system: "urn:ietf:rfc:3986", value: urn("Bundle", report.id, language) },
    type: "document",
    timestamp: iso(report.releasedAt),
    entry: entries.map(({ url, resource }) => ({
      fullUrl: url,
      resource: { id: url.slice("urn:uuid:".length), ...resource },
    })),
  };
}

interface Urls {
  readonly patient: string;
  readonly author: string;
  readonly report: string;
  readonly composition: string;
}
const refer = (reference: string): Json => ({ reference });

const patientOf = ({ person, name, birthDate }: ReportRecord): Json => ({
  resourceType: "Patient",
  identifier: [{ system: "urn:sakiyomi:person", value: bareIdOf(person) }],
  name: [{ text: name }],
  ...(birthDate !== null && { birthDate }),
});

/** A report that corrects another is "corrected", never a change of the old one; one that takes all of it back says so. */
const statusOf = ({ replaces, statements }: ReportRecord, corrected = "corrected"): string =>
  statements.every(({ struck }) => struck !== null) ? "entered-in-error" : replaces === null ? "final" : corrected;

function diagnosticOf(
  report: ReportRecord,
  given: readonly ReleasedStatement[],
  urls: Urls,
  results: readonly string[],
  told: Told,
  pdf: Uint8Array,
): Json {
  return {
    resourceType: "DiagnosticReport",
    ...{ language: told.language, text: narrative([told.t("title"), ...given.map((one) => lineOf(told, one))]) },
    identifier: [{ system: "urn:sakiyomi:checkup-report", value: report.id }],
    status: statusOf(report),
    category: [{ coding: [{ system: SECTION, code: "OTH" }], text: told.t("title") }],
    code: REPORT,
    subject: refer(urls.patient),
    effectivePeriod: { start: iso(report.begunAt), end: iso(report.measuredAt) },
    issued: iso(report.releasedAt),
    performer: [refer(urls.author)],
    resultsInterpreter: [refer(urls.author)],
    result: results.map(refer),
    ...conclusionOf(given, told),
    presentedForm: [
      {
        ...{
          contentType: "application/pdf",
          language: told.language,
          title: told.t("title"),
          creation: iso(report.releasedAt),
        },
        ...{
          data: Buffer.from(pdf).toString("base64"),
          size: pdf.length,
          hash: createHash("sha1").update(pdf).digest("base64"),
        },
      },
    ],
  };
}

/** "As usual" is said of what was judged to be so, not of what waits for a doctor, and not of nothing. */
function conclusionOf(given: readonly ReleasedStatement[], told: Told): Json {
  if (given.length === 0) return {};
  const lines = given.filter(({ tone }) => tone !== "good").map((one) => lineOf(told, one));
  return { conclusion: lines.join("\n") || told.t("good") };
}

function compositionOf(
  report: ReportRecord,
  given: readonly ReleasedStatement[],
  urls: Urls,
  results: readonly string[],
  told: Told,
): Json {
  const missing = report.missing.map(({ what, why }) =>
    told.t("missingOne", { what: told.say(what), why: told.say(why) }),
  );
  return {
    resourceType: "Composition",
    ...{ language: told.language, text: narrative([told.t("title"), told.t("notice")]) },
    identifier: { system: "urn:sakiyomi:checkup-report", value: report.id },
    status: statusOf(report, "amended"),
    type: REPORT,
    subject: refer(urls.patient),
    date: iso(report.releasedAt),
    author: [refer(urls.author)],
    title: told.t("title"),
    attester: [{ mode: "professional", time: iso(report.releasedAt), party: refer(urls.author) }],
    ...(report.replaces !== null && {
      relatesTo: [
        { code: "replaces", targetIdentifier: { system: "urn:sakiyomi:checkup-report", value: report.replaces } },
      ],
    }),
    section: [
      {
        title: told.t("title"),
        text: narrative([told.t("notice"), ...given.map((one) => lineOf(told, one))]),
        entry: [refer(urls.report), ...results.map(refer)],
      },
      ...(missing.length === 0 ? [] : [{ title: told.t("missing"), text: narrative(missing) }]),
    ],
  };
}

const lineOf = (told: Told, one: ReleasedStatement): string =>
  [
    `${told.say(one.title)}: ${wordsOf(told, one, "found")} ${wordsOf(told, one, "means")}`,
    told.t("next", { words: wordsOf(told, one, "next") }),
    told.t("source", { source: sourceOf(told, one), time: told.time(one.at), by: one.by }),
  ].join(" ");

/** Of a value whose words somebody has changed only the words are given: which figure is right, they say. */
function observationOf(one: ReleasedStatement, report: ReportRecord, urls: Urls, told: Told): Json {
  const coded = codesOf(one);
  return {
    resourceType: "Observation",
    status: statusOf(report),
    category: [{ coding: [{ system: CATEGORY, code: coded.category }] }],
    code: { ...codingOf(coded), text: told.say(one.title) },
    subject: refer(urls.patient),
    effectiveDateTime: iso(one.at),
    issued: iso(report.releasedAt),
    performer: [{ display: one.by }],
    ...(one.edited?.words.found === undefined ? valuesOf(coded, report) : { valueString: one.edited.words.found }),
    ...interpretationOf(one, told),
    ...rangeOf(one),
    note: [{ text: told.t("source", { source: sourceOf(told, one), time: told.time(one.at), by: one.by }) }],
  };
}

const codingOf = ({ loinc, mdc }: Coded): Json => {
  if (loinc !== null) return { coding: [{ system: LOINC, code: loinc }] };
  return mdc === undefined ? {} : { coding: [{ system: MDC, code: mdc }] };
};

/** What a laboratory writes as its unit is a code of UCUM only where we know it for one; some write none. */
const amount = (value: unknown, unit: string): Json => ({
  value,
  ...(unit.trim() !== "" && { unit }),
  ...(isUcum(unit) && { system: UCUM, code: unit }),
});
const quantity = ({ value, unit }: { readonly value: number; readonly unit: string }): Json => ({
  valueQuantity: amount(value, unit),
});

const valuesOf = ({ values }: Coded, { ecg }: ReportRecord): Json => {
  const [first] = values;
  if (first === undefined) return ecg === null ? {} : { valueSampledData: waveOf(ecg) };
  // The profile of vital signs wants both pressures as components of one observation.
  if (values.length === 1 || first.isOwn) return quantity(first);
  return {
    component: values.map((one) => ({ code: { coding: [{ system: LOINC, code: one.loinc }] }, ...quantity(one) })),
  };
};

const waveOf = ({ rate, microvolts }: EcgStrip): unknown => {
  const samples = Int32Array.from(microvolts, (value) => value ?? GAP);
  return sampledDataOf({ rate, scale: 0.001, offset: 0, samples }, "mV");
};

const flags = {
  "lab.above": "H",
  "lab.below": "L",
  "lab.within": "N",
  "sign.above": "H",
  "sign.below": "L",
  "sign.usual": "N",
} as const;

function interpretationOf(one: ReleasedStatement, told: Told): Json {
  const code = flags[one.means.key as keyof typeof flags];
  const coding = code === undefined ? {} : { coding: [{ system: INTERPRETATION, code }] };
  return { interpretation: [{ ...coding, text: wordsOf(told, one, "means") }] };
}

function rangeOf({ means, found, about }: ReleasedStatement): Json {
  const { low, high, range } = means.values ?? {};
  if (about !== "laboratory" || range === undefined) return {};
  const unit = String(found.values?.unit ?? "");
  const bound = (value: unknown) => amount(value, unit);
  return {
    referenceRange: [
      { ...(range !== "lab.upTo" && { low: bound(low) }), ...(range !== "lab.from" && { high: bound(high) }) },
    ],
  };
}
