import type { Command, Observation } from "@sakiyomi/robot";
import { posesOf, type RobotFeatures, type Vector3 } from "@sakiyomi/robot";
import type { MujocoSimulation, SimulationOptions } from "../index.ts";
import { openSimulation } from "../index.ts";

/** Opened, used, and closed whatever happens. */
export const withSimulation = async (
  options: Partial<SimulationOptions> & Pick<SimulationOptions, "world">,
  use: (simulation: MujocoSimulation) => Promise<void>,
): Promise<void> => {
  const simulation = await openSimulation({ seed: 1, pictures: null, ...options });
  await simulation.open();
  try {
    await use(simulation);
  } finally {
    await simulation.close();
  }
};

/** Commands at 100 Hz that last for 30 ms, and the observation after each. */
export const drive = async (
  simulation: MujocoSimulation,
  seconds: number,
  tell: (turn: number, seen: Observation) => Partial<Command>,
): Promise<readonly Observation[]> => {
  const all: Observation[] = [];
  let seen = await simulation.observe();
  const { position } = seen.joints;
  for (let turn = 0; turn < Math.round(seconds * 100); turn++) {
    const at = simulation.now();
    await simulation.act({ at, expires: at + 0.03, position, ...tell(turn, seen) });
    await simulation.advance(0.01);
    seen = await simulation.observe();
    all.push(seen);
  }
  return all;
};

export const jointNamed = ({ joints }: RobotFeatures, name: string): number =>
  joints.findIndex((joint) => joint.name === name);
export const linkNamed = ({ links }: RobotFeatures, name: string): number =>
  links.findIndex((link) => link.name === name);

/** Where a link is in the frame of the base, m. */
export const placeOf = (features: RobotFeatures, { joints }: Observation, link: number): Vector3 =>
  posesOf(features, joints.position)[link]?.at ?? [0, 0, 0];

export const fastest = (values: ArrayLike<number>): number => Math.max(...Array.from(values, Math.abs));

export const distance = (a: Vector3, b: Vector3): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
