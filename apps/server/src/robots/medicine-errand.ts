import { refusalLine } from "@sakiyomi/core";
import { medicineReturnPhases } from "@sakiyomi/robot";
import {
  doubted,
  doubtedFor,
  failed,
  handedOver,
  mayHaveOpened,
  moved,
  same,
  unknown,
  unseen,
} from "./medicine-doubt.ts";
import { isNameSaid, isNo } from "./medicine-name.ts";
import type { MedicineCall, MedicineErrand } from "./medicine-port.ts";
import { scanned } from "./medicine-scan.ts";
import type {
  MedicineEvent,
  MedicineSettings,
  MedicineStage,
  MedicineState,
  MedicineStep,
  Moment,
} from "./medicine-state.ts";
import { takenNote, whyAgainst, whyOf } from "./medicine-words.ts";

type Of<T extends MedicineEvent["type"]> = Extract<MedicineEvent, { readonly type: T }>;
type Rule<T extends MedicineEvent["type"]> = (
  state: MedicineState,
  event: Of<T>,
  moment: Moment,
  settings: MedicineSettings,
) => MedicineStep;

/** Until the hand opens, an errand may still come to nothing. */
const isOnItsWay = ({ stage, isOpen }: MedicineState): boolean =>
  !["beginning", "returning", "over"].includes(stage) && !isOpen;

const begun: Rule<"begun"> = (state, { read }, moment) => {
  if (state.stage !== "beginning") return same(state);
  if (!read.ok) return failed(state, refusalLine(read.refusal), moment);
  const next = { ...moved(state, "going", moment), errand: read.value };
  return { state: next, effects: [{ do: "go" }] };
};

/** How the window of the doses lies to now; null: it is open. */
const outside = (errand: MedicineErrand | null, { wall }: Moment): "too-early" | "too-late" | null => {
  const window = errand?.window;
  if (!window) return null;
  if (wall < window.from) return "too-early";
  return wall > window.until ? "too-late" : null;
};

/** The robot has come to where the next stage begins: its note, the stage before, and what begins. */
const arrivals: Readonly<Record<string, { readonly from: MedicineStage; readonly to: MedicineStage }>> = {
  "read the label": { from: "going", to: "label" },
  "ask the name": { from: "fetching", to: "name" },
  "read the wristband": { from: "turning", to: "band" },
};

/** Where the cup is from this row of the robot's way on. */
const cupAt = (state: MedicineState, note: string): MedicineState => {
  if (note === "close") return { ...state, cup: "in the robot's hand" };
  if (state.stage === "releasing" && note === "open") return { ...state, cup: "with the person", isOpen: true };
  return state.stage === "returning" && note === "open" && !state.isClaimed ? { ...state, cup: "put back" } : state;
};

const noted = (before: MedicineState, note: string, moment: Moment, settings: MedicineSettings): MedicineStep => {
  if (before.stage === "returning" && before.isClaimed) return settled(before, note, moment);
  // The robot has a doubt of its own, and its hand has not opened.
  if (isOnItsWay(before) && medicineReturnPhases.includes(note))
    return doubtedFor({ ...before, stage: "claiming" }, "too-old", moment);
  const state = cupAt(before, note);
  const arrival = arrivals[note];
  if (arrival?.from === state.stage) {
    const next = moved(state, arrival.to, moment);
    return arrival.to === "name"
      ? { state: { ...next, asked: 1 }, effects: [{ do: "ask", what: "name" }] }
      : same(next);
  }
  if (state.stage === "reaching" && note === "hold it out") return claiming(state, moment, settings);
  if (state.stage === "releasing" && note === "watch the taking")
    return { state: moved(state, "watching", moment), effects: [{ do: "say", what: "take" }] };
  return same(state);
};

/** The doubt came while the hand was about to open: its next row says which was first. */
const settled = (state: MedicineState, note: string, moment: Moment): MedicineStep => {
  if (note === "open")
    return unseen({ ...state, isOpen: true, cup: "with the person" }, moment, 0, whyOf("ended-after"));
  return medicineReturnPhases.includes(note)
    ? { state: { ...state, isClaimed: false }, effects: [{ do: "unclaim", why: state.doubt ?? whyOf("cancelled") }] }
    : same(state);
};

/** Is what the check said still good, s? Negative: no. */
const goodFor = ({ check, errand }: MedicineState, { now, wall }: Moment, { freshFor }: MedicineSettings): number => {
  const fresh = check ? freshFor - (now - check.at) : -1;
  return errand?.window ? Math.min(fresh, (errand.window.until - wall) / 1000) : fresh;
};

