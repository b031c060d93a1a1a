import { HOUR, type Instant, MINUTE, SECOND, text, type Wish } from "@sakiyomi/core";
import type { Look } from "./look.ts";
import type { Reason, Review } from "./reviews.ts";
import type { Settings } from "./settings.ts";

/** What stands now, from one turn to the next. */
export interface Standing {
  /** Since when the heart has been too slow, its rate, and whether it may be the mother's. */
  readonly slow: {
    readonly sinceAt: Instant;
    readonly bpm: number;
    readonly how: "child" | "perhaps-mother" | "perhaps-half";
  } | null;
  /** Since when the mother's heart has been heard instead. */
  readonly motherSinceAt: Instant | null;
  readonly lostSinceAt: Instant | null;
  /** Until when any sensor of the recording has sent something, heard or not. */
  readonly sentUntil: Instant | null;
  /** What the sensor says of itself, where that is not "ok". */
  readonly sensor: string | null;
}
export const nothingStands: Standing = {
  slow: null,
  motherSinceAt: null,
  lostSinceAt: null,
  sentUntil: null,
  sensor: null,
};

export function wishesFor(
  standing: Standing,
  look: Look | null,
  reviews: readonly Review[],
  settings: Settings,
  now: Instant,
): readonly Wish[] {
  return [
    ...slowWish(standing, settings, now),
    ...motherWish(standing, settings, now),
    ...lostWish(standing, settings, now),
    ...levelWish(look),
    ...reviews.map((review) => reviewWish(review, settings)),
  ];
}

const slowTexts = {
  child: "slow",
  "perhaps-mother": "slow-perhaps-mother",
  "perhaps-half": "slow-perhaps-half",
} as const;

function slowWish({ slow }: Standing, { slowTellS, slowCallS }: Settings, now: Instant): readonly Wish[] {
  if (slow === null || now - slow.sinceAt < slowTellS * SECOND) return [];
  const { sinceAt, bpm, how } = slow;
  const level = now - sinceAt >= slowCallS * SECOND ? "high" : "medium";
  return [{ do: "tell", key: "slow", level, text: text(slowTexts[how], { sinceAt, bpm }) }];
}

/** As long as the mother is heard, a slow child would go unseen: after as long as that would be told, it is called. */
function motherWish({ motherSinceAt }: Standing, { slowCallS }: Settings, now: Instant): readonly Wish[] {
  if (motherSinceAt === null) return [];
  const level = now - motherSinceAt >= slowCallS * SECOND ? "high" : "medium";
  return [{ do: "tell", key: "mother", level, text: text("mother-heard", { sinceAt: motherSinceAt }) }];
}

/** The last words before a silence may be without a heart; so much of it is taken for the silence, too. */
const LAST_WORDS_MS = MINUTE;

/** There is nothing to move where nothing is sent: the recording has ended, or its device is silent. */
function lostWish(standing: Standing, { lostTellMin }: Settings, now: Instant): readonly Wish[] {
  const { lostSinceAt, sentUntil, sensor } = standing;
  if (lostSinceAt === null || now - lostSinceAt < lostTellMin * MINUTE) return [];
  const silentMs = Math.max(LAST_WORDS_MS, lostTellMin * MINUTE - LAST_WORDS_MS);
  const isSilent = sentUntil !== null && now - sentUntil >= silentMs;
  const heard = text(sensor ? `lost-${sensor}` : "signal-lost-told", { sinceAt: lostSinceAt });
  const said = isSilent && sensor === null ? text("nothing-arrives", { sinceAt: sentUntil }) : heard;
  return [{ do: "tell", key: "lost", level: "low", text: said }];
}

/** Levels 4 and 5 call for somebody now, whatever the hour of the recording (JSOG 2010: prepare for delivery). */
function levelWish(look: Look | null): readonly Wish[] {
  const wishes: Wish[] = [];
  if (look?.jsog.known && look.jsog.value.level >= 4) {
    const { level } = look.jsog.value;
    const values = { level, atAt: look.at };
    wishes.push({ do: "tell", key: "level", level: level === 5 ? "high" : "medium", text: text("level-told", values) });
  }
  if (look?.isTachysystole)
    wishes.push({ do: "tell", key: "tachysystole", level: "medium", text: text("tachysystole") });
  return wishes;
}

const roles: Readonly<Record<Reason, "nurse" | "doctor">> = {
  "stopped-early": "nurse",
  undetermined: "doctor",
  "criteria-not-met": "doctor",
  "level-3": "doctor",
  "slow-heart": "doctor",
  "level-4": "doctor",
  "level-5": "doctor",
};

const atOnce: ReadonlySet<Reason> = new Set(["slow-heart", "level-4", "level-5"]);

const reviewWish = ({ begin, reason, at }: Review, { reviewH }: Settings): Wish => ({
  do: "task",
  key: `review-${Math.floor(begin / MINUTE)}`,
  text: text(`review-${reason}`, { beganAt: begin }),
  due: at + (atOnce.has(reason) ? 0 : reviewH * HOUR),
  role: roles[reason],
});
