import type { RobotFeatures, Vector3 } from "../../contract/features.ts";
import type { Command, Observation, Policy, Seconds } from "../../contract/robot.ts";
import type { BasePlace } from "../../kinematics/index.ts";
import { plus, turned } from "../../kinematics/rotation.ts";
import { noteOfFailure } from "../failure.ts";
import { placesOfBring } from "./bring.ts";
import { driveTo, hasArrived } from "./drive.ts";
import { type Gaze, gazeAt, gazeError } from "./look.ts";
import { type Seen, seenIn } from "./seen.ts";
import { Thermometry } from "./thermometry.ts";

/** What it is at, in this order. */
export const measurePhases = ["go to the person", "look at the face", "read the temperature"] as const;

/** A command is good for so long, s. */
const validity = 0.05;
/** Speed of the head, rad/s: nobody is startled. */
const headSpeed = 0.8;
/** It looks at the face within this, rad: a third of a face's width 1.5 m away. */
const looksWithin = 0.03;
/** It is given up when the face was not read within this time, s. */
const patience = 12;
const drivePatience = 40;

/** Of a person's head, in its frame: between the eyes and the mouth, where skin is bare. m */
const face: Vector3 = [0.125, 0, 0.04];

const isBesideSideboard = ({ x, y }: BasePlace): boolean => x > -0.3 && y > -0.3;

/**
 * Goes to the person, looks at the face, and waits until the head's thermometer has read the same for two seconds; then it
 * says "done". It gives up, and says why, where it sees no face.
 */
export const measureTemperature = (features: RobotFeatures): Policy => new Measuring(features);

class Measuring implements Policy {
  readonly #features: RobotFeatures;
  #thermometry = new Thermometry();
  #phase = 0;
  #began: Seconds | null = null;
  #way: ((seen: Seen) => BasePlace)[] | null = null;
  #position: Float64Array | null = null;
  #movedAt: Seconds = 0;
  #end: string | null = null;

  constructor(features: RobotFeatures) {
    this.#features = features;
  }

  async reset(): Promise<void> {
    this.#thermometry = new Thermometry();
    [this.#phase, this.#began, this.#way, this.#position, this.#end] = [0, null, null, null, null];
  }

  async step(observation: Observation, now: Seconds): Promise<Command | null> {
    const seen = seenIn(this.#features, observation, now);
    this.#began ??= now;
    this.#position ??= observation.joints.position.slice();
    this.#way ??= wayTo(seen.base);
    const at = faceIn(seen);
    if (at === null && now - this.#began > 1) this.#end ??= noteOfFailure("nobody is there to be measured");
    const gaze = at && gazeAt(this.#features, this.#position, seen.base, at);
    this.#goOn(seen, gaze);
    return this.#command(seen, gaze);
  }

  async close(): Promise<void> {}

  #goOn(seen: Seen, gaze: Gaze | null): void {
    if (this.#end !== null) return;
    const passed = seen.now - (this.#began ?? seen.now);
    if (this.#phase === 0) this.#drive(seen, passed);
    else if (this.#phase === 1) {
      const looks = gaze !== null && gazeError(gaze, seen.observation.joints.position) <= looksWithin;
      if (looks) this.#begin(2, seen.now);
      else if (passed > patience) this.#end = noteOfFailure("the head does not turn to the face");
    } else this.#read(seen, passed);
  }

  #drive(seen: Seen, passed: Seconds): void {
    const goal = this.#way?.[0]?.(seen);
    if (goal && hasArrived(seen.base, goal)) this.#way?.shift();
    if (this.#way?.length === 0) this.#begin(1, seen.now);
    else if (passed > drivePatience) this.#end = noteOfFailure("the way to the person is blocked");
  }

  #read({ observation }: Seen, passed: Seconds): void {
    this.#thermometry.see(observation);
    if (this.#thermometry.isSteady()) this.#end = "done";
    else if (passed > patience)
      this.#end = noteOfFailure(
        this.#thermometry.isFace ? "the reading did not become steady" : "the thermometer never saw the face",
      );
  }

  #begin(phase: number, now: Seconds): void {
    [this.#phase, this.#began] = [phase, now];
  }

  #command({ now, base, ...seen }: Seen, gaze: Gaze | null): Command {
    const { position, velocity } = this.#headOnItsWay(gaze, now);
    const goal = this.#end === null && this.#phase === 0 ? this.#way?.[0] : undefined;
    const note = this.#end ?? measurePhases[this.#phase] ?? "done";
    const drive = goal ? { base: driveTo(base, goal({ now, base, ...seen })) } : {};
    return { at: now, expires: now + validity, position, velocity, note, ...drive };
  }

  /** The rest of the body stays as it was found. */
  #headOnItsWay(gaze: Gaze | null, now: Seconds): { position: Float64Array; velocity: Float64Array } {
    const before = this.#position ?? new Float64Array(this.#features.joints.length);
    const [position, velocity] = [before.slice(), new Float64Array(before.length)];
    const dt = Math.min(now - this.#movedAt, validity);
    this.#movedAt = now;
    if (dt > 0 && this.#phase > 0 && this.#end === null)
      for (const [joint, angle] of gaze ?? []) {
        const was = before[joint] ?? 0;
        const step = Math.min(Math.max(angle - was, -headSpeed * dt), headSpeed * dt);
        position[joint] = was + step;
        velocity[joint] = step / dt;
      }
    this.#position = position;
    return { position, velocity };
  }
}

/** From the sideboard it backs off before it turns: its arms may be over it. */
const wayTo = (base: BasePlace): ((seen: Seen) => BasePlace)[] => {
  const { middle, person } = placesOfBring;
  const back = (): BasePlace => ({ ...middle(), yaw: 0 });
  return isBesideSideboard(base) ? [back, middle, person] : [person];
};

/** In the world's frame, m; null: nobody is there. */
const faceIn = (seen: Seen): Vector3 | null => {
  if (!seen.observation.samples["truth/person/head"]) return null;
  const { at, turn } = seen.pose("person/head");
  return plus(at, turned(turn, face));
};