/** The moment before the hand opens: all is looked at once more, and the ward is asked for the claim. */
const claiming = (state: MedicineState, moment: Moment, settings: MedicineSettings): MedicineStep => {
  const closed = outside(state.errand, moment);
  if (closed) return doubtedFor(state, closed, moment);
  const id = state.check?.id;
  if (!id || goodFor(state, moment, settings) <= 0) return doubtedFor(state, "too-old", moment);
  return { state: { ...moved(state, "claiming", moment), isClaimed: true }, effects: [{ do: "claim", check: id }] };
};

const claimed: Rule<"claimed"> = (state, { read }, moment, settings) => {
  if (state.stage !== "claiming")
    // It came too late: what the ward has written meanwhile is not so.
    return read.ok && !state.isOpen
      ? { state, effects: [{ do: "unclaim", why: state.doubt ?? whyOf("ward-silent") }] }
      : same(state);
  if (!read.ok) return doubtedFor({ ...state, isClaimed: false }, "claimed", moment);
  const within = goodFor(state, moment, settings);
  if (within <= 0) return doubtedFor(state, outside(state.errand, moment) ?? "too-old", moment);
  const message = { medicine: "let-go", within: Math.min(within, 5) } as const;
  return { state: moved(state, "releasing", moment), effects: [{ do: "tell", message }] };
};

const watched = (state: MedicineState, { drinking }: Of<"turn">, moment: Moment, settings: MedicineSettings) => {
  if (state.stage !== "watching" || drinking === null) return same(state);
  if (drinking < settings.certain) return same({ ...state, drinking: null });
  const { since, sum, count } = state.drinking ?? { since: moment.now, sum: 0, count: 0 };
  const seen = { since, sum: sum + drinking, count: count + 1 };
  if (moment.now - since < settings.certainFor) return same({ ...state, drinking: seen });
  const confidence = Math.round((100 * seen.sum) / seen.count) / 100;
  return handedOver(state, moment, { taken: true, confirmed: "robot", confidence, note: takenNote }, [
    { do: "observed", seen: { saw: "taken", confidence } },
    { do: "say", what: "taken" },
  ]);
};

const turn: Rule<"turn"> = (state, event, moment, settings) => {
  const first = event.note === null ? same(state) : noted(state, event.note, moment, settings);
  if (first.effects.length > 0) return first;
  const timed = time(first.state, { type: "time" }, moment, settings);
  if (timed.effects.length > 0) return timed;
  const read = scanned(timed.state, event, moment, settings);
  return read.effects.length > 0 ? read : watched(read.state, event, moment, settings);
};

const heard: Rule<"heard"> = (state, { words }, moment, { asks }) => {
  if (state.stage === "watching" && isNo(words))
    return handedOver(state, moment, { taken: false, outcome: "refused", note: whyOf("refused") }, [
      { do: "observed", seen: { saw: "refused" } },
      { do: "say", what: "called" },
      { do: "call", call: { why: whyOf("refused"), cup: state.cup } },
    ]);
  if (state.stage !== "name" || !state.errand) return same(state);
  if (isNameSaid(words, state.errand.name))
    return {
      state: { ...moved(state, "turning", moment), name: words.trim() },
      effects: [
        { do: "say", what: "band" },
        { do: "tell", message: { medicine: "identify" } },
      ],
    };
  return state.asked < asks ? askedAgain(state, moment) : doubtedFor(state, "name-other", moment);
};

const askedAgain = (state: MedicineState, moment: Moment): MedicineStep => ({
  state: { ...moved(state, "name", moment), asked: state.asked + 1 },
  effects: [{ do: "ask", what: "name-again" }],
});

const checked: Rule<"checked"> = (state, { read }, moment, settings) => {
  if (state.stage !== "deciding" || !state.check) return same(state);
  if (!read.ok) return doubtedFor(state, "ward-refused", moment);
  const { id, decision } = read.value;
  const wrong = decision.findings.find(({ result }) => result !== "right");
  if (decision.verdict !== "give")
    return doubted(state, wrong ? whyAgainst(wrong.check) : whyOf("ward-refused"), moment);
  const closed = outside(state.errand, moment);
  if (closed) return doubtedFor(state, closed, moment);
  const next = { ...moved(state, "reaching", moment), check: { ...state.check, id } };
  const within = goodFor(next, moment, settings);
  if (within <= 0) return doubtedFor(next, "too-old", moment);
  return { state: next, effects: [{ do: "tell", message: { medicine: "hand-over", within } }] };
};

