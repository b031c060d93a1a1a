import { z } from "zod";

/** Milliseconds since 1970-01-01T00:00Z. A wall-clock time always crosses a border as ISO 8601 with its zone. */
export type Instant = number;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A FHIR id (R4, datatypes: id): 1 to 64 letters, digits, dots and dashes. */
const bareId = "[A-Za-z0-9.-]{1,64}";

export const subjectTypes = ["person", "robot", "device", "place", "sample"] as const;
export type SubjectType = (typeof subjectTypes)[number];

/** Whom or what a signal is about: `person:ann`, `place:room-12`. An id always carries its type. */
export type SubjectId = `${SubjectType}:${string}` & z.$brand<"SubjectId">;
export const subjectId = z
  .string()
  .regex(new RegExp(`^(${subjectTypes.join("|")}):${bareId}$`), "expected type:id, for example person:ann")
  .transform((id) => id as SubjectId);

export const sourceTypes = ["device", "staff", "skill", "import"] as const;
export type SourceType = (typeof sourceTypes)[number];

/** Who or what said it: `device:cuff-3`, `staff:tanaka`, `skill:breath`. */
export type SourceId = `${SourceType}:${string}` & z.$brand<"SourceId">;
export const sourceId = z
  .string()
  .regex(new RegExp(`^(${sourceTypes.join("|")}):${bareId}$`), "expected type:id, for example device:cuff-3")
  .transform((id) => id as SourceId);

/** The part before the colon. */
export const typeOf = (id: SubjectId | SourceId): string => id.slice(0, id.indexOf(":"));
/** The part after the colon: the id of the record. */
export const bareIdOf = (id: SubjectId | SourceId): string => id.slice(id.indexOf(":") + 1);
