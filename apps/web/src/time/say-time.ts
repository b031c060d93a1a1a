import type { Language, Speak } from "../words/index.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span in words: seconds below a minute, minutes below an hour, hours and minutes below 10 h, hours, days. */
export function span(ms: number, speak: Speak): string {
  const size = Math.abs(ms);
  if (size < MINUTE) return speak("time.seconds", { n: Math.round(size / SECOND) });
  if (size < HOUR) return speak("time.minutes", { n: Math.round(size / MINUTE) });
  if (size < 10 * HOUR && Math.round((size % HOUR) / MINUTE) % 60 > 0)
    return speak("time.hoursMinutes", { h: Math.floor(size / HOUR), m: Math.round((size % HOUR) / MINUTE) });
  if (size < 2 * DAY) return speak("time.hours", { n: Math.round(size / HOUR) });
  return speak("time.days", { n: Math.round(size / DAY) });
}

/** "now", "in 12 min", "12 min late". */
export function until(at: number, now: number, speak: Speak): string {
  const ahead = at - now;
  if (Math.abs(ahead) < MINUTE) return speak("time.now");
  return ahead > 0 ? speak("time.in", { age: span(ahead, speak) }) : speak("time.late", { age: span(ahead, speak) });
}

const formats = new Map<string, Intl.DateTimeFormat>();
function format(language: Language, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${zone} ${JSON.stringify(options)}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(language, { ...options, timeZone: zone });
  formats.set(key, made);
  return made;
}

export interface Zoned {
  readonly language: Language;
  /** IANA zone of the house. */
  readonly zone: string;
}

/** 24 hours in every language: 02:05 and 14:05 must never be mistaken for one another. */
export const clock = (at: number, { language, zone }: Zoned): string =>
  format(language, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);

export const clockSeconds = (at: number, { language, zone }: Zoned): string =>
  format(language, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(at);

export const day = (at: number, { language, zone }: Zoned): string =>
  format(language, zone, { year: "numeric", month: "short", day: "numeric" }).format(at);

/** The day of something that is not today, in short; null: it is today. */
export const otherDay = (at: number, now: number, zoned: Zoned): string | null =>
  day(at, zoned) === day(now, zoned)
    ? null
    : format(zoned.language, zoned.zone, { month: "short", day: "numeric" }).format(at);

/** The clock alone today, day and clock otherwise. */
export function moment(at: number, now: number, zoned: Zoned): string {
  const other = otherDay(at, now, zoned);
  return other === null ? clock(at, zoned) : `${other} ${clock(at, zoned)}`;
}

/** "1950-03-09" of a record, which has no zone, in the reader's words. */
export const birthDay = (iso: string, language: Language): string =>
  format(language, "UTC", { year: "numeric", month: "long", day: "numeric" }).format(Date.parse(`${iso}T00:00:00Z`));
