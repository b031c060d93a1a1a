import { kinds, MINUTE, type Read, refuse } from "@sakiyomi/core";
import { pregnancyOn } from "@sakiyomi/skills/handbook";
import { z } from "zod";
import type { House } from "../house.ts";
import { subjectOf } from "../http/looks.ts";
import { type Route, type SignedCall, signed } from "../http/route.ts";
import { standingOf } from "./entries.ts";
import { noteOwner } from "./owners.ts";
import { beginOf, todayOf } from "./recordings.ts";

const formOf = <K extends "pregnancy" | "birth" | "vaccination">(kind: K): (typeof kinds)[K]["schema"] =>
  kinds[kind].schema;

const advice = z.strictObject({
  about: z.string().min(1).max(120),
  finding: z.string().trim().max(2000).optional(),
  words: z.string().trim().min(1).max(2000),
  urgency: z.enum(["now", "today", "routine", "none"]),
});
/** The day comes with it: a birth is charted at the time when it happened, not when it was written. */
const birth = formOf("birth").extend({ day: z.iso.date() });
const bare = (id: string): string => id.replace(/^person:/, "");

/** Some moment of that day on the house's clock; today's is now. */
function momentOf(house: House, day: string): number | null {
  const now = house.ward.now();
  if (todayOf(house.ward) === day) return now;
  const noon = Date.parse(`${day}T12:00:00Z`);
  const moments = [noon, noon - 6 * 60 * MINUTE, noon + 6 * 60 * MINUTE];
  return moments.find((at) => at < now && todayOf(house.ward, at) === day) ?? null;
}

type PregnancyForm = z.infer<ReturnType<typeof formOf<"pregnancy">>>;

async function pregnancy({ house, body, by, params: { id = "" } }: SignedCall<PregnancyForm>): Promise<Read<unknown>> {
  const today = todayOf(house.ward);
  const { gestation } = pregnancyOn(body, today);
  if (body.ended !== undefined && body.ended > today)
    return refuse("HTTP_SHAPE", "body.ended", body.ended, "no later than today");
  if (gestation === null)
    return refuse("HTTP_SHAPE", "body.due", body.due, "a day within 40 weeks from now, or shortly past");
  const kept = await house.ward.chart(id, "pregnancy", body, null, house.ward.now(), by);
  if (kept.ok) await noteOwner(house.ward, id, undefined, by);
  return kept;
}

async function born({
  house,
  body,
  by,
  params: { id = "" },
}: SignedCall<z.infer<typeof birth>>): Promise<Read<unknown>> {
  const { day, ...value } = body;
  const birthDate = house.ward.roster.people.get(subjectOf(id))?.birthDate ?? day;
  if (birthDate !== day) return refuse("HTTP_SHAPE", "body.day", day, `${birthDate}, the birth date that was entered`);
  const at = momentOf(house, day);
  if (at === null) return refuse("HTTP_SHAPE", "body.day", day, "no later than today");
  const mother = value.mother === undefined ? undefined : bare(value.mother);
  if (mother === bare(id)) return refuse("HTTP_SHAPE", "body.mother", mother, "somebody else than the child");
  const kept = await house.ward.chart(id, "birth", { ...value, ...(mother && { mother }) }, null, at, by);
  if (kept.ok) await noteOwner(house.ward, id, mother ?? null, by);
  return kept;
}

type VaccinationForm = z.infer<ReturnType<typeof formOf<"vaccination">>>;

async function vaccinated({
  house,
  body,
  by,
  params: { id = "" },
}: SignedCall<VaccinationForm>): Promise<Read<unknown>> {
  const at = momentOf(house, body.given);
  const birthDate = house.ward.roster.people.get(subjectOf(id))?.birthDate ?? "";
  if (at === null || body.given < birthDate)
    return refuse("HTTP_SHAPE", "body.given", body.given, "a day from birth to today");
  const before = (await standingOf(house.ward, id)).of("vaccination");
  if (before.some(({ value }) => value.vaccine === body.vaccine && value.given === body.given))
    return refuse("REC_CONFLICT", "body.given", body.given, "a dose that is not written down yet");
  return house.ward.chart(id, "vaccination", body, null, at, by);
}

async function advise({
  house,
  body,
  by,
  params: { id = "" },
}: SignedCall<z.infer<typeof advice>>): Promise<Read<unknown>> {
  if (beginOf(body.about) === null) return refuse("HTTP_SHAPE", "body.about", body.about, "the id of a recording");
  return house.ward.chart(id, "advice", { ...body, by: by.name }, null, house.ward.now(), by);
}

export const writing: readonly Route[] = [
  signed({
    method: "POST",
    path: "/api/people/:id/maternity/advice",
    needs: "advice.write",
    person: "id",
    body: advice,
    handle: advise,
  }),
  signed({
    method: "POST",
    path: "/api/people/:id/handbook/pregnancy",
    needs: "handbook.write",
    person: "id",
    body: formOf("pregnancy"),
    handle: pregnancy,
  }),
  signed({
    method: "POST",
    path: "/api/people/:id/handbook/birth",
    needs: "handbook.write",
    person: "id",
    body: birth,
    // A child's handbook names its mother only to who may see her, too.
    personIn: ({ mother }) => (mother === undefined ? null : bare(mother)),
    handle: born,
  }),
  signed({
    method: "POST",
    path: "/api/people/:id/handbook/vaccination",
    needs: "handbook.write",
    person: "id",
    body: formOf("vaccination"),
    handle: vaccinated,
  }),
];
