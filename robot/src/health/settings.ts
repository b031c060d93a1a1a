import type { Seconds } from "../contract/robot.ts";

/** Defaults of this project where no source stands beside them: data sheets of motors and sensors decide. */
export interface HealthSettings {
  /** Seconds between two turns. */
  readonly period: Seconds;
  /** It is watched for so long before it may move: what is broken shows while it stands. */
  readonly before: Seconds;
  /** Share of its speed that a robot keeps which is not quite well. */
  readonly slowTo: number;
  /** A joint may be so far from where it was sent, rad or m. */
  readonly following: number;
  /** A base may drive so much faster or slower than it was told, m/s. */
  readonly driving: number;
  /** Motors, Cel: told from the first, slowed from the second, stopped from the third. */
  readonly warm: number;
  readonly hot: number;
  readonly tooHot: number;
  /** Where a force sensor ends, N and N·m. */
  readonly fullForce: number;
  readonly fullTorque: number;
  /** What a wrist may feel with nothing in the hand: the hand's weight, N. */
  readonly handWeight: number;
  /** A force may change so much while nothing moves, N. */
  readonly drift: number;
  /** Mean brightness below which a picture is black, of 255. */
  readonly black: number;
  /** Share of turns without news that is told, and that slows down. */
  readonly lossTold: number;
  readonly lossSlow: number;
}

export const healthDefaults: HealthSettings = {
  period: 0.01,
  before: 0.1,
  slowTo: 0.5,
  following: 0.35,
  driving: 0.25,
  warm: 60,
  hot: 70,
  tooHot: 80,
  fullForce: 300,
  fullTorque: 30,
  handWeight: 40,
  drift: 8,
  black: 2,
  lossTold: 0.05,
  lossSlow: 0.2,
};
