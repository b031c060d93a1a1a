import type { Frame, RobotFeatures } from "@sakiyomi/robot";
import { Group, Mesh, MeshBasicMaterial } from "three";
import { linkPoses } from "./stage-shapes.ts";

/** Violet is what lies ahead, here as on the whole page. */
const ahead = "#8f78ee";
/** A link that is nearer than this to where it is to be is not drawn twice, m. */
const leastDistance = 0.004;
/** rad */
const leastTurn = 0.03;

export interface Ghost {
  readonly group: Group;
  put(frame: Frame): void;
}

/** The posture that is predicted, else commanded, as a shadow of the robot where it differs from what is seen. */
export const ghostOf = (
  features: RobotFeatures,
  names: readonly string[],
  bodies: ReadonlyMap<number, Group>,
): Ghost => {
  const material = new MeshBasicMaterial({ color: ahead, transparent: true, opacity: 0.38, depthWrite: false });
  const group = new Group();
  const links = features.links.map(({ name }) => {
    const own = bodies.get(names.indexOf(name));
    const copy = new Group();
    for (const mesh of own?.children ?? []) if (mesh instanceof Mesh) copy.add(new Mesh(mesh.geometry, material));
    copy.visible = false;
    group.add(copy);
    return { own, copy };
  });
  const place = (copy: Group, poses: Float32Array, o: number): void => {
    copy.position.set(poses[o] ?? 0, poses[o + 1] ?? 0, poses[o + 2] ?? 0);
    copy.quaternion.set(poses[o + 4] ?? 0, poses[o + 5] ?? 0, poses[o + 6] ?? 0, poses[o + 3] ?? 1);
  };
  return {
    group,
    put: ({ predicted, commanded, base }) => {
      const posture = predicted ?? commanded;
      const poses = posture ? linkPoses(features, posture, base) : null;
      for (const [i, { own, copy }] of links.entries()) {
        if (poses) place(copy, poses, 7 * i);
        copy.visible = poses !== null && own !== undefined && isApart(copy, own);
      }
    },
  };
};

const isApart = (one: Group, other: Group): boolean =>
  one.position.distanceTo(other.position) > leastDistance || one.quaternion.angleTo(other.quaternion) > leastTurn;
