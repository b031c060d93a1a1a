import type { Row } from "./columns.ts";

/** A grown tree as plain lists, one entry a node; node 0 is the root. */
export interface Tree {
  /** -1 at a leaf. */
  readonly feature: readonly number[];
  /** Left what is not above it. */
  readonly cut: readonly number[];
  /** 1 where a missing value goes left. */
  readonly missingLeft: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** Numbers of each node, `width` apiece; those of a leaf are the tree's answer. */
  readonly value: readonly number[];
  readonly width: number;
}

export const leafOf = (tree: Tree, row: Row): number => {
  let node = 0;
  for (;;) {
    const feature = tree.feature[node] as number;
    if (feature < 0) return node;
    const value = row[feature] as number;
    const goesLeft = Number.isNaN(value) ? tree.missingLeft[node] === 1 : value <= (tree.cut[node] as number);
    node = (goesLeft ? tree.left[node] : tree.right[node]) as number;
  }
};

/** Adds the tree's answer for `row`, times `by`, into `into`. */
export const addAnswer = (tree: Tree, row: Row, into: Float64Array, by = 1, first = 0): void => {
  const leaf = leafOf(tree, row);
  for (let k = 0; k < tree.width; k += 1)
    into[first + k] = (into[first + k] as number) + by * (tree.value[leaf * tree.width + k] as number);
};
