import type { ZodType } from "zod";
import { type Instant, MINUTE } from "./1-signal/index.ts";
import type { Roster } from "./2-store/index.ts";
import type { Skill } from "./4-decide/index.ts";

/**
 * What a skill is set to for somebody: what was set for the person, and the house's clock where the skill has a setting for it
 * (`zone`, IANA; or `utcOffsetMin`, as it is at `now`) that nobody has set.
 */
export function settingsFor(
  { settings }: Pick<Skill, "settings">,
  { zone }: Pick<Roster, "zone">,
  set: unknown,
  now: Instant,
): object {
  const shape = (settings as { readonly shape?: Readonly<Record<string, ZodType>> }).shape ?? {};
  return {
    ...(zone !== null && "zone" in shape && { zone }),
    ...(zone !== null && "utcOffsetMin" in shape && { utcOffsetMin: offsetMin(zone, now) }),
    ...(set as object | null),
  };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Minutes that a clock of the zone is ahead of UTC at this time. */
export function offsetMin(zone: string, at: Instant): number {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat("en-US", {
      ...{ timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" },
      ...{ hour: "numeric", minute: "numeric", second: "numeric" },
    });
  clocks.set(zone, clock);
  const part = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  const shown = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.round((shown - Math.floor(at / 1000) * 1000) / MINUTE);
}
