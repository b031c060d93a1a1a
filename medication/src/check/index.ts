export * from "./bedside.ts";
export { check } from "./check.ts";
export { checkOrder, type OrderAsked } from "./check-order.ts";
export { asNeededDose } from "./targets.ts";
