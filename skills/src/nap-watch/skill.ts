import { defineSkill, HOUR, type Inputs, type Instant, type Made, MINUTE, SECOND, type Signal } from "@sakiyomi/core";
import { type Channel, heardBy, isSensed, judged, learnt, rested } from "./channel.ts";
import { foretold, noNap, VERSION } from "./foretold.ts";
import { breathAfter, unsafeAfter, unsafeSinceAfter, type View, viewOf } from "./judge.ts";
import { counts, forget, hear, isLeftOnBack, type Look, lookOf, MOST_LOOKS, type Nap, napsOf } from "./looks.ts";
import type { Interval } from "./municipalities.ts";
import { isAcceleration } from "./series.ts";
import { everyOf, type Lies, type Settings, settings } from "./settings.ts";
import { type State, startingState, type Unsafe, upgraded } from "./state.ts";
import { isGivenUp, type Running, wishesOf } from "./wishes.ts";
import { words } from "./words.ts";
import { doubted, handled, type Looks } from "./worn.ts";

/** A year above the last one in which children nap. */
const SCHOOL_AGE = 7;

/** Watches over a sleeping child: how it lies, that it breathes, and that somebody looks in time. */
export const napWatch = defineSkill<State, Settings>({
  id: "nap-watch",
  owner: "@sakiyomi/care",
  version: VERSION,
  risk: "suggests",
  // Whoever lets their child's naps be recorded is owed that somebody looks in time.
  consent: "record",
  // Whoever goes to school naps no more. Who has no birth date may be a child.
  suits: ({ ageYears }) => ageYears === null || ageYears < SCHOOL_AGE,
  reads: [
    ...(["nap", "nap-check", "posture", "respiration-rate", "sleep-stage", "device-status"] as const),
    ...(["acceleration-x", "acceleration-y", "acceleration-z"] as const),
  ],
  makes: ["posture"],
  does: ["tell", "task"],
  periodMs: SECOND,
  // A window of 6 s shows whether the child breathes: turns that are further apart see only its edges, and never a pause.
  slowestMs: 2 * SECOND,
  budgetMs: 10,
  settings,
  start: startingState,
  upgrade: upgraded,
  step(before, inputs, now) {
    const heard = takeIn(before, inputs, now);
    const nap = napAt(heard, now);
    if (nap === null) return atRest(heard, now);
    const state = { ...forget(heard, nap, now), agreed: agreedOn(heard, nap, inputs) };
    const looks = { all: countedIn(state, nap, now), isWhole: state.looks.length < MOST_LOOKS };
    return watched(withLooks(state, looks, nap, inputs, now), looks, nap, inputs, now);
  },
  words,
});

function takeIn(before: State, { signals }: Inputs<Settings>, now: Instant): State {
  let state = signals.reduce(hear<State>, before);
  const isAsleep = napAt(state, now) !== null;
  for (const signal of signals) state = sensedBy(state, signal, isAsleep, now);
  return state;
}

function sensedBy(state: State, signal: Signal, isAsleep: boolean, now: Instant): State {
  if (signal.kind === "sleep-stage") return { ...state, awakeSince: awakeAfter(state.awakeSince, signal) };
  if (!isSensed(signal) || (isAcceleration(signal) && !isAsleep)) return state;
  const channels = heardBy(state.channels, signal, now);
  return channels === state.channels ? state : { ...state, channels };
}

const awakeAfter = (before: Instant | null, { value, at, quality }: Extract<Signal, { kind: "sleep-stage" }>) =>
  quality === "good" && value === "awake" ? (before ?? at) : null;

/** The nap that runs. What a clock put ahead is not yet. */
function napAt({ words }: State, now: Instant): Nap | null {
  const last = napsOf(words.filter(({ at }) => at <= now)).at(-1);
  return last === undefined || last.to !== null ? null : last;
}

const KEEPS_SENSORS_MS = 12 * HOUR;

function atRest(heard: State, now: Instant) {
  const kept = forget(heard, null, now);
  const channels = kept.channels.filter(({ heardAt }) => now - heardAt < KEEPS_SENSORS_MS).map(rested);
  const state = { ...startingState(), words: kept.words, looks: kept.looks, channels, awakeSince: kept.awakeSince };
  return { state, predictions: noNap, wishes: [], sleeps: kept.words.every(({ at }) => at <= now) };
}

