import { accept, type Read, refuse } from "@sakiyomi/core";

/**
 * The year of two digits: whichever lies from 49 years before `year` to 50 after it (GS1 General Specifications, section 7.12).
 */
export function fullYear(yy: number, year: number): number {
  const century = year - (year % 100);
  const ahead = yy - (year % 100);
  if (ahead >= 51) return century - 100 + yy;
  return ahead <= -50 ? century + 100 + yy : century + yy;
}

/** "250731" as "2025-07-31". Day 00 is the last day of its month where the identifier allows it. */
export function readDate(
  yymmdd: string,
  { year, field }: { readonly year: number; readonly field: string },
): Read<string> {
  const [yy, mm, dd] = [0, 2, 4].map((from) => Number(yymmdd.slice(from, from + 2)));
  if (yy === undefined || mm === undefined || dd === undefined || !/^\d{6}$/.test(yymmdd))
    return refuse("GS1_DATE", field, yymmdd, "YYMMDD");
  if (mm < 1 || mm > 12) return refuse("GS1_DATE", field, yymmdd, "a month from 01 to 12");
  const whole = fullYear(yy, year);
  const last = new Date(Date.UTC(whole, mm, 0)).getUTCDate();
  if (dd > last) return refuse("GS1_DATE", field, yymmdd, `a day from 00 to ${last}`);
  return accept(`${whole}-${two(mm)}-${two(dd === 0 ? last : dd)}`);
}

const two = (value: number): string => String(value).padStart(2, "0");
