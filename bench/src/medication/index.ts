export { evaluateMedication, type MedicationOptions, simulate } from "./evaluate.ts";
export { type Rate as SimulatedRate, type RateName, type Rates, rates as medicationRates } from "./rates.ts";
export { type KindResult, type MedicationResult, MOST_FALSE_STOPS, type ScannedResult } from "./result.ts";
export { type Guard, guards, type Leak, leaks } from "./tally.ts";
