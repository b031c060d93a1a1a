import type { RobotFeatures } from "../../contract/features.ts";
import type { Policy } from "../../contract/robot.ts";
import { RobotFault } from "../../fault.ts";
import { bringScript } from "./bring.ts";
import { type ExpertOptions, expert } from "./expert.ts";
import { bringMedicineAlone } from "./medicine-alone.ts";
import { openDoorScript } from "./open-door.ts";
import type { Script } from "./phase.ts";
import { pickAndPlaceScript } from "./pick-and-place.ts";
import { pourScript } from "./pour.ts";
import { reachScript } from "./reach.ts";
import { stirScript } from "./stir.ts";
import { wipeScript } from "./wipe.ts";

type OpenExpert = (features: RobotFeatures, options: ExpertOptions) => Policy;

const following =
  <M>(script: Script<M>): OpenExpert =>
  (features, options) =>
    expert(features, script, options);

/** By the id of its task. */
const experts: Readonly<Record<string, OpenExpert>> = {
  reach: following(reachScript),
  "pick-and-place": following(pickAndPlaceScript),
  pour: following(pourScript),
  "open-door": following(openDoorScript),
  stir: following(stirScript),
  wipe: following(wipeScript),
  bring: following(bringScript),
  "bring-medicine": bringMedicineAlone,
};

/** Ids of the tasks that have an expert. */
export const expertTasks: readonly string[] = Object.keys(experts);

/**
 * A policy that does a task by what the simulated world tells of itself (`truth/…`): to show a task, to check a world, and
 * for demonstrations. Throws RobotFault "no-expert".
 */
export const expertFor = (task: string, features: RobotFeatures, options: ExpertOptions = {}): Policy => {
  const open = experts[task];
  if (!open)
    throw new RobotFault(
      "no-expert",
      `Nobody has written an expert for "${task}".`,
      `Take one of ${expertTasks.join(", ")}.`,
    );
  return open(features, options);
};
