import type { MjcfPart } from "../../body/mjcf-part.ts";
import type { Colour } from "../../body/shapes.ts";
import type { Rectangle } from "../plan.ts";
import { bodyAt, boxGeom } from "./solid.ts";

const half = ({ lowest, highest }: Rectangle, k: 0 | 1): number => (highest[k] - lowest[k]) / 2;
const middle = ({ lowest, highest }: Rectangle, k: 0 | 1): number => (highest[k] + lowest[k]) / 2;

/** Upright blocks over parts of a floor: walls, or furniture that is only to be kept off. */
export const blocks = (name: string, parts: readonly Rectangle[], height: number, colour: Colour): MjcfPart => ({
  bodies: [
    bodyAt(
      name,
      [0, 0, 0],
      parts.map((part) =>
        boxGeom([middle(part, 0), middle(part, 1), height / 2], [half(part, 0), half(part, 1), height / 2], colour),
      ),
    ),
  ],
});
