import type { RobotFeatures, Vector3 } from "./features.ts";

/** Seconds on one monotonic clock that robot, loop and guard share. */
export type Seconds = number;

export interface JointState {
  readonly at: Seconds;
  /** In the order of `features.joints`. */
  readonly position: Float64Array;
  readonly velocity: Float64Array;
  readonly torque: Float64Array;
}

/** A person touched. */
export interface Contact {
  readonly at: Seconds;
  /** Body region as `regions` names it; anything else counts as unknown. */
  readonly region: string;
  /** N, across the surface. */
  readonly force: number;
}

export interface BaseState {
  readonly at: Seconds;
  readonly x: number;
  readonly y: number;
  readonly yaw: number;
  /** m/s and rad/s in the robot's frame. */
  readonly forward: number;
  readonly sideways: number;
  readonly turn: number;
}

/** A sample of another sensor, with the time it was taken. */
export interface Sample {
  readonly at: Seconds;
  readonly data: Float32Array | Uint8Array;
}

/** What the robot knows now. Each part carries its own time: rates differ. */
export interface Observation {
  readonly joints: JointState;
  readonly base: BaseState | null;
  readonly contacts: readonly Contact[];
  /** Distance from the robot's surface to the nearest person, m; null: not known, which is treated as near. */
  readonly nearestPerson: {
    readonly at: Seconds;
    readonly distance: number;
    /** Distance to each body region that is seen, m: what is nearest decides how slow. Left out: any may be the nearest. */
    readonly regions?: Readonly<Record<string, number>>;
  } | null;
  readonly samples: Readonly<Record<string, Sample>>;
}

/** A rotation: w first, as MuJoCo has it; of length 1. */
export type Quaternion = readonly [w: number, x: number, y: number, z: number];

export interface Pose {
  /** m */
  readonly at: Vector3;
  readonly turn: Quaternion;
}

/**
 * A tool held in space by a spring, and no longer by the stiffness of its arm's joints (Cartesian impedance): those only
 * keep the posture that the tool leaves free.
 */
export interface HandTarget extends Pose {
  /** Index into `features.links`, of a tool. `at` and `turn` are of its frame, in the frame of the robot's base. */
  readonly link: number;
  /** Of the spring, N/m and N·m/rad. */
  readonly stiffness: number;
  readonly turning: number;
  /** It pulls no harder than this, N, however far away it is; `push` included. */
  readonly force: number;
  /** Pushed beside the spring, N, in the frame of the base: to wipe with 5 N. Left out: none. */
  readonly push?: Vector3;
}

/** What to do until `expires`. After it the robot's own side brakes. */
export interface Command {
  /** When it was decided. */
  readonly at: Seconds;
  readonly expires: Seconds;
  /** Where the joints are to be, in the order of `features.joints`. */
  readonly position: Float64Array;
  /** Speeds with which to pass there, unit / s; left out: to come to rest there. */
  readonly velocity?: Float64Array;
  /** Torque beside that of the position control, N·m; left out: none. */
  readonly torque?: Float64Array;
  /** m/s, m/s, rad/s in the robot's frame; left out: the base stands. */
  readonly base?: { readonly forward: number; readonly sideways: number; readonly turn: number };
  /** 1 holds the position, 0 gives way; left out: 1. */
  readonly stiffness?: number;
  /** Left out: the joints alone. */
  readonly hands?: readonly HandTarget[];
  /** What whoever decides expects to see next: shown and recorded beside what was seen, never sent. */
  readonly expects?: Expectation;
  /** What it is about: "approach", "close the hand". Shown and recorded, never sent. */
  readonly note?: string;
}

export interface Expectation {
  /** In the order of `features.joints`. */
  readonly position?: Float64Array;
  /** By the name of the sensor. */
  readonly samples?: Readonly<Record<string, Float32Array | Uint8Array>>;
}

/** A body, simulated or real, on whatever middleware. */
export interface Robot {
  readonly features: RobotFeatures;
  open(): Promise<void>;
  observe(): Promise<Observation>;
  /** Gives back the command that was really sent, after the robot's own limits. */
  act(command: Command): Promise<Command>;
  /** Brakes, and yields where it touches somebody. Works in any state, more than once. */
  stop(reason: string): Promise<void>;
  /**
   * Somebody asks for a stop at the robot's own side: a topic, a port, a button. Whoever drives it latches. Gives back how
   * to stop listening. Left out: nobody can ask there.
   */
  onStopAsked?(listener: (by: string) => void): () => void;
  close(): Promise<void>;
}

/** What decides: a learnt model, a script, a person at the other end. It keeps a state between steps. */
export interface Policy {
  reset(): Promise<void>;
  /** null: nothing to say this time. */
  step(observation: Observation, now: Seconds): Promise<Command | null>;
  /** Something from outside: a person's hand on a joystick, another goal. Plain data. */
  tell?(message: unknown): void;
  close(): Promise<void>;
}
