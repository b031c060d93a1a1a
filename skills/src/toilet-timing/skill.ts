import {
  defineSkill,
  type Instant,
  kinds,
  MINUTE,
  type Prediction,
  type Text,
  text,
  unknown,
  type Wish,
} from "@sakiyomi/core";
import { type Belief, carriedTo, type World } from "./bladder-filter.ts";
import { startingBasal } from "./filling.ts";
import { COVERS, type Span, spanOf, startingTails, tailsAfter, withForetold } from "./interval.ts";
import { learnedFrom } from "./learned.ts";
import { outlookOf } from "./outlook.ts";
import { type Settings, settings } from "./settings.ts";
import { goThrough, settle, withMorning, worldOf } from "./settle.ts";
import type { State } from "./state.ts";
import { takeIn } from "./take-in.ts";
import { isHeld, tellingAt } from "./tell.ts";
import { words } from "./words.ts";

const VERSION = "1.0.0";
const MODEL = `toilet-timing/${VERSION}`;
const VALID_MS = 5 * MINUTE;
/** A fill that began within so long of another is the same one, seen better. */
const SAME_FILL_MS = 10 * MINUTE;
const USUAL_PRIOR_ML = 300;
/** A sensor that was taken off is asked for only so long. */
const ASKS_FOR_SENSOR_MS = 240 * MINUTE;

/** Foretells when a person will need the toilet, and tells a carer in time to help. */
export const toiletTiming = defineSkill<State, Settings>({
  id: "toilet-timing",
  owner: "@sakiyomi/care",
  version: VERSION,
  risk: "suggests",
  reads: ["bladder-volume", "void", "fluid-intake", "posture", "sleep-stage"],
  makes: [],
  does: ["tell", "task"],
  periodMs: MINUTE,
  budgetMs: 50,
  settings,
  quieter: {
    "tell-soon": { setting: "tells", by: "few-false" },
    "tell-again": { setting: "tellsAgain", by: false },
  },
  start: (now) => ({
    since: now,
    settled: null,
    recent: [],
    charted: [],
    drinks: [],
    posture: "unknown",
    shifts: {},
    asleepSince: null,
    waking: { at: null, voids: 0, mornings: 0 },
    basal: startingBasal,
    emptyMl: 25,
    fills: [],
    learned: learnedFrom([], USUAL_PRIOR_ML, now, now),
    fillSince: now,
    foretold: [],
    telling: null,
    tails: startingTails,
  }),
  step(before, inputs, now) {
    const { usualVolumeMl, goesOnMin } = inputs.settings;
    const taken = settle(startedWith(takeIn(before, inputs.signals, now), usualVolumeMl, now), usualVolumeMl, now);
    const world = worldOf(taken);
    const { belief } = goThrough(taken.settled, taken.recent, now, world);
    const readAt = taken.recent.at(-1)?.at ?? taken.settled?.at ?? null;
    if (belief === null || readAt === null) return quiet(taken, unknown("no-reading-yet"), []);
    const state = withMorning(inFill(taken, belief), belief.fillSince, now);
    if (now - readAt > goesOnMin * MINUTE)
      return quiet({ ...state, telling: null }, silentSince(readAt, now), missing(readAt, goesOnMin, now));
    const outlook = outlookOf(belief, state.learned, state.waking, state.asleepSince !== null, world, now);
    const span = spanOf(outlook, state.tails);
    // A reading that does not fit may be a void: nobody is told of one that has just been.
    const telling = belief.odd.length > 0 ? state.telling : tellingAt(state.telling, outlook, inputs.settings, now);
    const next = { ...state, telling, foretold: withForetold(state.foretold, span, now) };
    return {
      state: next,
      predictions: predictionsOf(next, { belief, world, span, readAt, now }),
      wishes: wishesOf(next, now),
    };
  },
  words,
});

/** Before the first fill has ended, the setting is all that is known. */
const startedWith = (state: State, priorMl: number, now: Instant): State =>
  state.fills.length > 0 || state.learned.usual.meanMl === priorMl
    ? state
    : { ...state, learned: learnedFrom([], priorMl, state.since, now) };

