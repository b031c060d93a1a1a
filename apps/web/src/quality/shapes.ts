/** The shapes of the border, types only. */
export type * from "../../../server/src/quality/shapes.ts";
