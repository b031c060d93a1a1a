import { accept, type Read, refuse } from "@sakiyomi/core";

/**
 * The last digit of GTIN-8, -12, -13, -14, SSCC and GSRN, for the digits before it: weights 3, 1, 3, … from the right, filled
 * up to a multiple of ten (GS1 General Specifications, section 7.9.1). Finds every single wrong digit; of two neighbours that
 * changed places it misses those that differ by 5 (05, 16, 27, 38, 49 and back).
 * @throws TypeError for anything but digits: an empty body has none.
 */
export function checkDigit(body: string): string {
  if (!/^\d+$/.test(body)) throw new TypeError(`not digits: ${body}`);
  let sum = 0;
  for (let index = 0; index < body.length; index++)
    sum += Number(body[body.length - 1 - index]) * (index % 2 === 0 ? 3 : 1);
  return String((10 - (sum % 10)) % 10);
}

export const withCheckDigit = (body: string): string => body + checkDigit(body);

export const isChecked = (digits: string): boolean =>
  /^\d{2,}$/.test(digits) && digits.endsWith(checkDigit(digits.slice(0, -1)));

/** Digits whose last one must be the check digit; the refusal says which would have been right. */
export function readChecked(digits: string, field: string): Read<string> {
  if (isChecked(digits)) return accept(digits);
  return refuse(
    "GS1_CHECK",
    field,
    digits,
    `${checkDigit(digits.slice(0, -1))} as the last digit, if the others are right`,
  );
}

/** GTIN-8, -12 (UPC), -13 (EAN, JAN) or -14 as 14 digits, filled with noughts on the left. */
export function readGtin(digits: string, field = "gtin"): Read<string> {
  if (!/^(?:\d{8}|\d{12,14})$/.test(digits)) return refuse("GS1_SHAPE", field, digits, "8, 12, 13 or 14 digits");
  const read = readChecked(digits, field);
  return read.ok ? accept(digits.padStart(14, "0")) : read;
}

/**
 * A Global Service Relation Number, 18 digits: the house's company prefix, a number of its own, the check digit. It names the
 * relation of a person to the house, so that a wristband has neither name nor record number.
 */
export function gsrnOf(prefix: string, number: number): Read<string> {
  if (!/^\d{6,12}$/.test(prefix)) return refuse("GS1_SHAPE", "prefix", prefix, "6 to 12 digits, given by GS1");
  const room = 17 - prefix.length;
  if (!Number.isSafeInteger(number) || number < 0 || String(number).length > room)
    return refuse("GS1_SHAPE", "number", number, `a whole number of at most ${room} digits`);
  return accept(withCheckDigit(prefix + String(number).padStart(room, "0")));
}
