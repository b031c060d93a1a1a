import type { Colour } from "../../body/shapes.ts";
import type { Vector3 } from "../../contract/features.ts";
import type { Region } from "../../guard/regions.ts";

/** A piece of the surface of a segment, in the segment's frame, m and kg. */
export interface Flesh {
  readonly region: Region;
  readonly from: Vector3;
  /** Left out: a ball. */
  readonly to?: Vector3;
  readonly radius: number;
  readonly mass: number;
}

/** N·m/rad and N·m·s/rad with which weak muscles hold a posture. */
export interface Muscle {
  readonly stiffness: number;
  readonly damping: number;
}

export interface Segment {
  /** "left_forearm" */
  readonly name: string;
  readonly parent: string | null;
  /** Where its joint is, in the parent's frame, m. */
  readonly offset: Vector3;
  /** "ball": three ways; "bend": about y, from `range`, rad, seen from the straight body. null: it lies free in the world. */
  readonly joint: { readonly form: "ball" | "bend"; readonly range?: readonly [number, number] } | null;
  readonly muscle: Muscle;
  readonly flesh: readonly Flesh[];
  readonly colour: Colour;
}

const skin: Colour = [0.87, 0.72, 0.62, 1];
const gown: Colour = [0.62, 0.74, 0.85, 1];
const trousers: Colour = [0.45, 0.5, 0.62, 1];

const trunk: readonly Segment[] = [
  {
    name: "pelvis",
    parent: null,
    offset: [0, 0, 0],
    joint: null,
    muscle: { stiffness: 0, damping: 0 },
    colour: gown,
    flesh: [
      { region: "pelvis", from: [0, -0.07, 0], to: [0, 0.07, 0], radius: 0.105, mass: 9 },
      { region: "abdomen", from: [0.1, -0.05, 0.015], to: [0.1, 0.05, 0.015], radius: 0.1, mass: 6 },
    ],
  },
  {
    name: "chest",
    parent: "pelvis",
    offset: [0.14, 0, 0],
    joint: { form: "bend", range: [-1.2, 0.4] },
    muscle: { stiffness: 60, damping: 15 },
    colour: gown,
    flesh: [
      { region: "back", from: [0.13, -0.08, -0.03], to: [0.13, 0.08, -0.03], radius: 0.085, mass: 7 },
      { region: "chest", from: [0.15, -0.07, 0.03], to: [0.15, 0.07, 0.03], radius: 0.1, mass: 11 },
      { region: "shoulder", from: [0.26, -0.15, -0.03], to: [0.26, 0.15, -0.03], radius: 0.06, mass: 3 },
    ],
  },
  {
    name: "head",
    parent: "chest",
    offset: [0.33, 0, -0.01],
    joint: { form: "ball" },
    muscle: { stiffness: 12, damping: 2 },
    colour: skin,
    flesh: [
      { region: "neck", from: [0, 0, 0], to: [0.06, 0, 0], radius: 0.052, mass: 0.8 },
      { region: "skull", from: [0.14, 0, -0.005], radius: 0.09, mass: 3.7 },
      { region: "face", from: [0.12, 0, 0.04], radius: 0.07, mass: 0.5 },
    ],
  },
];

const limbs = (side: "left" | "right"): readonly Segment[] => {
  const y = side === "left" ? 1 : -1;
  return [
    {
      name: `${side}_upper_arm`,
      parent: "chest",
      offset: [0.25, y * 0.19, -0.045],
      joint: { form: "ball" },
      muscle: { stiffness: 4, damping: 1.2 },
      colour: gown,
      flesh: [{ region: "upper_arm", from: [-0.03, 0, 0], to: [-0.24, 0, 0], radius: 0.044, mass: 1.8 }],
    },
    {
      name: `${side}_forearm`,
      parent: `${side}_upper_arm`,
      offset: [-0.27, 0, 0],
      joint: { form: "bend", range: [-0.05, 2.4] },
      muscle: { stiffness: 2, damping: 0.6 },
      colour: skin,
      flesh: [
        { region: "forearm", from: [-0.02, 0, 0], to: [-0.22, 0, 0], radius: 0.037, mass: 1 },
        { region: "hand", from: [-0.28, 0, 0], to: [-0.34, 0, 0], radius: 0.03, mass: 0.4 },
      ],
    },
    {
      name: `${side}_thigh`,
      parent: "pelvis",
      offset: [-0.05, y * 0.09, -0.03],
      joint: { form: "ball" },
      muscle: { stiffness: 15, damping: 5 },
      colour: trousers,
      flesh: [{ region: "thigh", from: [-0.06, 0, 0], to: [-0.36, 0, 0], radius: 0.07, mass: 6.5 }],
    },
    {
      name: `${side}_shin`,
      parent: `${side}_thigh`,
      offset: [-0.4, 0, 0],
      joint: { form: "bend", range: [-2.2, 0.02] },
      muscle: { stiffness: 6, damping: 2 },
      colour: trousers,
      flesh: [
        { region: "lower_leg", from: [-0.02, 0, 0], to: [-0.37, 0, -0.015], radius: 0.046, mass: 2.6 },
        { region: "lower_leg", from: [-0.38, 0, 0.02], to: [-0.39, 0, 0.14], radius: 0.033, mass: 0.7 },
      ],
    },
  ];
};

/**
 * A person of 1.65 m and 62 kg, parents first: lengths and weights of segments about as in Winter, Biomechanics and Motor
 * Control of Human Movement, table 4.1. All frames of the straight body: x to the head, y to the person's left, z to the front.
 */
export const segments: readonly Segment[] = [...trunk, ...limbs("left"), ...limbs("right")];
