export * from "./act.ts";
export * from "./alert.ts";
export {
  type Body,
  isRunning,
  type NewOrder,
  type Order,
  type OrderDeed,
  type OrderNews,
  type OrderState,
  orderKeyOf,
} from "./order.ts";
export { endedBy, order, tellOrder } from "./orders.ts";
export * from "./policy.ts";
export * from "./standing.ts";
export * from "./task.ts";
export { type TurnMark, TurnMarks } from "./turn-marks.ts";
