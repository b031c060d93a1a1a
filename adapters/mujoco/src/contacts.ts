import { MujocoFault } from "./fault.ts";
import { openPhysics, type Views } from "./physics.ts";

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

const twoBalls =
  '<mujoco><worldbody><geom type="sphere" size=".1"/><geom type="sphere" size=".1" pos="5 0 0"/>' +
  '<body pos="0 0 .15"><freejoint/><geom type="sphere" size=".1"/></body>' +
  '<body pos="5.02 .03 .15"><freejoint/><geom type="sphere" size=".1"/></body></worldbody></mujoco>';

let checked: Promise<void> | null = null;

/** Throws a MujocoFault "layout" where MuJoCo's contacts do not lie in memory as this file has it. Looks once a thread. */
export const checkLayout = (): Promise<void> => {
  checked ??= look();
  return checked;
};

const look = async (): Promise<void> => {
  const physics = await openPhysics(twoBalls);
  physics.sense();
  const contacts = physics.data.contact;
  const views = physics.views();
  const isSame = [0, 1].map((i) => {
    const one = contacts.get(i);
    if (!one) return false;
    const [pos, normal] = [one.pos as Float64Array, one.frame as Float64Array];
    const places = [0, 1, 2].every((k) => pos[k] === placeOf(views, i, k) && normal[k] === frameOf(views, i, 0, k));
    const geoms = one.geom1 === firstGeom(views, i) && one.geom2 === secondGeom(views, i);
    const isSameActive = one.efc_address >= 0 === isActive(views, i);
    one.delete();
    return places && geoms && isSameActive;
  });
  contacts.delete();
  physics.close();
  if (!isSame.every(Boolean))
    throw new MujocoFault("layout", "This MuJoCo keeps contacts differently in memory.", "Use @mujoco/mujoco 3.14.0.");
};
