import { element, numbers } from "../../body/mjcf-part.ts";
import type { Colour } from "../../body/shapes.ts";
import type { Vector3 } from "../../contract/features.ts";

type Attributes = Readonly<Record<string, string | number>>;

/** Only touched, never seen: cameras look through it. */
export const unseen: Colour = [0, 0, 0, 0];

/** Only seen: nothing touches it. */
export const untouched = { contype: 0, conaffinity: 0 } as const;

/**
 * What touches what, as bits: everything touches everything; a person does not touch itself; small inner walls hold only
 * what is inside them; the hull of a cup is touched by everything but contents.
 */
export const touching = {
  person: { contype: 2, conaffinity: 1 },
  inside: { contype: 4, conaffinity: 4 },
  contents: { contype: 5, conaffinity: 4 },
  hull: { contype: 17, conaffinity: 16 },
} as const;

export const boxGeom = (at: Vector3, half: Vector3, colour: Colour, more: Attributes = {}): string =>
  element("geom", { type: "box", pos: numbers(at), size: numbers(half), rgba: numbers(colour), ...more });

export const ballGeom = (at: Vector3, radius: number, colour: Colour, more: Attributes = {}): string =>
  element("geom", { type: "sphere", pos: numbers(at), size: radius, rgba: numbers(colour), ...more });

export const rodGeom = (
  form: "capsule" | "cylinder",
  from: Vector3,
  to: Vector3,
  radius: number,
  colour: Colour,
  more: Attributes = {},
): string =>
  element("geom", {
    type: form,
    fromto: numbers([...from, ...to]),
    size: radius,
    rgba: numbers(colour),
    ...more,
  });

/** A body that stands in the world, turned about the vertical by `yaw`, rad. */
export const bodyAt = (name: string, at: Vector3, inside: readonly string[], yaw = 0): string =>
  element("body", { name, pos: numbers(at), ...(yaw === 0 ? {} : { euler: numbers([0, 0, yaw]) }) }, inside);

/** A free body: it can be taken away. A little drag lets it come to rest. */
export const freeBody = (name: string, at: Vector3, inside: readonly string[], yaw = 0, drag = 0.001): string =>
  bodyAt(name, at, [element("joint", { name, type: "free", damping: drag }), ...inside], yaw);

/** Places on a circle, from angle 0 on. */
export const around = (count: number, radius: number): readonly { readonly angle: number; readonly at: Vector3 }[] =>
  Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count;
    return { angle, at: [radius * Math.cos(angle), radius * Math.sin(angle), 0] };
  });

/** An upright ring of flat walls, which holds what is inside: `radius` to their inner faces. */
export const ringOfWalls = (
  walls: number,
  { radius, thickness, from, to }: { radius: number; thickness: number; from: number; to: number },
  colour: Colour,
  more: Attributes,
): readonly string[] =>
  around(walls, radius + thickness / 2).map(({ angle, at }) =>
    boxGeom(
      [at[0], at[1], (from + to) / 2],
      [thickness / 2, (radius + thickness) * Math.tan(Math.PI / walls), (to - from) / 2],
      colour,
      { euler: numbers([0, 0, angle]), ...more },
    ),
  );
