export type { Hazard, Instruction, NamedTest, Proof } from "./hazard.ts";
export { hazards } from "./hazards.ts";
export { hazardsPage, proofFile, titleOf } from "./page.ts";
export { type Proved, prove } from "./prove.ts";
