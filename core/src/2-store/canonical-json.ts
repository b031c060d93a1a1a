/**
 * One text for one value, whoever writes it (RFC 8785, JSON Canonicalization Scheme): keys in order of their UTF-16
 * units, no spaces, numbers as ECMAScript prints them. Two values are equal when their texts are.
 * Throws on what JSON cannot say: NaN, infinities, BigInt, functions.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError(`${value} is not a JSON number`);
  if (value === null || typeof value !== "object") return scalar(value);
  if (hasJsonForm(value)) return canonicalJson(value.toJSON());
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  return `{${fieldsOf(value).join(",")}}`;
}

/** What a reader gets back once a value has been written: no undefined, no prototype, nothing shared. */
export const jsonCopy = <T>(value: T): T => JSON.parse(canonicalJson(value)) as T;

function fieldsOf(value: object): readonly string[] {
  // The default order of sort() is by UTF-16 units, which is what RFC 8785 (3.2.3) asks for.
  const keys = Object.keys(value).sort();
  return keys.flatMap((key) => {
    const field = (value as Record<string, unknown>)[key];
    return field === undefined ? [] : [`${JSON.stringify(key)}:${canonicalJson(field)}`];
  });
}

function scalar(value: unknown): string {
  const line = JSON.stringify(value);
  if (line === undefined) throw new TypeError(`${typeof value} has no JSON form`);
  return line;
}

const hasJsonForm = (value: object): value is { toJSON(): unknown } =>
  "toJSON" in value && typeof value.toJSON === "function";
