import { DAY, type Instant, type Read, type SubjectId } from "@sakiyomi/core";
import type { Name, Resident, SimulatedWard } from "@sakiyomi/simulator";
import type { Ward } from "../ward/port.ts";
import { type Guest, simulator } from "./guest.ts";
import { speak } from "./speak.ts";

export async function moveIn(ward: Ward, { residents }: SimulatedWard, at: Instant): Promise<void> {
  for (const resident of residents) {
    const { id, name, birthDate } = resident;
    const place = await placeAt(ward, pathOf(resident));
    await ward.admit(
      { id, name: written(name), birthDate, place, consents: ["record", "predict", "family", "robot"] },
      simulator,
    );
    for (const { source } of resident.person.devices) await ward.bind(source, id, at, simulator);
  }
}

/** What a cuff at home has measured before its wearer came to the demo is theirs. */
const WORN_BEFORE = 20 * DAY;

/** Whoever is or was here already is left as they are. */
export async function welcome(ward: Ward, guests: readonly Guest[]): Promise<void> {
  const at = ward.now();
  for (const guest of guests) {
    const { id, name, birthDate, devices } = guest;
    if (ward.roster.people.has(`person:${id}` as SubjectId)) continue;
    const place = await placeAt(ward, guest.place);
    await ward.admit({ id, name, birthDate, place, consents: ["record", "predict", "family"] }, simulator);
    for (const source of devices) await ward.bind(source, id, at - WORN_BEFORE, simulator);
    expect(await guest.settle?.(ward), id);
    await speak(ward, [{ resident: guest, signals: guest.signalsBetween(0, at, false) }]);
  }
}

function expect(read: Read<unknown> | undefined, id: string): void {
  if (read?.ok === false) throw new Error(`The demo's ${id}: ${read.refusal.code} ${read.refusal.field}`);
}

/** As the name is written where it comes from: family name first, without a blank in Korean and Chinese. */
const written = ({ family, given, language }: Name): string => {
  if (language === "ko" || language === "zh") return `${family}${given}`;
  return language === "ja" || language === "vi" ? `${family} ${given}` : `${given} ${family}`;
};

const pathOf = ({ ward, room, bed }: Resident): readonly string[] => [`${ward}病棟`, room, bed];

const types = ["ward", "room", "bed"] as const;

/** The place at the end of a path below the house; what is not there yet is added. */
async function placeAt(ward: Ward, path: readonly string[]): Promise<string | null> {
  let parent = await placeIn(ward, null, "house", "Sakiyomi Demo");
  for (const [i, name] of path.entries()) parent = await placeIn(ward, parent, types[i] ?? "bed", name);
  return parent;
}

async function placeIn(
  ward: Ward,
  parent: string | null,
  type: "house" | (typeof types)[number],
  name: string,
): Promise<string | null> {
  const known = ward.places().find((one) => one.parent === parent && one.name === name);
  if (known) return known.id;
  const added = await ward.addPlace({ name, type, parent }, simulator);
  return added.ok ? added.value : null;
}