/** What is a doubt when it lasts too long, by stage. */
const lasting: Readonly<
  Partial<Record<MedicineStage, (state: MedicineState, moment: Moment, settings: MedicineSettings) => MedicineStep>>
> = {
  beginning: (state, moment, { wardWithin }) =>
    moment.now - state.since > wardWithin ? failed(state, whyOf("ward-silent"), moment) : same(state),
  label: (state, moment, { readWithin }) =>
    moment.now - state.since > readWithin ? doubtedFor(state, "label-unread", moment) : same(state),
  name: (state, moment, { nameWithin, asks }) => {
    if (moment.now - state.since <= nameWithin) return same(state);
    return state.asked < asks ? askedAgain(state, moment) : doubtedFor(state, "name-silent", moment);
  },
  band: (state, moment, { readWithin }) =>
    moment.now - state.since > readWithin ? doubtedFor(state, "band-unread", moment) : same(state),
  deciding: (state, moment, { wardWithin }) =>
    moment.now - state.since > wardWithin ? doubtedFor(state, "ward-silent", moment) : same(state),
  claiming: (state, moment, { wardWithin }) =>
    moment.now - state.since > wardWithin ? doubtedFor(state, "ward-silent", moment) : same(state),
  watching: (state, moment, { watchFor }) =>
    moment.now - state.since > watchFor ? unseen(state, moment, watchFor, whyOf("not-seen")) : same(state),
  releasing: (state, moment, { releaseWithin }) =>
    moment.now - state.since > releaseWithin ? unknown(state, moment) : same(state),
  returning: (state, moment, { backWithin }) => {
    if (moment.now - state.since <= backWithin) return same(state);
    return mayHaveOpened(state) ? unknown(state, moment) : failed(state, state.doubt ?? whyOf("cancelled"), moment);
  },
};

const time: Rule<"time"> = (state, _, moment, settings) => {
  // Too early is asked at the bedside: it may drive there meanwhile.
  if (isOnItsWay(state) && outside(state.errand, moment) === "too-late") return doubtedFor(state, "too-late", moment);
  const isLate = moment.now - state.began > settings.thereWithin;
  if (isLate && isOnItsWay(state) && state.stage !== "releasing") return doubtedFor(state, "late", moment);
  return lasting[state.stage]?.(state, moment, settings) ?? same(state);
};

const cancelled: Rule<"cancelled"> = (state, _, moment) =>
  state.isOpen && state.stage !== "over"
    ? unseen(state, moment, moment.now - state.since, whyOf("ended-after"))
    : doubtedFor(state, "cancelled", moment);

const barred: Rule<"barred"> = (state, { why, isSeen }, moment) => {
  if (state.stage === "over") return same(state);
  if (state.isOpen) return unseen(state, moment, moment.now - state.since, whyOf("ended-after"));
  if (!isSeen && mayHaveOpened(state)) return unknown(state, moment);
  return failed(state, state.stage === "returning" ? `${state.doubt}; ${why}` : why, moment);
};

/** A robot that says that it is at its end has put down what it had, or lost it. */
const left = ({ cup }: MedicineState): MedicineCall["cup"] => (cup === "in the robot's hand" ? "not known" : cup);

const ended: Rule<"ended"> = (state, { why }, moment) => {
  if (state.stage === "over") return same(state);
  if (state.isOpen) return unseen(state, moment, moment.now - state.since, why ?? whyOf("not-seen"));
  return failed({ ...state, cup: left(state) }, why ?? state.doubt ?? whyOf("cancelled"), moment);
};

const mute: Rule<"mute"> = (state, _, moment) =>
  state.stage === "name" ? doubtedFor(state, "cannot-ask", moment) : same(state);

const rules: { readonly [T in MedicineEvent["type"]]: Rule<T> } = {
  begun,
  turn,
  heard,
  mute,
  checked,
  claimed,
  cancelled,
  barred,
  ended,
  time,
};

/**
 * What comes of one event: the whole errand is this function, and time, ward and robot are its arguments. Whatever is not
 * known, late or contradictory ends without a hand-over.
 */
export const errandAfter = (
  state: MedicineState,
  event: MedicineEvent,
  moment: Moment,
  settings: MedicineSettings,
): MedicineStep =>
  // The rule is that of the event's own type.
  (rules[event.type] as Rule<MedicineEvent["type"]>)(state, event, moment, settings);
