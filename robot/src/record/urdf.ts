import type { JointFeature, LinkFeature, RobotFeatures, Vector3 } from "../contract/features.ts";

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const quoted = (text: string): string => `"${text.replace(/[&<>"]/g, (letter) => escapes[letter] ?? letter)}"`;
const places = (at: Vector3): string => quoted(at.join(" "));

const ballOf = ({ at, radius }: LinkFeature["balls"][number]): string =>
  `    <visual><origin xyz=${places(at)}/><geometry><sphere radius="${radius}"/></geometry></visual>`;

const linkOf = ({ name, balls }: LinkFeature): string =>
  [`  <link name=${quoted(name)}>`, ...balls.map(ballOf), "  </link>"].join("\n");

const kinds = { turns: "revolute", slides: "prismatic" } as const;

const limitOf = ({ lowest, highest, speed, torque }: JointFeature): string =>
  `    <limit lower="${lowest}" upper="${highest}" velocity="${speed}" effort="${torque}"/>`;

const jointOf = ({ links, joints }: RobotFeatures, link: LinkFeature): string => {
  const joint = link.joint === null ? undefined : joints[link.joint];
  const parent = link.parent === null ? undefined : links[link.parent];
  if (!parent) return "";
  return [
    `  <joint name=${quoted(joint?.name ?? `${link.name}/fixed`)} type="${joint ? kinds[link.motion] : "fixed"}">`,
    `    <parent link=${quoted(parent.name)}/><child link=${quoted(link.name)}/>`,
    `    <origin xyz=${places(link.offset)}/>`,
    ...(joint ? [`    <axis xyz=${places(link.axis)}/>`, limitOf(joint)] : []),
    "  </joint>",
  ].join("\n");
};

/** A description from the features alone, each link drawn as its balls: for robots that bring no URDF of their own. */
export const urdfOf = (features: RobotFeatures): string =>
  [
    '<?xml version="1.0"?>',
    `<robot name=${quoted(features.name)}>`,
    ...features.links.map(linkOf),
    ...features.links.map((link) => jointOf(features, link)).filter(Boolean),
    "</robot>",
    "",
  ].join("\n");
