export { type BenchLearn, type BenchLearnOptions, benchLearn, type CaseFigures } from "./bench-learn.ts";
export { learnTable } from "./table.ts";
