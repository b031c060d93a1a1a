import { bringWorld } from "./bring.ts";
import { corridor } from "./corridor.ts";
import { doorway } from "./doorway.ts";
import { kitchen } from "./kitchen.ts";
import { medicineWorld } from "./medicine.ts";
import { robotAlone } from "./robot-alone.ts";
import { tableWorld } from "./table.ts";
import { wardLying, wardSitting } from "./ward.ts";
import type { World } from "./world.ts";

/** Every world there is; their names are unique. */
export const careWorlds: readonly World[] = [
  robotAlone,
  tableWorld,
  kitchen,
  doorway,
  wardLying,
  wardSitting,
  bringWorld,
  medicineWorld,
  corridor,
];
