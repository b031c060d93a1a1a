import { Fault, type Refusal } from "@sakiyomi/core";

/** A refusal where the command cannot go on: said with its code and what to do, once. */
export const refused = ({ code, field, found, expected }: Refusal): Fault =>
  new Fault(code, `${field}: found ${found}, expected ${expected}.`);
