import type { RobotFeatures } from "../../contract/features.ts";
import type { Policy } from "../../contract/robot.ts";
import { RobotFault } from "../../fault.ts";
import { bringRows, bringScript, placesOfBring } from "./bring.ts";
import { hasArrived } from "./drive.ts";
import { type ExpertOptions, expert } from "./expert.ts";
import { measurePhases, measureTemperature } from "./measure.ts";
import { bringMedicine, medicinePhases } from "./medicine.ts";
import type { Phase, Script } from "./phase.ts";
import type { Holding } from "./take.ts";

/** What a robot in the worlds "ward-bring" and "ward-medicine" does for whoever orders it. */
export interface CareAbility {
  /** What it is at, in this order. */
  readonly phases: readonly string[];
  readonly open: (features: RobotFeatures, options: ExpertOptions) => Policy;
}

const followed = (script: Script<Holding>): CareAbility => ({
  phases: script.phases.map(({ name }) => name),
  open: (features, options) => expert(features, script, options),
});

const { takes, brings } = bringRows;
const withRows = (phases: readonly Phase<Holding>[]): CareAbility => followed({ ...bringScript, phases });

/** Drives there and waits; what the hands hold they keep. */
const goTo = (place: keyof typeof placesOfBring): CareAbility =>
  followed({
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
  });

/** By capability and what it is asked with. */
const abilities: Readonly<Record<string, CareAbility>> = {
  "bring cup": withRows([...takes, ...brings]),
  "fetch cup": withRows(takes),
  "hand-over": withRows(brings),
  "bring-medicine cup": { phases: medicinePhases, open: bringMedicine },
  "measure body-temperature": { phases: measurePhases, open: measureTemperature },
  ...Object.fromEntries(
    (Object.keys(placesOfBring) as (keyof typeof placesOfBring)[]).map((place) => [`go-to ${place}`, goTo(place)]),
  ),
};

/** "bring cup", "go-to person", … */
export const careAbilities: readonly string[] = Object.keys(abilities);

/** Names of its rows, in their order. */
export const phasesOf = (ability: string): readonly string[] => abilities[ability]?.phases ?? [];

/** Throws RobotFault "no-expert". */
export const abilityFor = (ability: string, features: RobotFeatures, options: ExpertOptions = {}): Policy => {
  const known = abilities[ability];
  if (!known)
    throw new RobotFault("no-expert", `Nobody knows how to "${ability}".`, `Take one of ${careAbilities.join(", ")}.`);
  return known.open(features, options);
};
