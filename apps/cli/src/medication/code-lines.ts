import { bracketed, type Elements, packageLevel, packageWords, readLabel } from "@sakiyomi/medication";

const rows: readonly (readonly [name: string, value: (read: Elements) => string | null])[] = [
  ["symbol", ({ symbology }) => symbology],
  ["GTIN", ({ gtin }) => gtin],
  ["package", ({ gtin }) => gtin && (packageWords.en[`package.${packageLevel(gtin)}`] ?? null)],
  ["GSRN", ({ gsrn }) => gsrn],
  ["printing", ({ printing }) => (printing === null ? null : String(printing))],
  ["lot", ({ lot }) => lot],
  ["expiry", ({ expiry, expiryTime }) => expiry && [expiry, expiryTime].filter(Boolean).join(" ")],
  ["made", ({ made }) => made],
  ["serial", ({ serial }) => serial],
  ["count", ({ count }) => (count === null ? null : String(count))],
];

/** A package's label is its maker's, and says nothing more. */
const labelWords = { wristband: "a wristband", pack: "a pack of the house", package: null } as const;

/** What a code says, a line a field; what it does not say has none. */
export function codeLines(code: string, read: Elements): readonly string[] {
  const label = readLabel(code);
  const lines = rows.flatMap(([name, value]) => {
    const said = value(read);
    return said === null ? [] : [`${name.padEnd(9)} ${said}`];
  });
  const ours = label.ok ? labelWords[label.value.type] : null;
  return [...lines, ...(ours ? [`label     ${ours}`] : []), `written   ${bracketed(read.all)}`];
}
