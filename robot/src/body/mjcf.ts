import { bodyLinks } from "./care-robot.ts";
import type { BodyJoint, BodyLink, BodyPlace } from "./link.ts";
import { element, type MjcfPart, numbers } from "./mjcf-part.ts";
import { type BodyShape, surfaces } from "./shapes.ts";

/** Joints and motors of the base: place and turn in the world's frame, m, m, rad; forces along the world's axes, N, N, N·m. */
export const baseJoints = ["base/x", "base/y", "base/yaw"] as const;

/** Force and torque with which the base drives, N, N, N·m. Chosen: a quarter of the robot's weight. */
const baseForce = [250, 250, 120] as const;

/** How the wheels resist, N·s/m, N·s/m, N·m·s/rad; and the inertia of their motors, kg, kg, kg·m². */
const baseDamping = [80, 80, 20] as const;
const baseArmature = [5, 5, 1] as const;

/**
 * Links between which there is one that is too small to keep them apart: they overlap at their joint. Parents and children
 * do not touch each other in MuJoCo anyway.
 */
const overlapping: readonly (readonly [string, string])[] = [
  ["torso/link_1", "torso/link_3"],
  ["torso/link_3", "head/link_3"],
  ...["left", "right"].flatMap((side): readonly (readonly [string, string])[] => [
    ["torso/link_3", `${side}_arm/link_3`],
    [`${side}_arm/link_4`, `${side}_hand/palm`],
    [`${side}_hand/palm`, `${side}_hand/thumb_2`],
    [`${side}_hand/index`, `${side}_hand/middle`],
    [`${side}_hand/middle`, `${side}_hand/ring`],
    [`${side}_hand/index`, `${side}_hand/ring`],
  ]),
];

const formAttributes = (shape: BodyShape): Readonly<Record<string, string | number>> => {
  if (shape.form === "box") return { type: "box", pos: numbers(shape.at), size: numbers(shape.half) };
  if (shape.form === "ball") return { type: "sphere", pos: numbers(shape.at), size: shape.radius };
  return { type: shape.form, fromto: numbers([...shape.from, ...shape.to]), size: shape.radius };
};

const geom = (link: string, shape: BodyShape, index: number): string =>
  element("geom", {
    name: `${link}/${index}`,
    ...formAttributes(shape),
    mass: shape.mass,
    rgba: numbers(shape.colour),
    ...(shape.isTouched ? { class: shape.surface } : { class: "untouched" }),
  });

const jointElement = ({ name, axis, lowest, highest, damping, armature }: BodyJoint): string =>
  element("joint", { name, type: "hinge", axis: numbers(axis), range: numbers([lowest, highest]), damping, armature });

const touchSite = (link: BodyLink, { name, at, radius }: BodyPlace): string =>
  element("site", { name: touchName(link, name), pos: numbers(at), size: radius, rgba: "0 0 0 0" });

const handOf = (link: BodyLink): string => link.name.slice(0, link.name.indexOf("/"));
const touchName = (link: BodyLink, name: string): string => `${handOf(link)}/touch/${name}`;

const places = (link: BodyLink): readonly string[] => [
  ...link.touch.map((place) => touchSite(link, place)),
  ...(link.isTool ? [element("site", { name: forceName(link), size: 0.01, rgba: "0 0 0 0" })] : []),
  ...link.cameras.map(({ name, at, view }) =>
    element("camera", {
      name,
      pos: numbers(at),
      xyaxes: "0 -1 0 0 0 1",
      fovy: numbers([(view * 180) / Math.PI]),
    }),
  ),
];

const forceName = (link: BodyLink): string => handOf(link).replace("_hand", "_wrist");

const joints = (link: BodyLink): readonly string[] => {
  if (link.parent !== null) return link.joint ? [jointElement(link.joint)] : [];
  return baseJoints.map((name, i) =>
    element("joint", {
      name,
      type: i < 2 ? "slide" : "hinge",
      axis: numbers([0, 1, 2].map((k) => (k === i ? 1 : 0))),
      damping: baseDamping[i] ?? 0,
      armature: baseArmature[i] ?? 0,
    }),
  );
};

const bodyElement = (link: BodyLink): string => {
  const inside = [
    ...joints(link),
    ...link.shapes.map((shape, i) => geom(link.name, shape, i)),
    ...places(link),
    ...bodyLinks.filter(({ parent }) => parent === link.name).map(bodyElement),
  ];
  return element("body", { name: link.name, pos: numbers(link.offset) }, inside);
};

const defaults = Object.entries(surfaces)
  .map(([name, { friction, dimensions, restoring, hardness, rank }]) =>
    element("default", { class: name }, [
      element("geom", {
        friction: numbers(friction),
        condim: dimensions,
        solref: numbers(restoring),
        solimp: numbers(hardness),
        priority: rank,
      }),
    ]),
  )
  .concat(element("default", { class: "untouched" }, [element("geom", { contype: 0, conaffinity: 0 })]));

const motor = (name: string, force: number): string =>
  element("motor", { name, joint: name, ctrlrange: numbers([-force, force]) });

const sensors = bodyLinks.flatMap((link) => [
  ...link.touch.map(({ name }) => element("touch", { name: touchName(link, name), site: touchName(link, name) })),
  ...(link.isTool
    ? [
        element("force", { name: `${forceName(link)}/force`, site: forceName(link) }),
        element("torque", { name: `${forceName(link)}/torque`, site: forceName(link) }),
      ]
    : []),
]);

/**
 * The robot as a part of a world.
 *
 * Bodies are called as the links of `careRobot` ("left_hand/palm"), joints and motors as its joints ("left_arm/joint_1")
 * and "base/x", "base/y", "base/yaw"; cameras "head/left" and "head/right"; sensors "left_wrist/force", "left_wrist/torque"
 * (what the palm and the fingers are pulled with by the wrist: their weight is in it), "left_hand/touch/palm" … "ring".
 * Geoms are called after their body with a number: "left_hand/palm/0". A motor's control is its torque, N·m, and nothing
 * else: without a controller the robot sinks. Motors stand in the order of `careRobot.joints`, then the base's three;
 * MuJoCo's own order of qpos is that of the tree, so joints are to be looked up by name. The base begins at 0, 0, 0.
 */
export const robotPart: MjcfPart = {
  defaults,
  bodies: bodyLinks.filter(({ parent }) => parent === null).map(bodyElement),
  exclude: overlapping,
  actuators: [
    ...bodyLinks.flatMap(({ joint }) => (joint ? [motor(joint.name, joint.torque)] : [])),
    ...baseJoints.map((name, i) => motor(name, baseForce[i] ?? 0)),
  ],
  sensors,
};
