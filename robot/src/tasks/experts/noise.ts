import type { Random } from "@sakiyomi/learn";
import type { Vector3 } from "../../contract/features.ts";
import type { Pose } from "../../contract/robot.ts";
import { turnFromVector, turnTimes } from "../../kinematics/index.ts";
import { plus, scaled } from "../../kinematics/rotation.ts";
import type { Way } from "./phase.ts";

/** How much one demonstration differs from the next; standard deviations. */
export interface Noise {
  /** Of a way's end, m and rad. */
  readonly place: number;
  readonly turn: number;
  /** Of the speed: up to this share slower or faster. */
  readonly pace: number;
}

export const noNoise: Noise = { place: 0, turn: 0, pace: 0 };

const drawn = ({ normal }: Random): Vector3 => [normal(), normal(), normal()];

const moved = ({ at, turn }: Pose, noise: Noise, draws: Random): Pose => ({
  at: plus(at, scaled(drawn(draws), noise.place)),
  turn: turnTimes(turnFromVector(scaled(drawn(draws), noise.turn)), turn),
});

/** A way that ends a little beside where it was to end; a path that is told stays as it is. */
export const jittered = (way: Way, noise: Noise, draws: Random): Way =>
  way.by === "path" || way.by === "follow" ? way : { ...way, to: moved(way.to, noise, draws) };
