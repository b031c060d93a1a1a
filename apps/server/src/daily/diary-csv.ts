import type { ExcretionView } from "./shapes.ts";

/** A cell of a table program must never be a formula. */
const cell = (value: string | number | boolean | null): string => {
  const said = value === null ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(said) && typeof value === "string" ? `'${said}` : said;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const fieldOf = (value: unknown, name: string): string => {
  const found = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return found === undefined ? "" : String(found);
};

/** As the clock on the wall says it, with its offset: beside the day of the house a time of Greenwich is read as another day's. */
function localTime(at: number, timeZone: string): string {
  const wall = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }).format(at);
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(at);
  const offset = parts.find(({ type }) => type === "timeZoneName")?.value.slice("GMT".length) ?? "";
  return `${wall.replace(" ", "T")}${offset === "" ? "Z" : offset}`;
}

/** The diary's lines as a table, times in the house's zone. */
export function diaryCsv({ diary }: ExcretionView, zone: string): string {
  const head = ["date", "time", "kind", "volume_ml", "leaked", "how", "bristol", "drink", "by", "sensor"];
  const rows = diary.flatMap(({ date, lines }) =>
    lines.map(({ at, kind, ml, leaked, value, by, bySensor }) => [
      ...[date, localTime(at, zone), kind, ml, leaked, fieldOf(value, "how"), fieldOf(value, "bristol")],
      ...[fieldOf(value, "drink"), by, bySensor],
    ]),
  );
  return `${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
