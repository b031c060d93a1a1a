import type { MedicineEffect, MedicineStage, MedicineState, MedicineStep, Moment } from "./medicine-state.ts";
import { type Doubt, whyOf } from "./medicine-words.ts";

/** Stages in which the cup may already be in the hand, or before the person: the robot speaks to them. */
const isBeside: readonly MedicineStage[] = ["name", "turning", "band", "deciding", "reaching", "claiming", "releasing"];

export const moved = (state: MedicineState, stage: MedicineStage, { now }: Moment): MedicineState => ({
  ...state,
  stage,
  since: now,
  read: null,
});

export const same = (state: MedicineState): MedicineStep => ({ state, effects: [] });

/** The hand did not open: what the ward was asked to write is taken back. */
const unclaimed = ({ isClaimed, isOpen }: MedicineState, why: string): readonly MedicineEffect[] =>
  isClaimed && !isOpen ? [{ do: "unclaim", why }] : [];

/** Calls a person, and goes back with the cup. Nothing is handed over any more. */
export const doubted = (state: MedicineState, why: string, moment: Moment): MedicineStep => {
  if (state.stage === "returning" || state.stage === "over") return same(state);
  if (state.stage === "beginning") return failed(state, why, moment);
  // A hand that was just told to open may have begun to: what the ward has written waits for what the robot did.
  const isReleasing = state.stage === "releasing";
  return {
    state: { ...moved(state, "returning", moment), doubt: why, isClaimed: isReleasing && state.isClaimed },
    effects: [
      { do: "tell", message: { medicine: "back", why } },
      ...(isReleasing ? [] : unclaimed(state, why)),
      ...(isBeside.includes(state.stage) ? [{ do: "say", what: "back" } as const] : []),
      { do: "call", call: { why, cup: state.cup } },
    ],
  };
};

export const doubtedFor = (state: MedicineState, doubt: Doubt, moment: Moment): MedicineStep =>
  doubted(state, whyOf(doubt), moment);

/** It ends here and now, wherever the robot is. A person is called unless nothing has been done yet. */
export const failed = (state: MedicineState, why: string, moment: Moment): MedicineStep => {
  if (state.stage === "over") return same(state);
  const hasBegun = state.stage !== "beginning";
  return {
    state: { ...moved(state, "over", moment), doubt: why, isClaimed: false },
    effects: [
      ...unclaimed(state, why),
      ...(hasBegun ? [{ do: "call", call: { why, cup: state.cup } } as const] : []),
      { do: "fail", why },
    ],
  };
};

/** It was handed over, and that is what the ward keeps; what is not known of the taking, a person finds out. */
export const handedOver = (
  state: MedicineState,
  moment: Moment,
  result: Readonly<Record<string, unknown>>,
  effects: readonly MedicineEffect[],
): MedicineStep => ({
  state: moved(state, "over", moment),
  effects: [
    ...effects,
    { do: "tell", message: { medicine: "end" } },
    { do: "finish", result: { handed: true, ...result } },
  ],
});

/** Handed over, and not confirmed: the ward asks, and a person looks. */
export const unseen = (state: MedicineState, moment: Moment, seconds: number, why: string): MedicineStep =>
  handedOver(state, moment, { taken: null, confirmed: null, note: why }, [
    { do: "observed", seen: { saw: "nothing", seconds: Math.round(seconds) } },
    { do: "say", what: "called" },
    { do: "call", call: { why, cup: state.cup } },
  ]);

/** Nobody saw whether the hand has opened: it may have. */
export const mayHaveOpened = ({ stage, isClaimed }: MedicineState): boolean =>
  stage === "releasing" || (stage === "returning" && isClaimed);

/** Until a person has looked it counts as handed over, so that nobody gives it twice. */
export const unknown = (state: MedicineState, moment: Moment): MedicineStep =>
  state.isOpen
    ? unseen(state, moment, moment.now - state.since, whyOf("not-seen"))
    : unseen({ ...state, cup: "not known" }, moment, 0, whyOf("not-known"));
