import { defineSkill, type Instant, SECOND, type Signal, text } from "@sakiyomi/core";
import { type About, learn, nothingKnown } from "./about.ts";
import { coincidenceIn, usualMother } from "./ctg/mother.ts";
import { dueMinute, type Look, lookAtTape } from "./look.ts";
import { allUnknown, predictionsOf, VERSION } from "./predictions.ts";
import { type Answer, answered, asked, openOf, type Reason, type Review, reasonAtEnd, reasonOf } from "./reviews.ts";
import { type Settings, settings } from "./settings.ts";
import { slowNow } from "./slow.ts";
import { OVER_AFTER_MS, record, secondsOf, sentUntil, type Tape } from "./tape.ts";
import { nothingStands, type Standing, wishesFor } from "./wishes.ts";
import { words } from "./words.ts";

interface State {
  readonly about: About;
  readonly tape: Tape | null;
  readonly look: Look | null;
  readonly reviews: readonly Review[];
  readonly answers: readonly Answer[];
  /** Since when hardly anything has been heard. */
  readonly lostSinceAt: Instant | null;
  /** Until when any sensor of the recording has sent something. */
  readonly sentUntil: Instant | null;
}

/** The recording ended so long ago that nothing of it is now. */
const isOver = (tape: Tape, now: Instant): boolean => now - tape.heardUntil > OVER_AFTER_MS;
/** A share of the signal is told of the last five minutes. */
const SIGNAL_S = 300;
/** A stretch of silence begins to be one. */
const SILENT_MS = 20 * SECOND;
/** A broken signal is looked for so far back, and is one from a minute on. */
const BROKEN_S = 600;
const LEAST_BROKEN_S = 60;

/** Listens to mother and child: how the child's heart goes, and who has to look when. */
export const maternity = defineSkill<State, Settings>({
  id: "maternity",
  owner: "@sakiyomi/clinical",
  version: VERSION,
  risk: "informs",
  suits: ({ ageYears, pregnant }) => pregnant !== false && (ageYears === null || (ageYears >= 10 && ageYears <= 60)),
  reads: [
    "fetal-heart-rate",
    "uterine-activity",
    "pulse-rate",
    "heart-rate",
    "fetal-movement",
    "pregnancy",
    "device-status",
    "advice",
  ],
  makes: [],
  does: ["tell", "task"],
  periodMs: 10 * SECOND,
  budgetMs: 60,
  settings,
  // Only the sensor that slipped: what the child's heart does is not made rarer.
  quieter: { "signal-lost-told": { setting: "lostTellMin", by: 1 } },
  start: () => ({
    about: nothingKnown,
    tape: null,
    look: null,
    reviews: [],
    answers: [],
    lostSinceAt: null,
    sentUntil: null,
  }),
  step(before, inputs, now) {
    const state = heard(before, inputs.signals, inputs.settings, now);
    const { tape, look } = state;
    if (tape === null) {
      const reviews = openOf(state.reviews, state.answers);
      const why = allUnknown(text("never"));
      return {
        state,
        predictions: why,
        wishes: wishesFor(nothingStands, null, reviews, inputs.settings, now),
        sleeps: true,
      };
    }
    const rates = secondsOf(tape);
    const standing = standingOf({ ...state, tape }, rates, inputs.settings, now);
    const all = asked(state.reviews, tape, calledFor(standing, inputs.settings, now), now);
    const reviews = openOf(all, state.answers);
    return {
      state: { ...state, reviews: all, lostSinceAt: standing.lostSinceAt },
      predictions: predictionsOf(look, heardShare(tape, rates.child, now), now),
      wishes: wishesFor(standing, look, reviews, inputs.settings, now),
    };
  },
  words,
});

/** A heart that was called for is looked at afterwards, also when the recording ends before the first look. */
const calledFor = ({ slow }: Standing, { slowCallS }: Settings, now: Instant): Reason | null =>
  slow !== null && now - slow.sinceAt >= slowCallS * SECOND ? "slow-heart" : null;

