import { type DoseState, isGiven } from "../ledger/dose-state.ts";
import type { Finding } from "./bedside.ts";
import { right, wrong } from "./finding.ts";
import { nameOf } from "./rule-staff.ts";
import { whenValues } from "./rule-time.ts";
import type { Rule, Situation, Target } from "./situation.ts";

/** Of these a doctor may say that they are given once more. */
const mayRepeat: ReadonlySet<DoseState["state"]> = new Set<DoseState["state"]>(["partly", "spat-out", "vomited"]);

/** Refused, asleep or away, and yet some of it was taken: then a part of it was. */
const keyOf = (state: DoseState["state"]): DoseState["state"] =>
  state === "handed" || state === "taken" || mayRepeat.has(state) ? state : "partly";

function ofTarget({ order, dose, state }: Target, situation: Situation): Finding {
  const at = state.at ?? situation.bedside.now;
  const values = {
    drug: order.drug.text,
    who: state.by ? nameOf(situation.bedside, state.by) : "",
    ...whenValues(at, situation, "last"),
  };
  if (state.state === "not-given") return right("given", "not-yet", { dose: dose.id });
  // Somebody left it out on purpose, perhaps at the doctor's word: whoever scans it later cannot know.
  if (state.state === "held") return wrong("given", "after-held", { values, dose: dose.id, mayOverride: true });
  if (!isGiven(state)) return right("given", `after-${state.state}`, { values, dose: dose.id });
  const key = keyOf(state.state);
  return wrong("given", key, { values, dose: dose.id, mayOverride: mayRepeat.has(key) });
}

/** Not twice. */
export const given: Rule = (situation) => situation.targets.map((target) => ofTarget(target, situation));
