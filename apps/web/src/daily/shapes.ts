/** The shapes of the border about daily care, types only. */
export type * from "../../../server/src/daily/shapes.ts";
