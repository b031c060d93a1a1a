export { SituationError } from "./draft.ts";
export type { Phrase } from "./phrase.ts";
export {
  bedsideOfRow,
  findingWords,
  readSituations,
  type SituationRow,
  situationColumns,
  verdictWords,
  vocabulary,
} from "./situation.ts";
