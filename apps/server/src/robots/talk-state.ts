import { isPain, isRefusal, isStop, isYes } from "./consent-words.ts";
import { isNameSaid } from "./medicine-name.ts";
import type { Result } from "./robot-body.ts";
import type { TalkSentence } from "./talk-words.ts";

/** Where a health check is. The order is that of a visit: come, greet, ask, listen, say what comes, measure, thank. */
export type TalkStage = "going" | "greeting" | "asking" | "feeling" | "announcing" | "measuring" | "leaving" | "over";

export interface TalkState {
  readonly stage: TalkStage;
  /** Seconds. */
  readonly since: number;
  /** How often the question that stands was asked. */
  readonly asked: number;
  readonly measures: readonly Measure[];
  /** Which of them is next. */
  readonly at: number;
  readonly name: string;
  readonly agreed: boolean;
  /** In the person's own words; null: nothing was said. */
  readonly feels: string | null;
  readonly found: readonly Result[];
  readonly notMeasured: readonly string[];
  /** Why it does not do all; null: it does. */
  readonly why: string | null;
}

export interface Measure {
  readonly kind: string;
  readonly touches: boolean;
}

export type TalkEvent =
  | { readonly type: "arrived" }
  | { readonly type: "heard"; readonly words: string }
  | { readonly type: "time" }
  | { readonly type: "measured"; readonly result: Result }
  | { readonly type: "not-measured"; readonly why: string }
  /** Nobody has a page of the robot open. */
  | { readonly type: "mute" }
  | { readonly type: "left" };

export type TalkEffect =
  | { readonly do: "go" }
  | { readonly do: "say"; readonly what: TalkSentence; readonly kinds: readonly string[]; readonly isQuestion: boolean }
  | { readonly do: "measure"; readonly kind: string }
  /** At once, wherever the hand is. */
  | { readonly do: "break-off" }
  | { readonly do: "leave" }
  | { readonly do: "finish"; readonly result: Result };

export interface TalkStep {
  readonly state: TalkState;
  readonly effects: readonly TalkEffect[];
}

/** House rules: how long an old person is given to answer, s; how often one asks. */
export const talkDefaults = { answerWithin: 20, feelWithin: 20, objectWithin: 4, asks: 2 };
export type TalkSettings = typeof talkDefaults;

export const talkStart = (measures: readonly Measure[], name: string, now: number): TalkState => ({
  ...{ stage: "going", since: now, asked: 0, measures, at: 0, name, agreed: false, feels: null },
  ...{ found: [], notMeasured: [], why: null },
});

const say = (what: TalkSentence, isQuestion = false, kinds: readonly string[] = []): TalkEffect => ({
  do: "say",
  what,
  kinds,
  isQuestion,
});
const to = (state: TalkState, stage: TalkStage, now: number): TalkState => ({ ...state, stage, since: now });
const kindsOf = ({ measures }: TalkState): readonly string[] => measures.map(({ kind }) => kind);

/** The next state, and what is to be done. Pure: time is an argument. */
export function talkAfter(state: TalkState, event: TalkEvent, now: number, settings = talkDefaults): TalkStep {
  if (event.type === "heard" && endsIt(state.stage, event.words)) return refused(state, now);
  if (event.type === "mute" && needsToBeHeard(state)) return leaving(state, now, "nobody could hear it", "excuse");
  return (rules[state.stage] as Rule)(state, event, now, settings);
}

type Rule = (state: TalkState, event: TalkEvent, now: number, settings: TalkSettings) => TalkStep;
const same = (state: TalkState): TalkStep => ({ state, effects: [] });
/** Whoever cannot be asked cannot be told what comes either, and could not say stop. */
const needsToBeHeard = ({ stage }: TalkState): boolean => !["going", "leaving", "over"].includes(stage);

/** "No" is an answer to how somebody feels, "stop" never is; and no hand goes on that hurts. */
function endsIt(stage: TalkStage, words: string): boolean {
  if (stage === "feeling") return isStop(words);
  return isRefusal(words) || (stage === "measuring" && isPain(words));
}

