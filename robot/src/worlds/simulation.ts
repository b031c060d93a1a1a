import type { Vector3 } from "../contract/features.ts";
import type { Pose, Quaternion, Robot, Seconds } from "../contract/robot.ts";
import type { Arrangement } from "./codes.ts";

/** A thing that can be drawn. It moves with its body. */
export interface Shape {
  /** Index into `Scene.bodies`. */
  readonly body: number;
  readonly form: "box" | "ball" | "capsule" | "cylinder" | "ellipsoid" | "plane";
  /** Half-lengths as MuJoCo has them: box x y z; ball r; capsule and cylinder r, half-length along z; plane x y. m. */
  readonly size: Vector3;
  /** In the body's frame. */
  readonly at: Vector3;
  readonly turn: Quaternion;
  /** 0 to 1: red, green, blue, opacity. */
  readonly colour: readonly [number, number, number, number];
  /** Body region where it is part of a person; null elsewhere. */
  readonly region: string | null;
}

/** All that can be drawn of a world with a robot in it; readable once the world is open. */
export interface Scene {
  readonly bodies: readonly string[];
  readonly shapes: readonly Shape[];
}

/** A touch, for showing: where, how hard, on what. */
export interface ShownContact {
  readonly at: Vector3;
  /** N, in the world's frame, on the second body. */
  readonly force: Vector3;
  readonly bodies: readonly [string, string];
  readonly region: string | null;
}

export interface SceneState {
  readonly at: Seconds;
  /** x, y, z, qw, qx, qy, qz of each body of the scene, in the world's frame. */
  readonly poses: Float32Array;
  readonly contacts: readonly ShownContact[];
}

/** A robot in a simulated world, whose time can be let pass by hand (lockstep) or runs with a clock. */
export interface Simulation extends Robot {
  readonly scene: Scene;
  /** Time of the simulated world, which observations and commands carry. */
  now(): Seconds;
  /** Begins anew: another seed, another placing, friction, light, noise. The same seed gives the same world. */
  reset(seed: number): Promise<void>;
  /** Lets simulated time pass. */
  advance(by: Seconds): Promise<void>;
  state(): Promise<SceneState>;
  /** What a camera cannot know and an expert or a success test may: where things are, in the world's frame. */
  truth(): Promise<ReadonlyMap<string, Pose>>;
  /** Somebody in the room does something; left out: nobody can. It lasts over a reset. */
  arrange?(what: Arrangement): Promise<void>;
}
