import { defineSkill, type Instant, MINUTE, SECOND, type Signal, text } from "@sakiyomi/core";
import { type About, learn, nothingKnown } from "./about.ts";
import { coincidenceOf, usualMother } from "./ctg/mother.ts";
import { HZ, type Recording } from "./ctg/recording.ts";
import { dueMinute, type Look, lookAtTape } from "./look.ts";
import { allUnknown, predictionsOf, VERSION } from "./predictions.ts";
import { type Answer, answered, asked, openOf, type Review, reasonAtEnd, reasonOf } from "./reviews.ts";
import { type Settings, settings } from "./settings.ts";
import { slowNow } from "./slow.ts";
import { OVER_AFTER_MS, record, recordingOf, type Tape } from "./tape.ts";
import { nothingStands, type Standing, wishesFor } from "./wishes.ts";
import { words } from "./words.ts";

interface State {
  readonly about: About;
  readonly tape: Tape | null;
  readonly look: Look | null;
  readonly reviews: readonly Review[];
  readonly answers: readonly Answer[];
}

/** The recording ended so long ago that nothing of it is now. */
const isOver = (tape: Tape, now: Instant): boolean => now - tape.heardUntil > OVER_AFTER_MS;
/** A share of the signal is told of the last five minutes. */
const SIGNAL_MS = 5 * MINUTE;
/** A stretch of silence begins to be one. */
const SILENT_MS = 20 * SECOND;

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
  start: () => ({ about: nothingKnown, tape: null, look: null, reviews: [], answers: [] }),
  step(before, inputs, now) {
    const state = heard(before, inputs.signals, inputs.settings, now);
    const { tape, look } = state;
    const reviews = openOf(state.reviews, state.answers);
    if (tape === null) {
      const why = allUnknown(text("never"));
      return {
        state,
        predictions: why,
        wishes: wishesFor(nothingStands, null, reviews, inputs.settings, now),
        sleeps: true,
      };
    }
    const recording = recordingOf(tape);
    const standing = standingOf({ ...state, tape }, recording, inputs.settings, now);
    return {
      state,
      predictions: predictionsOf(look, heardShare(tape, recording, now), now),
      wishes: wishesFor(standing, look, reviews, inputs.settings, now),
    };
  },
  words,
});

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
  const so = { about, answers, reviews, tape, look: ended ? null : before.look };
  return tape === null ? { ...so, look: null } : looked({ ...so, tape }, settings, now);
}

function looked(state: State & { readonly tape: Tape }, settings: Settings, now: Instant): State {
  const { tape, look, about } = state;
  const minute = dueMinute(tape);
  if (minute === null || minute === look?.minute) return state;
  const next = lookAtTape(tape, minute, look, about, settings);
  return { ...state, look: next, reviews: asked(state.reviews, tape, reasonOf(next), now) };
}

function standingOf(
  { tape, look, about: { sensor } }: State & { readonly tape: Tape },
  recording: Recording,
  settings: Settings,
  now: Instant,
): Standing {
  const at = (seconds: number): Instant => Math.round(tape.from + seconds * SECOND);
  const mother = coincidenceOf(recording, { ...usualMother, bpm: settings.sameBpm });
  const same = mother.known ? mother.value.now : null;
  const baseline = look?.baselineBpm.known ? look.baselineBpm.value : null;
  const slow = slowNow(recording.fhr, baseline);
  const how = same ? "perhaps-mother" : look?.perhapsHalved ? "perhaps-half" : "child";
  return {
    slow: slow && !same?.isSure ? { sinceAt: at(slow.sinceS), bpm: slow.bpm, how } : null,
    motherSinceAt: same?.isSure ? at(same.fromS) : null,
    lostSinceAt: lostSince(tape, recording, now),
    sensor: sensor && sensor.source === tape.source && sensor.code !== "ok" ? sensor.code : null,
  };
}

/** Silent until now, or so broken since then that less than half was heard. */
function lostSince(tape: Tape, { fhr }: Recording, now: Instant): Instant | null {
  const silent = now - tape.heardUntil;
  if (silent > SILENT_MS) return tape.heardUntil;
  let [lost, worst] = [0, 0];
  let since: number | null = null;
  for (let back = 1; back <= Math.min(fhr.length, 10 * 60 * HZ); back++) {
    lost += Number.isNaN(fhr[fhr.length - back]) ? 1 : 0;
    if (lost > back / 2 && lost > worst) [worst, since] = [lost, back];
  }
  return since === null || since < 60 * HZ ? null : Math.round(tape.heardUntil - (since * 1000) / HZ);
}

function heardShare(tape: Tape, { fhr }: Recording, now: Instant) {
  const spanMs = Math.max(SECOND, Math.min(SIGNAL_MS, now - tape.begin));
  const samples = Math.round((spanMs * HZ) / 1000);
  const silent = Math.round(((now - tape.heardUntil) * HZ) / 1000);
  const part = fhr.subarray(Math.max(0, fhr.length - Math.max(0, samples - silent)));
  let n = 0;
  for (const bpm of part) if (!Number.isNaN(bpm)) n += 1;
  const heardPercent = Math.max(0, Math.min(100, Math.round((100 * n) / samples)));
  return { heardPercent, minutes: Math.max(1, Math.round(spanMs / MINUTE)) };
}
