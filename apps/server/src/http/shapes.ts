import { z } from "zod";

/** A time as milliseconds or as ISO 8601 with its zone. */
export const instant = z
  .union([z.coerce.number().int(), z.iso.datetime({ offset: true })])
  .transform((time) => (typeof time === "number" ? time : Date.parse(time)));
