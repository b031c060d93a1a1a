import { DAY, Fault, HOUR, type Instant, MINUTE, SECOND } from "@sakiyomi/core";

const units: Readonly<Record<string, number>> = { s: SECOND, min: MINUTE, h: HOUR, d: DAY };

/** `90s`, `30min`, `8h`, `2d`. */
export function readSpan(name: string, said: string): number {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)\s*(s|min|h|d)$/.exec(said.trim()) ?? [];
  const size = units[unit];
  if (number === undefined || size === undefined)
    throw new Fault("CLI_USAGE", `${name} is ${said}, and has to be a time such as 30min, 8h or 2d.`);
  return Number(number) * size;
}

/** A point in time with its zone, or a time ago. */
export function readTime(name: string, said: string, now: Instant): Instant {
  if (/^\d+(\.\d+)?\s*(s|min|h|d)$/.test(said)) return now - readSpan(name, said);
  const at = /(Z|[+-]\d\d:\d\d)$/.test(said) ? Date.parse(said) : Number.NaN;
  if (Number.isFinite(at)) return at;
  throw new Fault(
    "CLI_USAGE",
    `${name} is ${said}, and has to be like 2026-01-31T09:30:00+09:00, or a time ago like 8h.`,
  );
}
