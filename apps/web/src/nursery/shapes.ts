/** The shapes of the border, types only. */
export type * from "../../../server/src/nursery/shapes.ts";
