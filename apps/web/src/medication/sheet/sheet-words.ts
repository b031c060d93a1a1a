import { say, type Text } from "@sakiyomi/core";
import { medicationWords } from "@sakiyomi/medication";
import { birthDay, clock, moment } from "../../time/say-time.ts";
import { type Language, type Speak, speaker } from "../../words/index.ts";

/** What a printed sheet speaks with: a language of its own, whatever the screen shows. */
export interface SheetVoice {
  readonly language: Language;
  readonly zone: string;
  readonly t: Speak;
  readonly say: (text: Text) => string;
  readonly clock: (at: number) => string;
  readonly moment: (at: number, now: number) => string;
  /** "23 November 2026, 07:12" */
  readonly full: (at: number) => string;
  readonly birth: (iso: string) => string;
}

export function sheetVoice(language: Language, zone: string): SheetVoice {
  const zoned = { language, zone };
  const day = new Intl.DateTimeFormat(language, {
    ...{ year: "numeric", month: "long", day: "numeric", weekday: "short" },
    timeZone: zone,
  });
  return {
    ...zoned,
    t: speaker(language),
    say: (text) => say(medicationWords, text, zoned),
    clock: (at) => clock(at, zoned),
    moment: (at, now) => moment(at, now, zoned),
    full: (at) => `${day.format(at)} ${clock(at, zoned)}`,
    birth: (iso) => birthDay(iso, language),
  };
}
