import { type Instant, MINUTE, type SourceId } from "@sakiyomi/core";
import type { TrueVoid } from "./bladder.ts";
import { type Chance, chanceOf } from "./chance.ts";
import { type Delivery, deliver } from "./delivery.ts";
import type { Profile } from "./profile.ts";
import type { Routine } from "./routine.ts";

/** What staff write down of a day: most of it, some minutes later, rounded, and now and then by mistake. */
export function chartedDay(
  seed: number | string,
  day: number,
  profile: Profile,
  routine: Routine,
  voids: readonly TrueVoid[],
  midnight: Instant,
  source: SourceId,
): readonly Delivery[] {
  const c = chanceOf(seed, "charting", day);
  return [
    ...voids.flatMap((was) => chartedVoid(c, profile, was, midnight, source)),
    ...routine.drinks.flatMap(({ minute, volumeMl, drink }) => {
      const at = midnight + minute * MINUTE;
      const deliveredAt = at + Math.round(c.between(0, 15)) * MINUTE;
      const value = { volumeMl: Math.max(10, Math.round(volumeMl / 10) * 10), drink };
      return c.happens(profile.chartsDrink) ? [deliver({ kind: "fluid-intake", at, value, source, deliveredAt })] : [];
    }),
    ...routine.meals.map(({ minute, meal, eatenPercent }) => {
      const at = midnight + minute * MINUTE;
      return deliver({ kind: "meal", at, value: { meal, eatenPercent }, source, deliveredAt: at + 35 * MINUTE });
    }),
  ];
}

/** The time that is written down is off by a minute or two; one chart in a hundred is somebody else's, and struck out. */
function chartedVoid(
  c: Chance,
  profile: Profile,
  was: TrueVoid,
  midnight: Instant,
  source: SourceId,
): readonly Delivery[] {
  const at = midnight + (was.minute + Math.round(c.normal(0, 1.2))) * MINUTE;
  const deliveredAt = Math.max(at, midnight + was.minute * MINUTE) + Math.round(c.lognormal(4, 0.7)) * MINUTE;
  const isCharted = c.happens(profile.chartsVoid);
  const volume = c.happens(profile.chartsVolume)
    ? { volumeMl: Math.max(10, Math.round((was.volumeMl * c.normal(1, 0.05)) / 10) * 10) }
    : {};
  const how = was.leaked ? "pad" : "toilet";
  const charted = {
    kind: "void",
    at,
    value: { ...volume, how, ...(was.leaked ? { leaked: true } : {}) },
    source,
    deliveredAt,
  } as const;
  const mistaken = { ...charted, at: at + 97 * MINUTE, sequence: 1, deliveredAt: deliveredAt + 97 * MINUTE };
  return [
    ...(isCharted ? [deliver(charted)] : []),
    ...(c.happens(0.01)
      ? [
          deliver(mistaken),
          deliver({ ...mistaken, quality: "entered-in-error", deliveredAt: mistaken.deliveredAt + 10 * MINUTE }),
        ]
      : []),
  ];
}
