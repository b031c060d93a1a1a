import type { RobotFeatures } from "@sakiyomi/robot";
import type { Physics } from "./physics.ts";

/** Where the parts of a robot lie in a model's vectors. */
export interface BodyMap {
  readonly features: RobotFeatures;
  /** Of each joint: into qpos, and into qvel and all that is by degree of freedom. */
  readonly q: Int32Array;
  readonly v: Int32Array;
  /** Of x, y and yaw of a base that drives; null: it stands. */
  readonly base: {
    readonly q: Int32Array;
    readonly v: Int32Array;
    /** Largest force of its motors, N, N, N·m; Infinity where there is no motor. */
    readonly motors: Float64Array;
  } | null;
  /** MuJoCo's body of each link. */
  readonly links: Int32Array;
  /** Into the compressed inertia matrix: its diagonal, for each joint. */
  readonly inertia: Int32Array;
}

/** Throws a MujocoFault "name" where the model lacks a joint or a link of the robot. */
export const bodyMap = (physics: Physics, features: RobotFeatures, baseJoints: readonly string[] | null): BodyMap => {
  const joints = features.joints.map(({ name }) => physics.idOf("joint", name));
  const v = addresses(joints, physics.model.jnt_dofadr);
  return {
    features,
    q: addresses(joints, physics.model.jnt_qposadr),
    v,
    base: baseJoints && baseMap(physics, baseJoints),
    links: Int32Array.from(features.links, ({ name }) => physics.idOf("body", name)),
    inertia: v.map((dof) => inertiaIndex(physics, dof, dof)),
  };
};

const baseMap = (physics: Physics, names: readonly string[]): BodyMap["base"] => {
  const joints = names.map((name) => physics.idOf("joint", name));
  return {
    q: addresses(joints, physics.model.jnt_qposadr),
    v: addresses(joints, physics.model.jnt_dofadr),
    motors: Float64Array.from(names, (name) => {
      const motor = physics.find("actuator", name);
      return motor < 0 ? Number.POSITIVE_INFINITY : (physics.model.actuator_ctrlrange[2 * motor + 1] as number);
    }),
  };
};

const addresses = (joints: readonly number[], of: Int32Array): Int32Array =>
  Int32Array.from(joints, (joint) => of[joint] ?? -1);

/** Where the inertia between two degrees of freedom lies in `Views.inertia`; -1: it is always 0. */
export const inertiaIndex = ({ model }: Physics, a: number, b: number): number => {
  const [row, column] = [Math.max(a, b), Math.min(a, b)];
  const from = model.M_rowadr[row] as number;
  const columns = (model.M_colind as Int32Array).subarray(from, from + (model.M_rownnz[row] as number));
  const at = columns.indexOf(column);
  return at < 0 ? -1 : from + at;
};

/** The joints that move this link and no other tool: its arm. Indices into `features.joints`, from the root on. */
export const armOf = ({ joints, links }: RobotFeatures, link: number): readonly number[] => {
  const movers = moversOf(links, link);
  const others = new Set(links.flatMap(({ isTool }, i) => (isTool && i !== link ? moversOf(links, i) : [])));
  return movers.filter((joint) => !others.has(joint) && joint < joints.length);
};

/** All joints between the base and a link, from the base on. */
export const moversOf = (links: RobotFeatures["links"], link: number): readonly number[] => {
  const found: number[] = [];
  for (let at: number | null = link; at !== null; at = links[at]?.parent ?? null) {
    const joint = links[at]?.joint;
    if (joint !== null && joint !== undefined) found.unshift(joint);
  }
  return found;
};
