export { anyDays, anyOrder, timingTypes, type Wanted } from "./any-order.ts";
