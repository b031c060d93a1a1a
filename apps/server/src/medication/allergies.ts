import { accept, type Read, refuse, type SubjectId } from "@sakiyomi/core";
import type { Allergy } from "@sakiyomi/medication";
import { newId } from "../access/secret.ts";
import type { Actor } from "../ward/port.ts";
import type { KeptAllergy } from "./kept.ts";
import { chartOf, keep, type Room } from "./room.ts";
import type { NewAllergy } from "./shapes.ts";

/** From now on every check knows it. */
export function addAllergy(room: Room, person: SubjectId, said: NewAllergy, by: Actor): Promise<Read<Allergy>> {
  return room.inLine(person, async () => {
    const chart = chartOf(room, person);
    if (!chart.ok) return chart;
    const allergy: Allergy = { ...said, id: newId("ma") };
    const what = "drug" in allergy.to ? allergy.to.drug.text : allergy.to.text;
    const kept = await keep(room, {
      person,
      by,
      puts: [{ resource: keptAllergy(person, allergy), ifMatch: 0 }],
      lines: [{ type: "medication.allergy", content: { allergyTo: what, severity: allergy.severity } }],
      entered: [{ type: "allergies", allergies: [...chart.value.allergies, allergy] }],
    });
    return kept.ok ? accept(allergy) : kept;
  });
}

export function removeAllergy(
  room: Room,
  person: SubjectId,
  id: string,
  reason: string,
  by: Actor,
): Promise<Read<null>> {
  return room.inLine(person, async () => {
    const chart = chartOf(room, person);
    if (!chart.ok) return chart;
    const was = chart.value.allergies.find((one) => one.id === id);
    if (!was) return refuse("REC_MISSING", "allergy", id, "an allergy of this person");
    const what = "drug" in was.to ? was.to.drug.text : was.to.text;
    return keep(room, {
      person,
      by,
      puts: [{ resource: keptAllergy(person, was), deleted: true }],
      lines: [{ type: "medication.allergy-removed", content: { allergyTo: what, reason } }],
      entered: [{ type: "allergies", allergies: chart.value.allergies.filter((one) => one.id !== id) }],
    });
  });
}

const keptAllergy = (person: SubjectId, allergy: Allergy): KeptAllergy => ({
  resourceType: "Allergy",
  id: allergy.id,
  person,
  allergy,
});
