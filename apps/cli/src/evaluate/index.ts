export { type Table, tableText } from "./table.ts";
export { type EvaluationOptions, evaluateToiletTiming } from "./toilet-timing.ts";
