/** What a GS1 Application Identifier's field looks like. */
export interface Identifier {
  readonly title: string;
  /** Parts one after another: n digits, x the 82 characters, y the 39; "..": up to so many; "?": may be left out. */
  readonly form: string;
}

/**
 * The Application Identifiers of the GS1 General Specifications (section 3.2; format as in GS1's Barcode Syntax Dictionary). Medicines use few of
 * them, but an identifier that exists must not be called unknown.
 */
const rows: Readonly<Record<string, readonly [form: string, title: string]>> = {
  "00": ["n18", "SSCC"],
  "01": ["n14", "GTIN"],
  "02": ["n14", "GTIN of what is inside"],
  10: ["x..20", "lot"],
  11: ["n6", "production date"],
  12: ["n6", "due date"],
  13: ["n6", "packaging date"],
  15: ["n6", "best before"],
  16: ["n6", "sell by"],
  17: ["n6", "expiry"],
  20: ["n2", "variant"],
  21: ["x..20", "serial number"],
  22: ["x..20", "consumer product variant"],
  235: ["x..28", "third-party serial number"],
  240: ["x..30", "additional item identification"],
  241: ["x..30", "customer part number"],
  242: ["n..6", "made-to-order variation"],
  243: ["x..20", "packaging component"],
  250: ["x..30", "secondary serial number"],
  251: ["x..30", "reference to source"],
  253: ["n13 x..17?", "document type"],
  254: ["x..20", "location extension"],
  255: ["n13 n..12?", "coupon"],
  30: ["n..8", "count"],
  37: ["n..8", "count of what is inside"],
  400: ["x..30", "order number"],
  401: ["x..30", "consignment"],
  402: ["n17", "shipment"],
  403: ["x..30", "routing"],
  420: ["x..20", "postal code"],
  421: ["n3 x..9", "postal code with country"],
  422: ["n3", "country of origin"],
  423: ["n..15", "country of first processing"],
  424: ["n3", "country of processing"],
  425: ["n..15", "country of disassembly"],
  426: ["n3", "country of every processing"],
  427: ["x..3", "part of the country"],
  4307: ["x2", "country to ship to"],
  4308: ["x..30", "telephone"],
  4309: ["n20", "place by latitude and longitude"],
  4317: ["x2", "country to return to"],
  4318: ["x..20", "postal code to return to"],
  4319: ["x..30", "telephone for returns"],
  4320: ["x..35", "service"],
  4324: ["n10", "not before"],
  4325: ["n10", "not after"],
  4326: ["n6", "release date"],
  7001: ["n13", "NATO stock number"],
  7002: ["x..30", "meat cut"],
  7003: ["n10", "expiry with time"],
  7004: ["n..4", "active potency"],
  7005: ["x..12", "catch area"],
  7006: ["n6", "first freeze date"],
  7007: ["n6 n6?", "harvest date"],
  7008: ["x..3", "aquatic species"],
  7009: ["x..10", "fishing gear"],
  7010: ["x..2", "production method"],
  7011: ["n6 n4?", "test by"],
  7020: ["x..20", "refurbishment lot"],
  7021: ["x..20", "functional status"],
  7022: ["x..20", "revision status"],
  7023: ["x..30", "assembly"],
  7040: ["n1 x3", "identifier issuer"],
  7240: ["x..20", "protocol"],
  7241: ["n2", "medium of the label"],
  7242: ["x..25", "version of the label"],
  8001: ["n14", "roll"],
  8002: ["x..20", "mobile telephone"],
  8003: ["n14 x..16?", "returnable asset"],
  8004: ["x..30", "individual asset"],
  8005: ["n6", "price per unit"],
  8006: ["n18", "piece of an item"],
  8007: ["x..34", "account"],
  8008: ["n8 n..4?", "production time"],
  8009: ["x..50", "sensor"],
  8010: ["y..30", "component"],
  8011: ["n..12", "component's serial number"],
  8012: ["x..20", "software version"],
  8013: ["x..25", "model"],
  8017: ["n18", "GSRN of who serves"],
  8018: ["n18", "GSRN of who is served"],
  8019: ["n..10", "instance of the relation"],
  8020: ["x..25", "payment slip"],
  8026: ["n18", "pieces inside"],
  8110: ["x..70", "coupon"],
  8111: ["n4", "points"],
  8112: ["x..70", "coupon"],
  8200: ["x..70", "packaging address"],
};

