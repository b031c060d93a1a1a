export { bare, keptDays } from "./book.ts";
export { type MedicationDesk, openMedication } from "./desk.ts";
export type { SaidResult } from "./events.ts";
export type { Flag } from "./flags.ts";
export { type ImportedOrders, importOrders } from "./import-orders.ts";
export { type Giver, giverOf } from "./room.ts";
export { medicationRoutes } from "./routes/index.ts";
