import type { Key } from "../words/index.ts";

/** Three shifts a day, as most houses have them; minutes after midnight, in the zone of the house. */
const shifts = [
  { name: "shift.early", from: 7 * 60 },
  { name: "shift.late", from: 15 * 60 },
  { name: "shift.night", from: 23 * 60 },
] as const satisfies readonly { readonly name: Key; readonly from: number }[];

export interface Shift {
  readonly name: (typeof shifts)[number]["name"];
  readonly endsAt: number;
}

const DAY_MIN = 24 * 60;

function minuteOfDay(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((found) => found.type === type)?.value ?? 0);
  return part("hour") * 60 + part("minute");
}

/** The shift that is on. On the day of a clock change its end is off by that hour until the change has passed. */
export function shiftAt(at: number, zone: string): Shift {
  const minute = minuteOfDay(at, zone);
  const index = shifts.findLastIndex(({ from }) => from <= minute);
  const current = shifts.at(index) ?? shifts[2];
  const next = shifts[(index + 1 + shifts.length) % shifts.length] ?? shifts[0];
  const left = (next.from - minute + DAY_MIN) % DAY_MIN;
  return { name: current.name, endsAt: at - (at % 60_000) + left * 60_000 };
}
