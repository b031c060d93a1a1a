/**
 * JSON that gives back every number as it was, to the bit: typed arrays in base64, and what JSON has no numeral for
 * (NaN, the infinities, −0) by name; maps and sets too.
 */
const arrays = { Float64Array, Float32Array, Uint8Array } as const;
type ArrayName = keyof typeof arrays;

const names: readonly ArrayName[] = ["Float64Array", "Float32Array", "Uint8Array"];
const hasNumeral = (x: number): boolean => Number.isFinite(x) && !Object.is(x, -0);
const specialOf = (x: number): string => (Object.is(x, -0) ? "-0" : String(x));

const base64 = (bytes: Uint8Array): string => {
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters);
};

const plain = (value: unknown): unknown => {
  if (typeof value === "number" && !hasNumeral(value)) return { $number: specialOf(value) };
  if (typeof value === "bigint") return { $bigint: String(value) };
  if (value instanceof Map) return { $Map: [...value] };
  if (value instanceof Set) return { $Set: [...value] };
  const name = names.find((one) => value instanceof arrays[one]);
  if (!name) return value;
  const { buffer, byteOffset, byteLength } = value as Uint8Array;
  return { [`$${name}`]: base64(new Uint8Array(buffer, byteOffset, byteLength)) };
};

export const toExact = (value: unknown): string => JSON.stringify(value, (_, one: unknown) => plain(one));

const arrayOf = (name: ArrayName, text: string): unknown => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new arrays[name](bytes.buffer as ArrayBuffer);
};

/** One row a thing that JSON has no form for. */
const revivers: Readonly<Record<string, (held: unknown) => unknown>> = {
  $number: Number,
  $bigint: (held) => BigInt(String(held)),
  $Map: (held) => new Map(held as [unknown, unknown][]),
  $Set: (held) => new Set(held as unknown[]),
  ...Object.fromEntries(names.map((name) => [`$${name}`, (held: unknown) => arrayOf(name, String(held))])),
};

const revived = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const [[key, held] = [""], more] = Object.entries(value);
  const revive = more === undefined && Object.hasOwn(revivers, key) ? revivers[key] : undefined;
  return revive ? revive(held) : value;
};

/** @throws {SyntaxError} where it is no JSON. */
export const fromExact = (text: string): unknown => JSON.parse(text, (_, value: unknown) => revived(value));