/** The strictest since the nap began. */
function agreedOn({ agreed }: State, { from }: Nap, { settings, person }: Inputs<Settings>): State["agreed"] {
  const { everyMin } = everyOf(settings, person.ageYears);
  return { from, everyMin: agreed?.from === from ? Math.min(agreed.everyMin, everyMin) : everyMin };
}

/** A look from so long ago says nothing about how the sensor lies now. */
const JUST_NOW_MS = 15 * SECOND;

/** Someone who stands beside the child knows better than the sensor how it lies. */
function withLooks(state: State, known: Looks, nap: Nap, { signals, settings }: Inputs<Settings>, now: Instant): State {
  const judgedNow = state.channels.map((channel) => judged(channel, known, settings, now));
  const looks = signals.flatMap((signal): readonly Look[] =>
    signal.kind === "nap-check" && signal.quality !== "entered-in-error" ? [lookOf("", signal.at, signal.value)] : [],
  );
  const channels = looks
    .filter((look) => counts(nap, look) && now - look.at < JUST_NOW_MS)
    .reduce(
      (before: readonly Channel[], look) => before.map((one) => taught(one, look, state.unsafe, settings)),
      judgedNow,
    );
  return { ...state, channels };
}

/** To a tap that the sensor contradicts. */
const isAnswer = ({ at }: Look, unsafe: Unsafe | null): boolean =>
  unsafe !== null && unsafe.against !== null && at > unsafe.against;

function taught(channel: Channel, look: Look, unsafe: Unsafe | null, settings: Settings): Channel {
  if (look.sensorWrong) return doubted(channel, look.at, channel.isWorn && isLeftOnBack(look));
  if (channel.slip !== null || channel.rival !== null) return handled(channel, look, isAnswer(look, unsafe), settings);
  const isBack = look.posture === "back" && !look.turned;
  return isBack && channel.isWorn && settings.out === "learn" && channel.out === null ? learnt(channel) : channel;
}

const countedIn = ({ looks }: State, nap: Nap, now: Instant): readonly Look[] =>
  looks.filter((look) => look.at <= now && counts(nap, look)).toSorted((a, b) => a.at - b.at);

function watched(state: State, looks: Looks, nap: Nap, { settings, person }: Inputs<Settings>, now: Instant) {
  const look = looks.all.at(-1) ?? null;
  const view = viewOf(state.channels, look, settings, now);
  const unsafeSince = unsafeSinceAfter(state.unsafeSince, view, settings);
  const next: State = {
    ...state,
    unsafe: unsafeAfter(state, unsafeSince, view, settings, now),
    unsafeSince,
    ...breathAfter(state, view, settings, now),
  };
  const interval: Interval = { ...everyOf(settings, person.ageYears), everyMin: state.agreed?.everyMin ?? 0 };
  const from = look?.at ?? nap.from;
  const running: Running = {
    from: nap.from,
    slot: { from, due: from + interval.everyMin * MINUTE },
    everyMin: interval.everyMin,
    saidAt: Math.max(nap.from, ...state.looks.map(({ at }) => at), ...state.words.map(({ at }) => Math.min(at, now))),
  };
  const made = madeOf(next, view, now);
  return {
    state: made === null ? next : { ...next, made: { lies: made.lies, at: now } },
    predictions: foretold(next, view, { running, interval }, settings, now),
    wishes: wishesOf(next, view, running, settings, now),
    made: made === null ? [] : [made.signal],
    sleeps: isGivenUp(running, now),
  };
}

const asPosture = {
  back: "supine",
  front: "prone",
  left: "left",
  right: "right",
  up: "sitting",
  side: null,
} as const satisfies Readonly<Record<Lies, string | null>>;
/** A posture is stale after ten minutes: said again before. */
const SAYS_AGAIN_MS = 5 * MINUTE;

/** What the acceleration shows becomes a signal of its own: so it stands in the ledger beside each look. */
function madeOf(
  { channels, made }: State,
  { lying }: View,
  now: Instant,
): { readonly lies: Lies; readonly signal: Made } | null {
  if (lying === null || !channels.some((one) => one.isWorn && one.lying?.lies === lying.lies)) return null;
  const value = asPosture[lying.lies];
  const isNew = made === null || made.lies !== lying.lies || now - made.at >= SAYS_AGAIN_MS;
  return value !== null && isNew && Number.isInteger(now)
    ? { lies: lying.lies, signal: { kind: "posture", at: now, value } }
    : null;
}
