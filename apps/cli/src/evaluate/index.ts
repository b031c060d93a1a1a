export { findData, needData } from "./data-folder.ts";
export { type ExpertsEvaluation, evaluateExperts } from "./experts.ts";
export { evaluateForecaster, type ForecasterEvaluation } from "./forecaster.ts";
export { evaluateLanguageMotion, type LanguageMotionEvaluation } from "./language-motion.ts";
export { evaluateMedication, type MedicationEvaluation } from "./medication.ts";
export { type CurveOptions, evaluatePvrnnCurve } from "./pvrnn-curve.ts";
export { evaluatePvrnnLaw, type LawOptions } from "./pvrnn-law.ts";
export { type Table, tableText } from "./table.ts";
export { type EvaluationOptions, evaluateToiletTiming } from "./toilet-timing.ts";
