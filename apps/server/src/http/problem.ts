import { type Code, codes, Fault, type Refusal } from "@sakiyomi/core";
import type { Problem } from "../api.ts";

/** The status of each code that is not simply "the content cannot be taken" (422). */
const statuses: Partial<Record<Code, number>> = {
  REC_MISSING: 404,
  REC_CONFLICT: 409,
  RETENTION: 409,
  MED_BLOCKED: 409,
  MED_GIVEN: 409,
  MED_LEASE: 409,
  ACT_FORBIDDEN: 403,
  ACT_CONSENT: 403,
  SIG_SIZE: 413,
  ACCESS_SIGNED_OUT: 401,
  ACCESS_TOKEN: 401,
  ACCESS_WRONG: 401,
  ACCESS_PASSKEY: 401,
  ACCESS_WAIT: 429,
  ACCESS_ROLE: 403,
  ACCESS_PERSON: 403,
  ACCESS_FULL: 403,
  ACCESS_CSRF: 403,
  ACCESS_SETUP: 403,
  ACCESS_HOST: 421,
  HTTP_SHAPE: 400,
  HTTP_ROUTE: 404,
  HTTP_MEDIA: 415,
  HTTP_DEFECT: 500,
  STORE_FULL: 507,
  STORE_CLOSED: 503,
  STORE_CORRUPT: 503,
};

export const statusOf = (code: Code): number => statuses[code] ?? 422;

export const problemOf = ({ code, field, found, expected, remedy }: Refusal): Problem => ({
  code,
  message: `${codes[code].means} ${field}: found ${found}, expected ${expected}.`,
  remedy,
});

/** What a page is told of a thrown error: the code of a Fault, and never the inside of a defect. */
export function problemOfError(error: unknown): { readonly problem: Problem; readonly status: number } {
  const code: Code = error instanceof Fault ? error.code : "HTTP_DEFECT";
  return { problem: { code, message: codes[code].means, remedy: codes[code].remedy }, status: statuses[code] ?? 500 };
}

export const problemResponse = (refusal: Refusal): Response =>
  Response.json(problemOf(refusal), { status: statusOf(refusal.code) });
