import type { Role } from "../link/shapes.ts";
import type { ReviewView } from "./shapes.ts";

export type Askable = Extract<ReviewView["kind"], "ecg" | "blood-pressure">;

/** Who may look at a heart (`review.see`). The server decides; this only keeps away what would be refused. */
const seesHearts: readonly Role[] = ["carer", "nurse", "doctor", "teacher", "family"];

/** What somebody may ask a doctor about. */
export const askableBy = (roles: readonly Role[]): readonly [Askable, ...Askable[]] =>
  roles.some((role) => seesHearts.includes(role)) ? ["ecg", "blood-pressure"] : ["blood-pressure"];
