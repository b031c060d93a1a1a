import { careWorlds, type World } from "@sakiyomi/robot";
import { MujocoFault } from "./fault.ts";

export const worldNames: readonly string[] = careWorlds.map(({ name }) => name);

/** Throws a MujocoFault "world". */
export const worldNamed = (name: string): World => {
  const world = careWorlds.find((one) => one.name === name);
  if (!world) throw new MujocoFault("world", `There is no world "${name}".`, `Take one of ${worldNames.join(", ")}.`);
  return world;
};
