import { element, type MjcfPart, numbers } from "../../body/mjcf-part.ts";
import type { Vector3 } from "../../contract/features.ts";
import type { Region } from "../../guard/regions.ts";
import { type Flesh, type Segment, segments } from "./person-shape.ts";
import { ballGeom, rodGeom, touching } from "./solid.ts";

/** How a segment is turned in its parent's frame: about `axis` by `angle`, rad. What is left out is straight. */
export type Posture = Readonly<Record<string, { readonly axis: Vector3; readonly angle: number }>>;

export interface Person {
  /** Where the pelvis is and how it is turned, in the world's frame: w, x, y, z. */
  readonly at: Vector3;
  readonly turn: readonly [number, number, number, number];
  readonly posture: Posture;
  /** Factor on all weights. */
  readonly weight: number;
  /** Factor on the muscles. */
  readonly strength: number;
  readonly friction: number;
}

export interface PersonPart {
  readonly part: MjcfPart;
  /** Body region by the name of a geom. */
  readonly regions: Readonly<Record<string, Region>>;
  /** Names of the bodies: "person/chest". */
  readonly bodies: readonly string[];
}

/** Flesh gives way by centimetres, and damps. Chosen; not measured. */
const soft = { solref: "0.04 1", solimp: "0.4 0.9 0.015", priority: 1 } as const;

const nameOf = ({ name }: Segment): string => `person/${name}`;
const geomName = (segment: Segment, index: number): string => `${nameOf(segment)}/${index}`;

const geomOf = (segment: Segment, { from, to, radius, mass }: Flesh, index: number, person: Person): string => {
  const more = {
    name: geomName(segment, index),
    mass: mass * person.weight,
    friction: numbers([person.friction, 0.005, 0.0001]),
    ...soft,
    ...touching.person,
  };
  return to ? rodGeom("capsule", from, to, radius, segment.colour, more) : ballGeom(from, radius, segment.colour, more);
};

/** Bends are told from the straight body; MuJoCo counts them from the posture. */
const jointOf = (segment: Segment, { posture, strength }: Person): string => {
  if (!segment.joint) return element("joint", { name: nameOf(segment), type: "free", damping: 0.5 });
  const muscle = { stiffness: segment.muscle.stiffness * strength, damping: segment.muscle.damping, armature: 0.01 };
  const common = { name: nameOf(segment), ...muscle };
  const { form, range } = segment.joint;
  if (form === "ball" || !range) return element("joint", { ...common, type: "ball" });
  const now = posture[segment.name]?.angle ?? 0;
  const from = Math.min(range[0] - now, 0);
  const to = Math.max(range[1] - now, 0);
  return element("joint", { ...common, type: "hinge", axis: "0 1 0", range: numbers([from, to]) });
};

const turnOf = (segment: Segment, { posture, turn }: Person): Readonly<Record<string, string>> => {
  if (segment.parent === null) return { quat: numbers(turn) };
  const told = posture[segment.name];
  return told ? { axisangle: numbers([...told.axis, told.angle]) } : {};
};

const bodyOf = (segment: Segment, person: Person): string =>
  element(
    "body",
    {
      name: nameOf(segment),
      pos: numbers(segment.parent === null ? person.at : segment.offset),
      ...turnOf(segment, person),
    },
    [
      jointOf(segment, person),
      ...segment.flesh.map((flesh, i) => geomOf(segment, flesh, i, person)),
      ...segments.filter(({ parent }) => parent === segment.name).map((child) => bodyOf(child, person)),
    ],
  );

/** A person who lies or sits freely, held up by what is under them, with weak muscles that keep the posture. */
export const personPart = (person: Person): PersonPart => ({
  part: { bodies: segments.filter(({ parent }) => parent === null).map((root) => bodyOf(root, person)) },
  regions: Object.fromEntries(
    segments.flatMap((segment) => segment.flesh.map(({ region }, i) => [geomName(segment, i), region])),
  ),
  bodies: segments.map(nameOf),
});

const bend: Vector3 = [0, 1, 0];
const side: Vector3 = [0, 0, 1];

/** On the back, arms a little away from the body. */
export const lying: Posture = {
  left_upper_arm: { axis: side, angle: -0.22 },
  right_upper_arm: { axis: side, angle: 0.22 },
  left_thigh: { axis: side, angle: -0.06 },
  right_thigh: { axis: side, angle: 0.06 },
};

/** How far back the trunk leans in a chair, rad. */
export const recline = 0.2;

/** In a chair, forearms on its rests, feet on its foot rest. */
export const sitting: Posture = {
  chest: { axis: bend, angle: 0.04 },
  head: { axis: bend, angle: 0.15 },
  ...Object.fromEntries(
    ["left", "right"].flatMap((which) => [
      [`${which}_upper_arm`, { axis: bend, angle: 0.1 + recline }],
      [`${which}_forearm`, { axis: bend, angle: 1.35 }],
      [`${which}_thigh`, { axis: bend, angle: Math.PI / 2 - recline }],
      [`${which}_shin`, { axis: bend, angle: -1.4 }],
    ]),
  ),
};
