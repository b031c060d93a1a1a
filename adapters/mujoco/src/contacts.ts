import { MujocoFault } from "./fault.ts";
import type { Physics, Views } from "./physics.ts";

/**
 * mjContact of MuJoCo 3.14 in memory, read where it lies: taking a handle for each contact costs 8 µs, and in a step
 * with a person there are thirty. `checkLayout` compares it with what the handles say.
 */
const size = 584;
const ints = size / 4;
const doubles = size / 8;
const geom1 = 532 / 4;
const geom2 = 536 / 4;
const address = 576 / 4;
const position = 1;
const frame = 4;

export const firstGeom = ({ arenaInts }: Views, contact: number): number => arenaInts[contact * ints + geom1] ?? -1;
export const secondGeom = ({ arenaInts }: Views, contact: number): number => arenaInts[contact * ints + geom2] ?? -1;
/** Whether forces act in it: some are only near. */
export const isActive = ({ arenaInts }: Views, contact: number): boolean =>
  (arenaInts[contact * ints + address] ?? -1) >= 0;

export const placeOf = ({ arenaDoubles }: Views, contact: number, axis: number): number =>
  arenaDoubles[contact * doubles + position + axis] ?? 0;

/** Row 0 is the normal, from the first geom to the second. */
export const frameOf = ({ arenaDoubles }: Views, contact: number, row: number, axis: number): number =>
  arenaDoubles[contact * doubles + frame + 3 * row + axis] ?? 0;

/** Throws a MujocoFault "layout" where MuJoCo's contacts do not lie in memory as this file has it. */
export const checkLayout = (physics: Physics): void => {
  const contacts = physics.data.contact;
  const views = physics.views();
  try {
    for (let i = 0; i < contacts.size(); i++) {
      const one = contacts.get(i);
      if (!one) continue;
      const pos = one.pos as Float64Array;
      const isSame =
        one.geom1 === firstGeom(views, i) && one.geom2 === secondGeom(views, i) && pos[0] === placeOf(views, i, 0);
      one.delete();
      if (!isSame)
        throw new MujocoFault(
          "layout",
          "This MuJoCo keeps contacts differently in memory.",
          "Use @mujoco/mujoco 3.14.0.",
        );
    }
  } finally {
    contacts.delete();
  }
};
