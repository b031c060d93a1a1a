export {
  type Analysis,
  analyse,
  type Circumstances,
  jsogSections,
  unknownCircumstances,
} from "./ctg/analyse.ts";
export { type Baseline, baselineOf } from "./ctg/baseline.ts";
export {
  type Acceleration,
  accelerationRules,
  accelerationsOf,
  type ChangeRules,
  type Deceleration,
  type DecelerationKind,
  decelerationsOf,
} from "./ctg/changes.ts";
export { type Contraction, contractionsOf, tachysystole, usualContractions } from "./ctg/contractions.ts";
export {
  type Caution,
  type Criterion,
  type CriterionName,
  type DawesRedman,
  dawesRedmanOf,
} from "./ctg/dawes-redman.ts";
export { EPOCH_S, epochsOf, perSample } from "./ctg/epochs.ts";
export { type FigoClass, figoOf } from "./ctg/figo.ts";
export { gridOf, newGrid, put, valuesOf } from "./ctg/grid.ts";
export { type Heard as HeardFetus, heardIn, type Quality as FetalSignalQuality } from "./ctg/heard.ts";
export { type Jsog, type JsogLevel, jsogLevel, jsogOf, jsogTable } from "./ctg/jsog.ts";
export { type Coincidence, coincidenceOf, type MotherStretch, usualMother } from "./ctg/mother.ts";
export { type NichdCategory, nichdOf } from "./ctg/nichd.ts";
export {
  cut as cutRecording,
  HZ as CTG_HZ,
  type Maybe,
  type Recording as CtgRecording,
  type Why,
} from "./ctg/recording.ts";
export { type Sinusoid, sinusoidsOf } from "./ctg/sinusoid.ts";
export { smoothed, type Trace, traceOf } from "./ctg/trace.ts";
export {
  bandwidthOver,
  bandwidths,
  baselineOver,
  SECTION_S,
  type VariabilityClass,
  variabilityClass,
} from "./ctg/variability.ts";
export { type Dip, type Episode, type Variation, variationOf } from "./ctg/variation.ts";
export { type Gestation, gestationAt } from "./ctg/weeks.ts";
export type { Settings as MaternitySettings } from "./settings.ts";
export { type Script as CtgScript, signalsOf as ctgSignals } from "./sim.ts";
