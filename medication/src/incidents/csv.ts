import { type Reading, say } from "@sakiyomi/core";
import { Temporal } from "temporal-polyfill";
import { type Analysis, type Part, type Rate, togetherKey } from "./analysis.ts";
import type { Incident, NearMiss } from "./incident.ts";
import { incidentWords } from "./words.ts";

export interface CsvOptions extends Reading {
  /** Ids of the people and staff concerned; only for somebody who may see them. Left out: neither. */
  readonly withPeople?: boolean;
  /** Places that may be named (`namedPlaces`): of the others it is only said that they are small. Left out: each one. */
  readonly places?: ReadonlySet<string>;
}

/** Excel takes UTF-8 for what it is only with this mark before it. */
const BOM = "\uFEFF";
/** A cell that begins with one of these may run as a formula (OWASP, CSV Injection); in their full width, too. */
const formula = /^[\s\uFEFF]*[=+\-@|\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;

type Cell = string | number | null;

/** RFC 4180, CRLF, UTF-8 with its mark; a text that could run as a formula begins with an apostrophe instead. */
export function csvOf(rows: readonly (readonly Cell[])[]): string {
  return `${BOM}${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}

function cell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** "2026-11-23 08:05" on the wall of the reader: what a spreadsheet reads as a time. */
const timeOf = (at: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: "minute" })
    .replace("T", " ");

const placeOf = (place: string, { places, ...reading }: CsvOptions): string =>
  places === undefined || places.has(place) ? place : say(incidentWords, { key: togetherKey }, reading);

const sayer = (reading: Reading) => (key: string) => say(incidentWords, { key }, reading);

/** Averted scans, one a line. */
export function nearMissCsv(nearMisses: readonly NearMiss[], options: CsvOptions): string {
  const word = sayer(options);
  const people = options.withPeople === true;
  const heads = ["at", "place", "mishaps", "wanted", "scanned", "overridden", "offline"];
  const rows = nearMisses.map((it) => [
    timeOf(it.at, options.zone),
    placeOf(it.place, options),
    it.mishaps.map((mishap) => word(`mishap.${mishap}`)).join("; "),
    it.wanted,
    it.scanned,
    word(it.overridden ? "yes" : "no"),
    word(it.offline ? "yes" : "no"),
    ...(people ? [it.person, it.by] : []),
  ]);
  return csvOf([[...heads, ...(people ? ["person", "by"] : [])].map((head) => word(`column.${head}`)), ...rows]);
}

/** Incidents, one a line. Of one without a name the day of its report is told, not the minute: who was on the page is known. */
export function incidentCsv(incidents: readonly Incident[], options: CsvOptions): string {
  const word = sayer(options);
  const people = options.withPeople === true;
  const heads = ["at", "reportedAt", "place", "mishap", "harm", "what", "wanted", "given", "causes"];
  const rows = incidents.map((it) => {
    const reported = timeOf(it.reportedAt, options.zone);
    return [
      timeOf(it.at, options.zone),
      it.by === null ? reported.slice(0, 10) : reported,
      placeOf(it.place, options),
      word(`mishap.${it.mishap}`),
      it.harm,
      it.what,
      it.wanted,
      it.given,
      it.causes.map((cause) => say(incidentWords, { key: causeKey(cause) }, options)).join("; "),
      ...(people ? [it.person, it.by] : []),
    ];
  });
  return csvOf([[...heads, ...(people ? ["person", "by"] : [])].map((head) => word(`column.${head}`)), ...rows]);
}

/** A cause that the table does not know is shown as it was written. */
const causeKey = (cause: string): string =>
  Object.hasOwn(incidentWords.en, `cause.${cause}`) ? `cause.${cause}` : cause;

/** The figures of an analysis: a line for the whole, and one for each part. Names nobody. */
export function analysisCsv(analysis: Analysis, reading: Reading): string {
  const word = sayer(reading);
  const line = (section: string, key: string, nearMisses: Rate, incidents: Rate): readonly Cell[] => [
    word(`section.${section}`),
    key,
    nearMisses.doses,
    ...figures(nearMisses),
    ...figures(incidents),
  ];
  const parts = (section: string, prefix: string | null, list: readonly Part[]) =>
    list.map(({ key, nearMisses, incidents }) => line(section, partName(word, prefix, key), nearMisses, incidents));
  const heads = ["section", "key", "doses", ...figureHeads("nearMisses"), ...figureHeads("incidents")];
  return csvOf([
    heads.map((head) => word(`column.${head}`)),
    line("all", "", analysis.nearMisses, analysis.incidents),
    ...parts("mishap", "mishap", analysis.byMishap),
    ...parts("hour", null, analysis.byHour),
    ...parts("round", "round", analysis.byRound),
    ...parts("place", null, analysis.byPlace),
    ...parts("load", null, analysis.byStaffLoad),
  ]);
}

const partName = (word: (key: string) => string, prefix: string | null, key: string): string =>
  key === togetherKey ? word(togetherKey) : prefix === null ? key : word(`${prefix}.${key}`);

const figureHeads = (of: string) => [of, `${of}.rate`, `${of}.low`, `${of}.high`];
const figures = ({ events, perThousand, low, high }: Rate): readonly Cell[] => [
  events,
  ...[perThousand, low, high].map((value) => (value === null ? null : Number(value.toFixed(3)))),
];