/** A new fill: what was foretold in the last one is held against its end, and its tell is over. */
function inFill(state: State, { fillSince }: Belief): State {
  if (Math.abs(fillSince - state.fillSince) < SAME_FILL_MS) return state;
  return {
    ...state,
    fillSince,
    tails: tailsAfter(state.tails, state.foretold, fillSince),
    foretold: [],
    telling: null,
  };
}

const quiet = (state: State, why: Prediction, wishes: readonly Wish[]) => ({
  state,
  predictions: { "next-void": why, "bladder-now": why, "usual-volume": why },
  wishes,
});

const silentSince = (readAt: Instant, now: Instant): Prediction =>
  unknown("no-reading-for", { min: Math.floor((now - readAt) / MINUTE), lastAt: readAt });

function missing(readAt: Instant, goesOnMin: number, now: Instant): readonly Wish[] {
  const due = readAt + goesOnMin * MINUTE;
  return now - due > ASKS_FOR_SENSOR_MS
    ? []
    : [{ do: "task", key: "check-sensor", text: text("check-sensor"), due, role: "carer" }];
}

interface Seen {
  readonly belief: Belief;
  readonly world: World;
  readonly span: Span | null;
  readonly readAt: Instant;
  readonly now: Instant;
}

function predictionsOf(state: State, seen: Seen): Readonly<Record<string, Prediction>> {
  const { belief, world, span, now } = seen;
  const because = reasons(state, seen);
  const known = { because, validUntil: now + VALID_MS, model: MODEL } as const;
  const there = carriedTo(belief, now, world);
  return {
    "next-void":
      span === null
        ? unknown("far-off")
        : {
            known: true,
            what: { type: "time", at: span.at, interval: { low: span.low, high: span.high, p: COVERS } },
            ...known,
          },
    "bladder-now": { known: true, what: millilitres(now, there.volume, Math.sqrt(there.vv)), ...known },
    "usual-volume": usualNow(state, seen),
  };
}

function usualNow({ learned }: State, { now }: Seen): Prediction {
  const { meanMl, spreadMl, fills } = learned.usual;
  if (fills < 0.5) return unknown("no-void-yet");
  return {
    known: true,
    what: millilitres(now, meanMl, spreadMl),
    because: [text("learnt-from", { n: Math.round(fills) })],
    validUntil: now + VALID_MS,
    model: MODEL,
  };
}

/** Normal quantile of an 80 % interval. */
const Z80 = 1.2816;

const millilitres = (at: Instant, value: number, deviation: number) => ({
  type: "quantity" as const,
  at,
  unit: "mL",
  value: Math.round(value),
  interval: {
    low: Math.max(0, Math.round(value - Z80 * deviation)),
    high: Math.round(value + Z80 * deviation),
    p: COVERS,
  },
});

/** What a carer reads beside the time. */
function reasons(state: State, { belief, world, readAt, now }: Seen): readonly Text[] {
  const { meanMl, fills } = state.learned.usual;
  const volume = Math.round(carriedTo(belief, now, world).volume);
  const hour = carriedTo(belief, now + 30 * MINUTE, world).volume - carriedTo(belief, now, world).volume;
  const drunk = world.drinks.filter(({ at }) => now - at < 90 * MINUTE).reduce((sum, { ml }) => sum + ml, 0);
  const silent = now - readAt;
  return [
    text("bladder-holds", { ml: volume, perHour: Math.round(hour * 2) }),
    text(fills < 0.5 ? "usual-assumed" : "usual-known", { ml: Math.round(meanMl), n: Math.round(fills) }),
    ...(drunk > 0 ? [text("has-drunk", { ml: Math.round(drunk) })] : []),
    ...(belief.offset !== 0 ? [text("sensor-slipped", { ml: Math.round(Math.abs(belief.offset)) })] : []),
    ...(silent > kinds["bladder-volume"].staleAfterMs
      ? [text("carried-on", { min: Math.floor(silent / MINUTE) })]
      : []),
  ];
}

function wishesOf({ telling }: State, now: Instant): readonly Wish[] {
  if (telling === null || !isHeld(telling, now)) return [];
  const { attempt, by, low, high } = telling;
  const said = text(attempt === 1 ? "tell-soon" : "tell-again", { fromAt: low, untilAt: high });
  return [{ do: "tell", key: `soon-${attempt}`, level: "low", text: said, by }];
}
