export {
  type Answers,
  type Form,
  type FormId,
  formIds,
  forms,
  mustOfBmi,
  mustOfLoss,
  type Risk,
  type Score,
  scoreOf,
} from "./forms.ts";
export { type Judged, judge, type LabValue, labRowOf, labRows } from "./ranges.ts";
export { type Day as CheckupDay, type Outcome as CheckupOutcome, simulateDay as simulateCheckups } from "./sim.ts";
export { checkup } from "./skill.ts";
export {
  type About,
  type Findings,
  type Measured,
  type Missing,
  type Report,
  reportOf,
  type Statement,
  type Tone,
} from "./statements.ts";
export { bmiClass, bmiOf, pressureClass, type SignKind, signKinds, signPlace } from "./vitals.ts";
