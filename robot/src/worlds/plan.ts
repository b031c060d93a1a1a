/** A part of a floor, m, in the world's frame. */
export interface Rectangle {
  readonly lowest: readonly [x: number, y: number];
  readonly highest: readonly [x: number, y: number];
}

export interface Room extends Rectangle {
  /** "room 2" */
  readonly name: string;
}

/** Where to go: a name, and where the base stands and faces then, m and rad. */
export interface GoalPlace {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly yaw: number;
}

/** A floor from above. */
export interface FloorPlan {
  readonly rooms: readonly Room[];
  /** What nobody can pass: walls and heavy furniture. */
  readonly solid: readonly Rectangle[];
  readonly goals: readonly GoalPlace[];
}