/** What arrived is taken in; what the recording asks for is noted, also when it ends. */
function heard(before: State, signals: readonly Signal[], settings: Settings, now: Instant): State {
  const about = learn(before.about, signals);
  const answers = answered(before.answers, signals);
  const recorded = record(before.tape, signals, now);
  const ended =
    before.tape !== null && (recorded === null || recorded.begin !== before.tape.begin || isOver(recorded, now));
  const reviews =
    ended && before.tape ? asked(before.reviews, before.tape, reasonAtEnd(before.look), now) : before.reviews;
  const tape = recorded === null || isOver(recorded, now) ? null : recorded;
  const lostSinceAt = ended ? null : before.lostSinceAt;
  const sent = { lostSinceAt, sentUntil: sentUntil(before.sentUntil, signals, now) };
  const so = { about, answers, reviews, tape, look: ended ? null : before.look, ...sent };
  return tape === null ? { ...so, look: null, lostSinceAt: null } : looked({ ...so, tape }, settings, now);
}

function looked(state: State & { readonly tape: Tape }, settings: Settings, now: Instant): State {
  const { tape, look, about } = state;
  const minute = dueMinute(tape);
  if (minute === null || minute === look?.minute) return state;
  const next = lookAtTape(tape, minute, look, about, settings);
  return { ...state, look: next, reviews: asked(state.reviews, tape, reasonOf(next), now) };
}

function standingOf(
  { tape, look, lostSinceAt, sentUntil: sent, about: { sensor } }: State & { readonly tape: Tape },
  { child, mother }: ReturnType<typeof secondsOf>,
  settings: Settings,
  now: Instant,
): Standing {
  const at = (seconds: number): Instant => Math.round(tape.from + seconds * SECOND);
  const together = coincidenceIn(child, mother, { ...usualMother, bpm: settings.sameBpm });
  const same = together.known ? together.value.now : null;
  const baseline = look?.baselineBpm.known ? look.baselineBpm.value : null;
  const slow = slowNow(child, baseline);
  const how = same ? "perhaps-mother" : look?.perhapsHalved ? "perhaps-half" : "child";
  return {
    slow: slow && !same?.isSure ? { sinceAt: at(slow.sinceS), bpm: slow.bpm, how } : null,
    motherSinceAt: same?.isSure ? at(same.fromS) : null,
    lostSinceAt: isHeardAgain(tape, child, now) ? null : earlier(lostSinceAt, lostSince(tape, child, now)),
    sentUntil: sent,
    sensor: sensor && sensor.source === tape.source && sensor.code !== "ok" ? sensor.code : null,
  };
}

/** Silent until now, or so broken since then that less than half was heard. */
function lostSince(tape: Tape, child: Float64Array, now: Instant): Instant | null {
  const silent = now - tape.heardUntil;
  if (silent > SILENT_MS) return tape.heardUntil;
  let [lost, since] = [0, 0];
  for (let back = 1; back <= Math.min(child.length, BROKEN_S); back++) {
    lost += Number.isNaN(child[child.length - back]) ? 1 : 0;
    if (lost > back / 2) since = back;
  }
  return since < LEAST_BROKEN_S ? null : tape.heardUntil - since * SECOND;
}

const earlier = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

/** What was lost is found when three quarters of two minutes were heard: a signal that comes and goes is told once. */
function isHeardAgain(tape: Tape, child: Float64Array, now: Instant): boolean {
  const silentS = Math.round((now - tape.heardUntil) / SECOND);
  const last = child.subarray(Math.max(0, child.length - Math.max(0, AGAIN_S - silentS)));
  return last.filter((bpm) => !Number.isNaN(bpm)).length >= 0.75 * AGAIN_S;
}
const AGAIN_S = 120;

function heardShare(tape: Tape, child: Float64Array, now: Instant) {
  const spanS = Math.max(1, Math.min(SIGNAL_S, Math.floor((now - tape.begin) / SECOND)));
  const silentS = Math.round((now - tape.heardUntil) / SECOND);
  let n = 0;
  for (let back = 1; back <= Math.min(child.length, spanS - silentS); back++)
    if (!Number.isNaN(child[child.length - back])) n += 1;
  const heardPercent = Math.max(0, Math.min(100, Math.round((100 * n) / spanS)));
  return { heardPercent, minutes: Math.max(1, Math.round(spanS / 60)) };
}
