import { doorway, kitchen, robotAlone, tableWorld, type World, wardLying, wardSitting } from "@sakiyomi/robot";
import { MujocoFault } from "./fault.ts";

const worlds: readonly World[] = [robotAlone, doorway, kitchen, tableWorld, wardLying, wardSitting];

export const worldNames: readonly string[] = worlds.map(({ name }) => name);

/** Throws a MujocoFault "world". */
export const worldNamed = (name: string): World => {
  const world = worlds.find((one) => one.name === name);
  if (!world) throw new MujocoFault("world", `There is no world "${name}".`, `Take one of ${worldNames.join(", ")}.`);
  return world;
};
