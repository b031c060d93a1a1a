import { type Instant, MINUTE } from "@sakiyomi/core";
import { type About, feltSince, fetusesNow, weeksNow } from "./about.ts";
import { type Analysis, analyse } from "./ctg/analyse.ts";
import { usualContractions } from "./ctg/contractions.ts";
import { type DawesRedman, EVERY_MIN, FIRST_LOOK_MIN, LAST_LOOK_MIN } from "./ctg/dawes-redman.ts";
import type { FigoClass } from "./ctg/figo.ts";
import type { Jsog } from "./ctg/jsog.ts";
import { usualMother } from "./ctg/mother.ts";
import type { NichdCategory } from "./ctg/nichd.ts";
import type { Maybe } from "./ctg/recording.ts";
import type { Settings } from "./settings.ts";
import { recordingOf, type Tape } from "./tape.ts";

/** What the last look at the whole recording found; plain and small. */
export interface Look {
  /** Of the recording, whole minutes. */
  readonly minute: number;
  readonly at: Instant;
  readonly lostPercent: number;
  readonly baselineBpm: Maybe<number>;
  readonly variabilityBpm: Maybe<number>;
  readonly stvMs: Maybe<number>;
  readonly accelerations: number;
  readonly decelerations: number;
  readonly criteria: Maybe<DawesRedman>;
  /** First and latest minute at which they were met. */
  readonly metAt: Instant | null;
  readonly jsog: Maybe<Jsog>;
  readonly figo: Maybe<FigoClass>;
  readonly nichd: Maybe<NichdCategory>;
  readonly isTachysystole: boolean;
  readonly perhapsHalved: boolean;
}

/** The minute for which a look is due: at 10, then every 2; null before. */
export function dueMinute(tape: Tape): number | null {
  const minutes = Math.floor((tape.heardUntil - tape.begin) / MINUTE);
  if (minutes < FIRST_LOOK_MIN) return null;
  return minutes - ((minutes - FIRST_LOOK_MIN) % EVERY_MIN);
}

export function lookAtTape(tape: Tape, minute: number, before: Look | null, about: About, settings: Settings): Look {
  const at = tape.begin + minute * MINUTE;
  const found = analyse(recordingOf(tape, at), {
    weeks: weeksNow(about, at, settings.utcOffsetMin),
    fetuses: fetusesNow(about),
    inLabour: settings.inLabour,
    movements: feltSince(about, tape.begin, at),
    firstCentileMs: settings.firstCentileMs > 0 ? settings.firstCentileMs : null,
    contractionRules: { ...usualContractions, riseUnits: settings.tocoRise, heightUnits: settings.tocoHeight },
    motherRules: { ...usualMother, bpm: settings.sameBpm },
  });
  // The rule ends with the hour: what was found then stands for this recording.
  const criteria = before && before.minute >= LAST_LOOK_MIN && !settings.inLabour ? before.criteria : found.dawesRedman;
  const isMet = criteria.known && criteria.value.verdict === "met";
  return { ...measuresOf(found), minute, at, criteria, metAt: isMet ? (before?.metAt ?? at) : null };
}

const tenths = (maybe: Maybe<number>): Maybe<number> =>
  maybe.known ? { known: true, value: Math.round(maybe.value * 10) / 10 } : maybe;

function measuresOf(found: Analysis): Omit<Look, "minute" | "at" | "criteria" | "metAt"> {
  return {
    lostPercent: Math.round(found.quality.lost * 100),
    baselineBpm: tenths(found.baselineBpm),
    variabilityBpm: tenths(found.variabilityBpm),
    stvMs: tenths(found.variation.stvMs),
    accelerations: found.accelerations.length,
    decelerations: found.decelerations.length,
    jsog: found.jsog,
    figo: found.figo,
    nichd: found.nichd,
    isTachysystole: found.isTachysystole === true,
    perhapsHalved: found.quality.perhapsHalvedSinceS !== null,
  };
}
