import { accept, refuse } from "@sakiyomi/core";
import { z } from "zod";
import type { Who } from "../access/access.ts";
import { boardFor } from "../access/reach.ts";
import type { House } from "../house.ts";
import { type Route, signed } from "../http/route.ts";

/** For whom a skill is on is told only of people within reach. */
function skillsFor(house: House, who: Who) {
  const { people } = boardFor(who.account, house.ward.board(), house.access.scene());
  const seen = new Set(people.map(({ id }) => id));
  return house.ward
    .skills()
    .map((skill) => ({ ...skill, people: skill.people.filter(({ person }) => seen.has(person)) }));
}

export const skillRoutes: readonly Route[] = [
  signed({
    method: "GET",
    path: "/api/skills",
    needs: "skill.see",
    handle: ({ house, who }) => accept(skillsFor(house, who)),
  }),
  signed({
    method: "GET",
    path: "/api/skills/:id",
    needs: "skill.see",
    handle: ({ house, who, params: { id = "" } }) => {
      const skill = skillsFor(house, who).find((one) => one.id === id);
      return skill ? accept(skill) : refuse("REC_MISSING", "id", id, "a skill of this house");
    },
  }),
  signed({
    method: "PUT",
    path: "/api/people/:id/skills/:skill",
    needs: "skill.write",
    person: "id",
    body: z.object({
      on: z.boolean(),
      settings: z.record(z.string(), z.unknown()).default({}),
      version: z.number().int().min(0),
    }),
    handle: async ({ house, body: { on, settings, version }, by, params: { id = "", skill = "" } }) => {
      const read = await house.ward.setSkill(id, skill, on, settings, version, by);
      return read.ok ? accept({ version: read.value }) : read;
    },
  }),
];
