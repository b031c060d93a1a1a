export { type CurveOptions, evaluatePvrnnCurve } from "./pvrnn-curve.ts";
export { evaluatePvrnnLaw, type LawOptions } from "./pvrnn-law.ts";
export { type Table, tableText } from "./table.ts";
export { type EvaluationOptions, evaluateToiletTiming } from "./toilet-timing.ts";
