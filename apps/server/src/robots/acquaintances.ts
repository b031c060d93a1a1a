import type { SubjectId } from "@sakiyomi/core";
import type { Ward } from "../ward/port.ts";
import type { Acquaintance } from "./port.ts";

/** The language of a house, by where it is: a robot speaks to those who live there. */
const languages: Readonly<Record<string, Acquaintance["language"]>> = { "Asia/Tokyo": "ja", "Asia/Seoul": "ko" };
export const languageOf = (zone: string): Acquaintance["language"] => languages[zone] ?? "en";

/** Who is here, for a robot that talks to them: the name to be recognised by, and the language. */
export const acquaintancesOf =
  (ward: Pick<Ward, "roster" | "zone">) =>
  (person: string): Acquaintance | null => {
    const resident = ward.roster.people.get(person as SubjectId);
    if (resident?.dischargedAt !== null) return null;
    return { name: resident.name, language: languageOf(ward.zone) };
  };