/** Families that differ by a digit or two. */
const families: readonly (readonly [is: RegExp, form: string, title: string])[] = [
  [/^3(?:1[0-6]|2[0-9]|3[0-7]|4[0-9]|5[0-7]|6[0-8])[0-5]$/, "n6", "measure"],
  [/^390\d$/, "n..15", "amount"],
  [/^391\d$/, "n3 n..15", "amount with currency"],
  [/^392\d$/, "n..15", "price"],
  [/^393\d$/, "n3 n..15", "price with currency"],
  [/^394[0-3]$/, "n4", "discount"],
  [/^395[0-5]$/, "n6", "price per unit"],
  [/^41[0-7]$/, "n13", "location"],
  [/^43(?:0[01]|1[01])$/, "x..35", "company or name"],
  [/^43(?:0[2-6]|1[2-6])$/, "x..70", "address"],
  [/^432[1-3]$/, "n1", "yes or no"],
  [/^433[0-3]$/, "n6 x1?", "temperature"],
  [/^703\d$/, "n3 x..27", "processor"],
  [/^71[0-6]$/, "x..20", "national healthcare number"],
  [/^723\d$/, "x2 x..28", "certification"],
  [/^90$/, "x..30", "agreed between partners"],
  [/^9[1-9]$/, "x..90", "internal"],
];

/** null: no such identifier. */
export function identifier(ai: string): Identifier | null {
  const row = rows[ai];
  if (row !== undefined) return { form: row[0], title: row[1] };
  const family = families.find(([is]) => is.test(ai));
  return family === undefined ? null : { form: family[1], title: family[2] };
}

/** The identifier at a place of an element string: 2, 3 or 4 digits, of which no two rows share a beginning. */
export function identifierAt(text: string, at: number): string | null {
  for (const length of [2, 3, 4]) {
    const ai = text.slice(at, at + length);
    if (ai.length === length && identifier(ai) !== null) return ai;
  }
  return null;
}

/** Whole lengths, identifier and all, of those whose first two digits say how long they are (General Specifications, 7.8.5). */
const wholeLengths: Readonly<Record<string, number>> = {
  "00": 20,
  "01": 16,
  "02": 16,
  11: 8,
  12: 8,
  13: 8,
  15: 8,
  16: 8,
  17: 8,
  20: 4,
  31: 10,
  32: 10,
  33: 10,
  34: 10,
  35: 10,
  36: 10,
  41: 16,
};

/** How long the field is where no separator has to follow it; null: it runs to the separator. */
export function fixedLength(ai: string): number | null {
  const whole = wholeLengths[ai.slice(0, 2)];
  return whole === undefined ? null : whole - ai.length;
}

/** GS1 character sets 82 and 39 (General Specifications, 7.11). */
const characters = { n: "[0-9]", x: `[!"%&'()*+,\\-./0-9:;<=>?A-Z_a-z]`, y: "[#\\-/0-9A-Z]" } as const;

const patterns = new Map<string, RegExp>();

/** What a field of this form has to match. */
export function patternOf(form: string): RegExp {
  const known = patterns.get(form);
  if (known !== undefined) return known;
  const parts = form.split(" ").map((part) => {
    const [, kind = "n", range = "", length = "1", mayLack = ""] = /^([nxy])(\.\.)?(\d+)(\?)?$/.exec(part) ?? [];
    const piece = `${characters[kind as keyof typeof characters]}{${range === "" ? length : `1,${length}`}}`;
    return mayLack === "" ? piece : `(?:${piece})?`;
  });
  const pattern = new RegExp(`^${parts.join("")}$`);
  patterns.set(form, pattern);
  return pattern;
}

/** The most characters that a field of this form can have. */
export const longest = (form: string): number =>
  form.split(" ").reduce((sum, part) => sum + Number(/\d+/.exec(part)?.[0] ?? 0), 0);

/** The fewest. */
export const shortest = (form: string): number =>
  form
    .split(" ")
    .reduce((sum, part) => sum + (part.endsWith("?") ? 0 : part.includes("..") ? 1 : Number(part.slice(1))), 0);

/** Identifiers whose digits end in a check digit, and how many of the digits it covers. */
export const checkedDigits: Readonly<Record<string, number>> = {
  "00": 18,
  "01": 14,
  "02": 14,
  253: 13,
  255: 13,
  402: 17,
  410: 13,
  411: 13,
  412: 13,
  413: 13,
  414: 13,
  415: 13,
  416: 13,
  417: 13,
  8003: 14,
  8006: 14,
  8017: 18,
  8018: 18,
  8026: 14,
};
