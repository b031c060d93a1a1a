/** The shapes of the border, types only. */
export type * from "../../../server/src/screening/shapes.ts";
