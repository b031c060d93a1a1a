/** Where to look from, to the point in front of the robot's chest; m, in the world's frame, where the robot begins at 0. */
export const views = {
  side: [1.75, -2.45, 1.7],
  front: [2.7, 0, 1.5],
  behind: [-1.9, 0.9, 1.8],
  above: [0.31, 0, 3.6],
} as const;
export type View = keyof typeof views;

export const lookAt = [0.3, 0.1, 0.74] as const;
/** Angle of view from bottom to top, degrees. */
export const viewAngle = 38;
