/** The shapes of the border about medicines, types only: the page takes no code from the server. */
export type * from "../../../server/src/medication/shapes.ts";
