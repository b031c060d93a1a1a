/** The shapes of the border, types only: the page takes no code from the server. */
export type * from "../../../server/src/remote/shapes.ts";