/** Whoever says no is believed at once, and thanked. */
function refused(state: TalkState, now: number): TalkStep {
  if (state.stage === "leaving" || state.stage === "over") return same(state);
  const why = state.agreed ? "the person wanted it to end" : "the person did not want it";
  const { state: next, effects } = leaving(state, now, why, "respect");
  const isMoving = state.stage === "measuring" || state.stage === "going";
  return { state: next, effects: isMoving ? [{ do: "break-off" }, ...effects] : effects };
}

function leaving(state: TalkState, now: number, why: string | null, what: TalkSentence): TalkStep {
  return { state: { ...to(state, "leaving", now), why }, effects: [say(what), { do: "leave" }] };
}

const greeting: Rule = (state, event, now, { answerWithin, asks }) => {
  const isSaid = event.type === "heard";
  if (isSaid && isNameSaid(event.words, state.name))
    return { state: { ...to(state, "asking", now), asked: 1 }, effects: [say("ask", true, kindsOf(state))] };
  if (!isSaid && now - state.since <= answerWithin) return same(state);
  if (state.asked >= asks) return leaving(state, now, "another name was said, or none", "excuse");
  return { state: { ...to(state, "greeting", now), asked: state.asked + 1 }, effects: [say("greet-again", true)] };
};

const asking: Rule = (state, event, now, { answerWithin, asks }) => {
  const isSaid = event.type === "heard";
  if (isSaid && isYes(event.words))
    return { state: { ...to(state, "feeling", now), agreed: true }, effects: [say("feel", true)] };
  if (!isSaid && now - state.since <= answerWithin) return same(state);
  if (state.asked >= asks) return leaving(state, now, "nobody said yes", "respect");
  return { state: { ...to(state, "asking", now), asked: state.asked + 1 }, effects: [say("ask-again", true)] };
};

const feeling: Rule = (state, event, now, { feelWithin }) => {
  const feels = (event.type === "heard" && event.words.trim()) || null;
  if (feels === null && now - state.since <= feelWithin) return same(state);
  return announced({ ...state, feels }, now);
};

/** Says what comes, and gives a moment to object; or all is done, and it thanks. */
function announced(state: TalkState, now: number): TalkStep {
  const next = state.measures[state.at];
  if (next === undefined)
    return leaving(state, now, state.notMeasured.length > 0 ? "not everything could be measured" : null, "thank");
  const what = next.touches ? "touch" : "near";
  return { state: to(state, "announcing", now), effects: [say(what, false, [next.kind])] };
}

const announcing: Rule = (state, event, now, { objectWithin }) => {
  const next = state.measures[state.at];
  if (event.type !== "time" || now - state.since <= objectWithin || next === undefined) return same(state);
  return { state: to(state, "measuring", now), effects: [{ do: "measure", kind: next.kind }] };
};

const measuring: Rule = (state, event, now) => {
  const next = { ...state, at: state.at + 1 };
  if (event.type === "measured") return announced({ ...next, found: [...state.found, event.result] }, now);
  if (event.type !== "not-measured") return same(state);
  const kind = state.measures[state.at]?.kind ?? "";
  const { state: after, effects } = announced({ ...next, notMeasured: [...state.notMeasured, kind] }, now);
  return { state: after, effects: [say("not-measured"), ...effects] };
};

const rules: Readonly<Record<TalkStage, Rule>> = {
  going: (state, event, now) =>
    event.type === "arrived"
      ? { state: { ...to(state, "greeting", now), asked: 1 }, effects: [say("greet", true)] }
      : same(state),
  ...{ greeting, asking, feeling, announcing, measuring },
  leaving: (state, event, now) =>
    event.type === "left"
      ? { state: to(state, "over", now), effects: [{ do: "finish", result: resultOf(state) }] }
      : same(state),
  over: same,
};

const resultOf = ({ agreed, feels, found, notMeasured, why }: TalkState): Result => ({
  agreed,
  found,
  notMeasured,
  ...(feels === null ? {} : { feels }),
  // What the page shows of an order that is done.
  ...(why === null ? {} : { note: why }),
});
