import { packageLevel } from "../gs1/index.ts";
import { dayAt } from "../orders/local-day.ts";
import type { Bedside, Finding } from "./bedside.ts";
import { right, unknown, warning, wrong } from "./finding.ts";
import type { Scanned } from "./reading.ts";
import type { Rule } from "./situation.ts";

function ofCode({ read }: Scanned): Finding {
  switch (read.type) {
    case "damaged":
      return read.isCheckDigit
        ? wrong("code", "check-digit", { mayOverride: false })
        : unknown("code", "damaged", { mayOverride: false });
    case "not-a-medicine":
      return wrong("code", "not-a-medicine", { mayOverride: false });
    case "unknown-code":
      return unknown("code", "not-in-table", { values: { gtin: read.gtin }, mayOverride: true });
    case "package":
      if (read.drug === null)
        return unknown("code", "not-in-list", { values: { code: read.code.drug }, mayOverride: true });
      return packageLevel(read.code.gtin) === "carton"
        ? warning("code", "carton", { values: { drug: read.drug.name } })
        : right("code", "read", { values: { drug: read.drug.name } });
    case "pack":
    case "pack-of-other":
      return right("code", "pack");
  }
}

/** Whether what was scanned could be read, and stands for something. */
export const code: Rule = ({ scanned }) => scanned.map(ofCode);

const localTime = (now: number, zone: string): string =>
  new Date(now).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });

interface Shelf {
  readonly name: string;
  readonly day: string;
  /** "14:30" of that day; null: until its end. */
  readonly hour: string | null;
}

/** The day on the package is the last one on which it may be used, by the calendar of the house. */
function ofDay({ name, day, hour }: Shelf, { now, zone }: Bedside): Finding {
  const today = dayAt(zone, now).date;
  const values = { drug: name, day };
  const isOver = day < today || (day === today && hour !== null && hour <= localTime(now, zone));
  if (isOver) return wrong("expiry", "expired", { values, mayOverride: false });
  return right("expiry", day === today ? "today" : "good", { values });
}

function ofExpiry({ scan, read }: Scanned, bedside: Bedside): readonly Finding[] {
  if (read.type === "pack") {
    const name = read.pack.contents.map(({ drug }) => drug.text).join(", ");
    return read.lot.expiry === null
      ? [warning("expiry", "not-on-pack", { values: { drug: name } })]
      : [ofDay({ name, day: read.lot.expiry, hour: null }, bedside)];
  }
  if (read.type !== "package" && read.type !== "unknown-code") return [];
  const name = read.type === "package" ? (read.drug?.name ?? read.code.drug) : read.gtin;
  const values = { drug: name };
  if (read.lot.expiry !== null) {
    const hour = read.type === "package" ? read.expiryTime : null;
    return [ofDay({ name, day: read.lot.expiry, hour }, bedside)];
  }
  return scan.isPartial
    ? [unknown("expiry", "partial", { values, mayOverride: true })]
    : [warning("expiry", "not-on-code", { values })];
}

/** Whether what was scanned may still be used. */
export const expiry: Rule = ({ scanned, bedside }) => scanned.flatMap((one) => ofExpiry(one, bedside));
