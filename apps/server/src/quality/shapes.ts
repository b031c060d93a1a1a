import type { Instant, Level, Text } from "@sakiyomi/core";

/** How good alarms were: of everything, of a rule, of a person, of a room, of a day. */
export interface AlarmFigures {
  readonly raised: number;
  /** A day and person who was here. */
  readonly perPersonDay: number;
  /** Somebody took it, saw to it, or answered. */
  readonly acted: number;
  /** It went by itself, and nobody had done anything. What ended with a discharge, a consent or its skill is not meant. */
  readonly ignored: number;
  /** It stands, and nobody has taken it yet. */
  readonly open: number;
  /** From raised to taken or seen to, ms; null: nobody ever did. */
  readonly medianResponseMs: number | null;
}

export interface RuleFigures extends AlarmFigures {
  readonly skill: string;
  /** Key of the words that it says. */
  readonly rule: string;
  /** The newest one, as it was said. */
  readonly example: Text;
  readonly level: Level;
  /** Whether the skill allows that it is made rarer. */
  readonly mayBeQuieter: boolean;
}

export interface PersonFigures extends AlarmFigures {
  readonly person: string;
}

export interface PlaceFigures extends AlarmFigures {
  /** Null: somebody who was in no room. */
  readonly place: string | null;
  readonly placeName: string;
}

export interface DayFigures {
  /** In the house's zone, "2026-04-06". */
  readonly day: string;
  readonly raised: number;
  readonly acted: number;
}

/** When a rule is said to be ignored: for a person, within so many days, of at least so many alarms more than this share. */
export interface QualityPolicy {
  readonly days: number;
  readonly least: number;
  readonly ignoredShare: number;
}

/** A change that somebody may make, because alarms of a rule are ignored. */
export interface Proposal {
  readonly id: string;
  readonly person: string;
  readonly skill: string;
  readonly rule: string;
  readonly example: Text;
  readonly raised: number;
  readonly ignored: number;
  /** Null: this alarm is not to be made rarer; sensor, routing and training are to be looked at. */
  readonly change: {
    readonly setting: string;
    readonly from: string | number | boolean;
    readonly to: string | number | boolean;
  } | null;
}

export interface QualityView {
  readonly from: Instant;
  readonly to: Instant;
  readonly all: AlarmFigures;
  readonly rules: readonly RuleFigures[];
  readonly people: readonly PersonFigures[];
  readonly places: readonly PlaceFigures[];
  readonly days: readonly DayFigures[];
  readonly policy: QualityPolicy;
  readonly proposals: readonly Proposal[];
}
