export {
  changeOrder,
  confirmOrder,
  holdOrder,
  needsWitness,
  type OrderChange,
  openAtChange,
  resumeOrder,
  stopOrder,
  withChanges,
} from "./change-order.ts";
export { type DoseRange, expand, heldAt } from "./expand.ts";
export { fallsOn, fallsOnDate } from "./falls-on.ts";
export { dayAt, type LocalDay, localDay, momentOf } from "./local-day.ts";
export { newOrder } from "./new-order.ts";
export { dosesAround, nextDoses } from "./next-doses.ts";
export * from "./order.ts";
export { orderWords, stepWords, unitKey } from "./order-words.ts";
export * from "./policy.ts";
export * from "./scheduled-dose.ts";
export { type Seam, seamOf } from "./seam.ts";
export { type DoseWindow, isOfClasses, windowOf } from "./windows.ts";
export { wordsOfOrders } from "./words.ts";
