export {
  type DiaryDay,
  type DiaryDrink,
  type DiaryVoid,
  diaryDay,
  leakPatterns,
  polyuriaAbove,
} from "./diary.ts";
export { effects, isLeak, isLoose, movementsOf, workedOf } from "./movements.ts";
export { type BedChange, type Night, nightAfter } from "./night.ts";
export { rhythmOf } from "./rhythm.ts";
export { type Settings as ExcretionSettings, settings as excretionSettings } from "./settings.ts";
export { excretion } from "./skill.ts";
export type { Laxative, Stool, Way } from "./state.ts";
