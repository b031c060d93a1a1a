import type { RobotFeatures } from "../../contract/features.ts";
import type { Policy } from "../../contract/robot.ts";
import { RobotFault } from "../../fault.ts";
import { bringRows, bringScript, placesOfBring } from "./bring.ts";
import { hasArrived } from "./drive.ts";
import { type ExpertOptions, expert } from "./expert.ts";
import type { Phase, Script } from "./phase.ts";
import type { Holding } from "./take.ts";

/** What a robot in the world "ward-bring" does for whoever orders it, as rows of an expert. */
export interface CareAbility {
  readonly script: Script<Holding>;
}

const { takes, brings } = bringRows;
const withRows = (phases: readonly Phase<Holding>[]): CareAbility => ({ script: { ...bringScript, phases } });

/** Drives there and waits; what the hands hold they keep. */
const goTo = (place: keyof typeof placesOfBring): CareAbility => ({
  script: {
    decide: (seen) => ({ hold: { yaw: 0, dip: 0, near: seen.observation.joints.position } }),
    phases: [
      {
        name: `go to the ${place}`,
        side: "left",
        drive: placesOfBring[place],
        until: (seen) => hasArrived(seen.base, placesOfBring[place](seen)),
        rest: 0.3,
        patience: 40,
      },
    ],
  },
});

/** By capability and what it is asked with. */
const abilities: Readonly<Record<string, CareAbility>> = {
  "bring cup": withRows([...takes, ...brings]),
  "fetch cup": withRows(takes),
  "hand-over": withRows(brings),
  ...Object.fromEntries(
    (Object.keys(placesOfBring) as (keyof typeof placesOfBring)[]).map((place) => [`go-to ${place}`, goTo(place)]),
  ),
};

/** "bring cup", "go-to person", … */
export const careAbilities: readonly string[] = Object.keys(abilities);

/** Names of its rows, in their order. */
export const phasesOf = (ability: string): readonly string[] =>
  abilities[ability]?.script.phases.map(({ name }) => name) ?? [];

/** Throws RobotFault "no-expert". */
export const abilityFor = (ability: string, features: RobotFeatures, options: ExpertOptions = {}): Policy => {
  const known = abilities[ability];
  if (!known)
    throw new RobotFault("no-expert", `Nobody knows how to "${ability}".`, `Take one of ${careAbilities.join(", ")}.`);
  return expert(features, known.script, options);
};
