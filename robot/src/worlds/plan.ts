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
export interface FloorPlan extends Rectangle {
  readonly rooms: readonly Room[];
  /** What nobody can pass: walls and heavy furniture. */
  readonly solid: readonly Rectangle[];
  readonly goals: readonly GoalPlace[];
}

/** A floor in squares, row by row from its lowest corner, along x first. */
export interface Occupancy {
  readonly origin: readonly [x: number, y: number];
  /** Side of a square, m. */
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
  /** 1: something solid is in the square; 0: it is free. */
  readonly cells: Uint8Array;
}

const clamp = (x: number, most: number): number => Math.min(Math.max(x, 0), most);

/** The plan as squares. Whatever lies in a square, however little, fills it, after `grown` (m) was added all around. */
export const occupancyOf = (plan: FloorPlan, cell: number, grown = 0): Occupancy => {
  const [columns = 0, rows = 0] = [0, 1].map((k) => Math.ceil(((plan.highest[k] ?? 0) - (plan.lowest[k] ?? 0)) / cell));
  const cells = new Uint8Array(columns * rows);
  for (const { lowest, highest } of plan.solid) {
    const from = [0, 1].map((k) => Math.floor(((lowest[k] ?? 0) - grown - (plan.lowest[k] ?? 0)) / cell));
    const to = [0, 1].map((k) => Math.ceil(((highest[k] ?? 0) + grown - (plan.lowest[k] ?? 0)) / cell));
    for (let row = clamp(from[1] ?? 0, rows); row < clamp(to[1] ?? 0, rows); row++)
      cells.fill(1, row * columns + clamp(from[0] ?? 0, columns), row * columns + clamp(to[0] ?? 0, columns));
  }
  return { origin: plan.lowest, cell, columns, rows, cells };
};

/** Is this place on the floor and free? */
export const isFree = ({ origin, cell, columns, rows, cells }: Occupancy, x: number, y: number): boolean => {
  const [column, row] = [Math.floor((x - origin[0]) / cell), Math.floor((y - origin[1]) / cell)];
  return column >= 0 && column < columns && row >= 0 && row < rows && cells[row * columns + column] === 0;
};
