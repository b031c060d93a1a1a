/** The shapes of the border about medicines, types only. */
export type * from "../medication/shapes.ts";
