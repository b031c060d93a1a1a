import { accept, type Read, refuse } from "@sakiyomi/core";
import { readGtin } from "./check-digit.ts";
import { readDate } from "./dates.ts";
import { type Element, type Placed, place, splitBracketed, splitElements } from "./fields.ts";
import { splitLink } from "./link.ts";
import { type Carrier, carrierOf } from "./symbologies.ts";

/** What a code says. Each check digit in it is right, each date is in the calendar. */
export interface Elements {
  /** "]d2" where the reader said which kind of symbol it was; null: it did not. */
  readonly symbology: string | null;
  /** elements: GS1 fields. plain: digits of a GTIN only. link: GS1 Digital Link, a web address with fields. */
  readonly form: "elements" | "plain" | "link";
  /** 14 digits. */
  readonly gtin: string | null;
  /** 18 digits, of who is served (AI 8018). */
  readonly gsrn: string | null;
  /** AI 8019: which printing of the wristband. */
  readonly printing: number | null;
  readonly lot: string | null;
  /** "2027-03-31": the last day on which it may be used. */
  readonly expiry: string | null;
  /** "14:30" on that day, where the code says an hour (AI 7003). */
  readonly expiryTime: string | null;
  readonly made: string | null;
  readonly serial: string | null;
  /** AI 30, or 37. */
  readonly count: number | null;
  /** AI 90 to 99. */
  readonly internal: Readonly<Record<string, string>>;
  /** Every field, in the order in which it stood. */
  readonly all: readonly Element[];
}

/** By which two digits of a year are read, unless a call says another: 1977 to 2076. */
const YEAR = 2026;
/** A QR code holds no more than 7,089 digits; GS1 allows far less. */
const LONGEST = 7089;

/**
 * Reads what a scanner gives: a GS1 element string with or without a symbology identifier, FNC1 as U+001D; its human-readable
 * form "(01)…(17)…"; a GTIN of 8, 12, 13 or 14 digits alone; or a GS1 Digital Link. Refused is a wrong check digit, a code that
 * is cut off, an unknown identifier, one that stands twice with different content, a field that is too long (its separator is
 * missing), a character outside GS1's set, and a date that is not in the calendar; the refusal names the place.
 *
 * What cannot be found: a separator missing after a field of any length that is still short enough, such as a lot.
 */
export function readElements(code: string, year: number = YEAR): Read<Elements> {
  if (code.length > LONGEST) return refuse("GS1_SHAPE", "code", code, `at most ${LONGEST} characters`);
  const carrier = carrierOf(code);
  if (!carrier.ok) return carrier;
  const { text, form } = carrier.value;
  if (text === "") return refuse("GS1_SHAPE", "code", code, "a code");
  if (form === "plain") return readPlain(carrier.value);
  const split = splitters[form](text);
  if (!split.ok) return split;
  const all = withoutRepeats(split.value);
  if (!all.ok) return all;
  const { symbology } = carrier.value;
  return elementsOf(all.value, { symbology, form: form === "link" ? "link" : "elements", year });
}

const splitters = { elements: splitElements, bracketed: splitBracketed, link: splitLink } as const;

function readPlain({ text, symbology }: Carrier): Read<Elements> {
  const gtin = readGtin(text, "code");
  if (!gtin.ok) return gtin;
  return elementsOf([{ ai: "01", value: gtin.value }], { symbology, form: "plain", year: YEAR });
}

/** Said twice alike, once is enough; said twice differently, nobody knows which is right. */
function withoutRepeats(placed: readonly Placed[]): Read<readonly Element[]> {
  const seen = new Map<string, Element>();
  for (const { ai, value, at } of placed) {
    const before = seen.get(ai);
    if (before !== undefined && before.value !== value)
      return refuse("GS1_FIELD", place({ ai, at }), value, `${before.value}, as it said before`);
    if (before === undefined) seen.set(ai, { ai, value });
  }
  return accept([...seen.values()]);
}

interface Around {
  readonly symbology: string | null;
  readonly form: Elements["form"];
  readonly year: number;
}

function elementsOf(all: readonly Element[], { symbology, form, year }: Around): Read<Elements> {
  const said = new Map(all.map(({ ai, value }) => [ai, value]));
  const dates = datesOf(said, year);
  if (!dates.ok) return dates;
  const hour = readHour(said.get("7003"));
  if (!hour.ok) return hour;
  const expiry = dates.value.get("17") ?? dates.value.get("7003") ?? null;
  const swallowed = expiry === null ? swallowedExpiry(all.at(-1), year) : null;
  if (swallowed !== null) return swallowed;
  const text = (ai: string): string | null => said.get(ai) ?? null;
  const number = (ai: string): number | null => (said.has(ai) ? Number(said.get(ai)) : null);
  return accept({
    symbology,
    form,
    gtin: text("01"),
    gsrn: text("8018"),
    printing: number("8019"),
    lot: text("10"),
    expiry,
    expiryTime: dates.value.has("17") ? null : hour.value,
    made: dates.value.get("11") ?? null,
    serial: text("21"),
    count: number("30") ?? number("37"),
    internal: Object.fromEntries(all.filter(({ ai }) => /^9\d$/.test(ai)).map(({ ai, value }) => [ai, value])),
    all,
  });
}

const dated = ["11", "12", "13", "15", "16", "17", "7003"];

function datesOf(said: ReadonlyMap<string, string>, year: number): Read<ReadonlyMap<string, string>> {
  const dates = new Map<string, string>();
  for (const ai of dated) {
    const value = said.get(ai);
    if (value === undefined) continue;
    const date = readDate(value.slice(0, 6), { year, field: `AI ${ai}` });
    if (!date.ok) return date;
    dates.set(ai, date.value);
  }
  return accept(dates);
}

/**
 * A scanner that is set to leave separators out lets a lot or serial number at the end swallow the expiry behind it. Where a
 * code says no expiry and such a field ends like one of the years around, it is refused rather than read without.
 */
function swallowedExpiry(last: Element | undefined, year: number): ReturnType<typeof refuse> | null {
  if (last === undefined || !/^(?:10|21)$/.test(last.ai)) return null;
  const date = /.17(\d{6})$/.exec(last.value)?.[1] ?? "";
  const read = readDate(date, { year, field: "" });
  if (!read.ok || Math.abs(Number(read.value.slice(0, 4)) - year) > NEAR_YEARS) return null;
  return refuse("GS1_FIELD", `AI ${last.ai}`, last.value, `a separator before 17${date}, if that is the expiry`);
}
/** Medicines keep for five years at most; ten leave room for old stock. */
const NEAR_YEARS = 10;

function readHour(value: string | undefined): Read<string | null> {
  if (value === undefined) return accept(null);
  const [hours, minutes] = [value.slice(6, 8), value.slice(8, 10)];
  if (Number(hours) > 23 || Number(minutes) > 59) return refuse("GS1_DATE", "AI 7003", value, "YYMMDDHHMM");
  return accept(`${hours}:${minutes}`);
}
