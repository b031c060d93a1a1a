import type { BuiltWorld, RobotFeatures } from "@sakiyomi/robot";
import { openWorld } from "./living-world.ts";

/** Turns of 10 ms: after them most of the code is compiled, and a turn takes what it will take. */
const turns = 60;

let isWarm = false;

/**
 * Lets a world of no use live for a while, once a thread. The first pictures and the first steps take ten times as long as
 * later ones, until they are compiled; in real time a robot would stand still meanwhile, and its guard would brake it.
 */
export const warmUp = async (built: BuiltWorld, features: RobotFeatures): Promise<void> => {
  if (isWarm) return;
  isWarm = true;
  const world = await openWorld(built, features, 0);
  try {
    for (let turn = 0; turn < turns; turn++) {
      const at = turn / 100;
      world.told({ at, expires: at + 0.05, position: built.start.position }, 25);
      world.advance(5, at);
      world.observe(at);
    }
  } finally {
    world.close();
  }
};
