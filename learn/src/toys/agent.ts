import { type Random, random } from "../random.ts";
import { floats, type Tensor } from "../tensor.ts";

export interface AgentSettings {
  readonly sequences: number;
  readonly steps: number;
  readonly seed: number;
}

/** x, y, the velocity in x and in y (field units a second, 10 steps a second), and a sense of being at the goal. */
export const agentDimensions = 5;

/** Field, obstacle and goals, in field units: the field is −1 … 1 in x and y. */
const field = {
  startY: -0.9,
  startSpread: 0.05,
  obstacle: { x: 0, y: -0.1, radius: 0.35 },
  goalY: 0.9,
  goals: [-0.7, 0, 0.7],
  goalSpread: 0.08,
  /** Within it the agent has arrived; the sense of the goal rises over this distance. */
  goalRadius: 0.15,
  speed: 0.06,
  /** Of the commanded velocity from step to step. */
  inertia: 0.6,
  velocityNoise: 0.006,
} as const;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Numbers from −1.25 to 1.25 become 0 … 1, all five alike, as in T-GLean. */
const reach = 1.25;
const stepsASecond = 10;

/**
 * An agent in a field: from near the bottom, left or right around an obstacle, to one of three goals at the top, where it
 * stays. Sequences of one length, [steps, sequences, 5], normalised to 0 … 1: the shape of T-GLean's two-dimensional agent
 * (25 sequences of 70 steps of 5 numbers), with paths of our own. The same seed gives the same paths.
 */
export const agentSequences = ({ sequences, steps, seed }: AgentSettings): Tensor<"float32"> => {
  const draw = random(seed);
  const data = new Float32Array(steps * sequences * agentDimensions);
  for (let s = 0; s < sequences; s += 1)
    for (const [t, row] of path(steps, s, draw).entries()) data.set(row, (t * sequences + s) * agentDimensions);
  return floats(data, [steps, sequences, agentDimensions]);
};

const path = (steps: number, number: number, draw: Random): readonly (readonly number[])[] => {
  const { goals, goalY, goalSpread, startSpread, startY, inertia, velocityNoise } = field;
  const goal = { x: (goals[number % goals.length] as number) + draw.normal() * goalSpread, y: goalY };
  const side = Math.floor(number / goals.length) % 2 === 0 ? -1 : 1;
  let at: Point = { x: draw.normal() * startSpread, y: startY + draw.normal() * startSpread };
  let velocity: Point = { x: 0, y: 0 };
  return Array.from({ length: steps }, () => {
    const wanted = towards(at, viaOf(at, side, goal));
    velocity = {
      x: inertia * velocity.x + (1 - inertia) * wanted.x + draw.normal() * velocityNoise,
      y: inertia * velocity.y + (1 - inertia) * wanted.y + draw.normal() * velocityNoise,
    };
    const row = observed(at, velocity, goal);
    at = { x: at.x + velocity.x, y: at.y + velocity.y };
    return row;
  });
};

/** Beside the obstacle as long as it is ahead, then the goal. */
const viaOf = ({ y }: Point, side: number, goal: Point): Point => {
  const { obstacle } = field;
  return y < obstacle.y ? { x: obstacle.x + side * (obstacle.radius + 0.2), y: obstacle.y + 0.1 } : goal;
};

/** The velocity that is wanted: full speed, less when it is near. */
const towards = (from: Point, to: Point): Point => {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const distance = Math.hypot(dx, dy);
  const speed = Math.min(field.speed, 0.4 * distance);
  return distance === 0 ? { x: 0, y: 0 } : { x: (dx / distance) * speed, y: (dy / distance) * speed };
};

const normalised = (value: number): number => Math.min(1, Math.max(0, (value + reach) / (2 * reach)));

const observed = (at: Point, velocity: Point, goal: Point): readonly number[] => {
  const distance = Math.hypot(goal.x - at.x, goal.y - at.y);
  const sense = Math.exp(-((distance / field.goalRadius) ** 2));
  return [at.x, at.y, velocity.x * stepsASecond, velocity.y * stepsASecond, sense].map(normalised);
};
