import type { Vector3 } from "../contract/features.ts";
import { bodyLinks } from "./care-robot.ts";
import { inertiaOf } from "./inertia.ts";
import type { BodyLink } from "./link.ts";
import { element, numbers } from "./mjcf-part.ts";
import type { BodyShape } from "./shapes.ts";

const origin = (at: Vector3, turn: Vector3 = [0, 0, 0]): string =>
  element("origin", { xyz: numbers(at), rpy: numbers(turn) });

interface Placed {
  readonly origin: string;
  readonly form: string;
}

const sphere = (at: Vector3, radius: number): Placed => ({ origin: origin(at), form: element("sphere", { radius }) });

/** URDF's cylinder lies along z. */
const rod = (from: Vector3, to: Vector3, radius: number): Placed => {
  const [x, y, z] = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
  const middle: Vector3 = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2, (from[2] + to[2]) / 2];
  return {
    origin: origin(middle, [0, Math.atan2(Math.hypot(x, y), z), Math.atan2(y, x)]),
    form: element("cylinder", { radius, length: Math.hypot(x, y, z) }),
  };
};

/** URDF has no capsule: it is a cylinder with a ball at each end. */
const placed = (shape: BodyShape): readonly Placed[] => {
  if (shape.form === "ball") return [sphere(shape.at, shape.radius)];
  if (shape.form === "box")
    return [{ origin: origin(shape.at), form: element("box", { size: numbers(shape.half.map((half) => 2 * half)) }) }];
  const { from, to, radius } = shape;
  const middle = rod(from, to, radius);
  return shape.form === "capsule" ? [middle, sphere(from, radius), sphere(to, radius)] : [middle];
};

const materialOf = ({ colour }: BodyShape): string => {
  const rgba = numbers(colour);
  return element("material", { name: `colour ${rgba}` }, [element("color", { rgba })]);
};

const shapeElements = (shape: BodyShape): readonly string[] =>
  placed(shape).flatMap((part) => {
    const geometry = element("geometry", {}, [part.form]);
    const visual = element("visual", {}, [part.origin, geometry, materialOf(shape)]);
    return shape.isTouched ? [visual, element("collision", {}, [part.origin, geometry])] : [visual];
  });

const inertial = ({ shapes }: BodyLink): readonly string[] => {
  const inertia = inertiaOf(shapes);
  if (!inertia) return [];
  const [ixx = 0, ixy = 0, ixz = 0, , iyy = 0, iyz = 0, , , izz = 0] = inertia.tensor;
  return [
    element("inertial", {}, [
      origin(inertia.at),
      element("mass", { value: inertia.mass }),
      element("inertia", { ixx, ixy, ixz, iyy, iyz, izz }),
    ]),
  ];
};

const linkElement = (link: BodyLink): string =>
  element("link", { name: link.name }, [...inertial(link), ...link.shapes.flatMap(shapeElements)]);

const jointElement = ({ name, parent, offset, joint }: BodyLink): readonly string[] => {
  if (parent === null) return [];
  const ends = [element("parent", { link: parent }), element("child", { link: name }), origin(offset)];
  if (!joint) return [element("joint", { name: `${name}/fixed`, type: "fixed" }, ends)];
  return [
    element("joint", { name: joint.name, type: "revolute" }, [
      ...ends,
      element("axis", { xyz: numbers(joint.axis) }),
      element("limit", { lower: joint.lowest, upper: joint.highest, effort: joint.torque, velocity: joint.speed }),
      element("dynamics", { damping: joint.damping }),
    ]),
  ];
};

/**
 * The robot as URDF (https://wiki.ros.org/urdf/XML), for /robot_description: links and joints called as in `careRobot`.
 * Its root is the link "base", which the transform tree places in the world.
 */
export const robotUrdf = (): string =>
  `<?xml version="1.0"?>\n${element("robot", { name: "care_robot" }, [
    ...bodyLinks.map(linkElement),
    ...bodyLinks.flatMap(jointElement),
  ])}\n`;
