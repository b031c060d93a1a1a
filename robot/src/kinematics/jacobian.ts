import type { Room, Tree } from "./tree.ts";

/**
 * What the speeds of the joints do to a point of a link: a row each for its speed x y z, m/s, and its turning x y z,
 * rad/s, in the robot's own frame; a column for each joint. Written into `rows`, which has `columns` numbers a row,
 * beginning at row `first`.
 */
export const jacobianOf = (
  tree: Tree,
  { at, turn }: Room,
  link: number,
  rows: Float64Array,
  columns: number,
  first = 0,
): void => {
  rows.fill(0, first * columns, (first + 6) * columns);
  const [px, py, pz] = [at[3 * link] as number, at[3 * link + 1] as number, at[3 * link + 2] as number];
  const axis = new Float64Array(3);
  for (let from = link; from >= 0; from = tree.parent[from] as number) {
    const joint = tree.joint[from] as number;
    if (joint < 0) continue;
    axisOf(tree, turn, from, axis);
    const [x, y, z] = [axis[0] as number, axis[1] as number, axis[2] as number];
    const rx = px - (at[3 * from] as number);
    const ry = py - (at[3 * from + 1] as number);
    const rz = pz - (at[3 * from + 2] as number);
    const column =
      tree.slides[from] === 1 ? [x, y, z, 0, 0, 0] : [y * rz - z * ry, z * rx - x * rz, x * ry - y * rx, x, y, z];
    for (let row = 0; row < 6; row += 1) {
      const i = (first + row) * columns + joint;
      rows[i] = (rows[i] as number) + (column[row] as number);
    }
  }
};

/** A joint's axis does not turn with it: the link's own turning may be taken as it is. */
const axisOf = ({ axis }: Tree, turn: Float64Array, link: number, out: Float64Array): void => {
  const [x, y, z] = [axis[3 * link] as number, axis[3 * link + 1] as number, axis[3 * link + 2] as number];
  const w = turn[4 * link] as number;
  const [i, j, k] = [turn[4 * link + 1] as number, turn[4 * link + 2] as number, turn[4 * link + 3] as number];
  const [a, b, c] = [j * z - k * y + w * x, k * x - i * z + w * y, i * y - j * x + w * z];
  out[0] = x + 2 * (j * c - k * b);
  out[1] = y + 2 * (k * a - i * c);
  out[2] = z + 2 * (i * b - j * a);
};
