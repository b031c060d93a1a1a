import { type Random, random } from "@sakiyomi/learn";
import { careRobot, homePosition } from "../../body/index.ts";
import type { RobotFeatures } from "../../contract/features.ts";
import type { Command, HandTarget, Observation, Policy, Pose, Seconds } from "../../contract/robot.ts";
import { basePose, poseBack, poseTimes, turned } from "../../kinematics/index.ts";
import { lengthOf, minus } from "../../kinematics/rotation.ts";
import { driveTo } from "./drive.ts";
import { type Fingers, fingerJoints, fingers } from "./hand.ts";
import { type ArmMotion, motionOf, type Standing, staying } from "./motion.ts";
import { jittered, type Noise, noNoise } from "./noise.ts";
import type { Phase, Script, Spring } from "./phase.ts";
import { palmLink, type Seen, seenIn } from "./seen.ts";

export interface ExpertOptions {
  /** For demonstrations that differ; left out: none. */
  readonly noise?: Noise;
  readonly seed?: number;
  /** Share of its usual speed; left out: 1. */
  readonly pace?: number;
  /** Told when a row begins. */
  readonly onPhase?: (name: string, now: Seconds) => void;
}

/** A policy that goes through the rows of a script, and begins anew where one has failed. */
export const expert = <Memory>(features: RobotFeatures, script: Script<Memory>, options: ExpertOptions = {}): Policy =>
  new Scripted(features, script, options);

/** A command is good for so long, s: longer than a step, shorter than the watchdog. */
const validity = 0.05;
/** After a longer silence it goes on from rest, s. */
const longestStep = 0.1;
const defaultRest = 0.1;
const defaultPatience = 3;

/** The arm that has nothing to do is drawn back and bent, so that a leaning trunk does not put its hand on the table. */
const drawnBack: Readonly<Record<string, number>> = { joint_1: -0.95, joint_4: 2.2 };

const tucked = (): Float64Array =>
  homePosition().map((at, i) => {
    const [, arm, joint = ""] = /(_arm)\/(joint_\d)$/.exec(careRobot.joints[i]?.name ?? "") ?? [];
    return arm ? (drawnBack[joint] ?? at) : at;
  });

interface Running<Memory> {
  readonly phase: Phase<Memory>;
  readonly began: Seconds;
  readonly motion: ArmMotion;
}

class Scripted<Memory> implements Policy {
  readonly #features: RobotFeatures;
  readonly #script: Script<Memory>;
  readonly #options: ExpertOptions;
  #draws: Random;
  readonly #posture: Float64Array = tucked();
  #position: Float64Array | null = null;
  /** Angles of the fingers by joint; others are as the arm's motion has them. */
  readonly #fingers = new Map<number, number>();
  #velocity: Float64Array;
  #movedAt: Seconds = Number.NEGATIVE_INFINITY;
  #palms = new Map<string, Pose>();
  #memory: Memory | null = null;
  #attempt = 0;
  #index = 0;
  #isSprung = false;
  #running: Running<Memory> | null = null;
  /** When the way was done and `until` held. */
  #doneAt: Seconds | null = null;

  constructor(features: RobotFeatures, script: Script<Memory>, options: ExpertOptions) {
    this.#features = features;
    this.#script = script;
    this.#options = options;
    this.#velocity = new Float64Array(features.joints.length);
    this.#draws = random(options.seed ?? 0);
  }

  async reset(): Promise<void> {
    this.#draws = random(this.#options.seed ?? 0);
    this.#position = null;
    this.#fingers.clear();
    this.#palms.clear();
    this.#memory = null;
    this.#running = null;
    this.#isSprung = false;
    this.#attempt = 0;
    this.#index = 0;
  }

  async step(observation: Observation, now: Seconds): Promise<Command | null> {
    const seen = seenIn(this.#features, observation, now);
    this.#position ??= observation.joints.position.slice();
    this.#memory ??= this.#script.decide(seen, this.#attempt);
    const running = this.#running ?? this.#begin(seen, this.#memory);
    if (!running) return this.#command(seen, null, []);
    const { position, palm } = running.motion.at(now - running.began, seen);
    this.#move(position, now);
    this.#palms.set(running.phase.side, palm);
    this.#closeFingers(running.phase);
    const command = this.#command(seen, running.phase, handsOf(seen, running.phase, palm, this.#memory), this.#memory);
    this.#goOn(seen, running, palm, this.#memory);
    return command;
  }

  async close(): Promise<void> {}

  #begin(seen: Seen, memory: Memory): Running<Memory> | null {
    const phase = this.#script.phases[this.#index];
    if (!phase) return null;
    this.#options.onPhase?.(phase.name, seen.now);
    if (Boolean(phase.spring) !== this.#isSprung) this.#goOnFromHere(seen, phase);
    const standing = this.#standing(seen, phase);
    const way = phase.way?.(seen, memory);
    const noise = phase.isExact ? noNoise : (this.#options.noise ?? noNoise);
    const noisy = way && jittered(way, noise, this.#draws);
    const motion = noisy ? motionOf(standing, noisy) : staying(standing);
    this.#running = { phase, began: seen.now, motion };
    this.#doneAt = null;
    return this.#running;
  }

  /** A hand that was held by a spring is where it was pushed to; one that is held by joints is where they were sent. */
  #goOnFromHere(seen: Seen, { side, spring }: Phase<Memory>): void {
    this.#isSprung = Boolean(spring);
    this.#position = seen.observation.joints.position.slice();
    this.#palms.set(side, seen.palm(side));
  }

  #standing(seen: Seen, { side }: Phase<Memory>): Standing {
    const position = this.#position ?? seen.observation.joints.position;
    return {
      features: this.#features,
      side,
      base: seen.base,
      position,
      palm: this.#palms.get(side) ?? seen.palm(side),
      posture: this.#posture,
      pace: (this.#options.pace ?? 1) * (1 + (this.#options.noise?.pace ?? 0) * (2 * this.#draws.uniform() - 1)),
    };
  }

  /** Where the joints are to be now, and how fast they pass there: without it the guard would have them brake each time. */
  #move(position: Float64Array, now: Seconds): void {
    const dt = now - this.#movedAt;
    const before = this.#position;
    if (before && dt > 0 && dt < longestStep) this.#velocity = position.map((at, i) => (at - (before[i] ?? at)) / dt);
    else this.#velocity.fill(0);
    this.#movedAt = now;
    this.#position = position.slice();
  }

  #closeFingers({ side, fingers: wanted }: Phase<Memory>): void {
    if (!wanted) return;
    const angles: Fingers = typeof wanted === "string" ? fingers[wanted] : wanted;
    for (const [i, joint] of fingerJoints(this.#features, side).entries()) this.#fingers.set(joint, angles[i] ?? 0);
  }

  #command(
    { now, observation, base }: Seen,
    phase: Phase<Memory> | null,
    hands: readonly HandTarget[],
    memory?: Memory,
  ): Command {
    const seen = seenIn(this.#features, observation, now);
    const goal = phase?.drive && memory !== undefined ? phase.drive(seen, memory) : null;
    return {
      at: now,
      expires: now + validity,
      position: (this.#position ?? observation.joints.position).map((at, i) => this.#fingers.get(i) ?? at),
      velocity: this.#velocity.slice(),
      ...(hands.length > 0 ? { hands } : {}),
      ...(goal ? { base: driveTo(base, goal) } : {}),
      note: phase?.name ?? "done",
    };
  }

  #goOn(seen: Seen, { phase, began, motion }: Running<Memory>, palm: Pose, memory: Memory): void {
    const passed = seen.now - began;
    if (phase.failed?.(seen, memory) || passed > motion.duration + (phase.patience ?? defaultPatience)) {
      this.#beginAnew(phase.again);
      return;
    }
    const isThere = lengthOf(minus(seen.palm(phase.side).at, palm.at)) <= (phase.within ?? Number.POSITIVE_INFINITY);
    const isDone = phase.until ? phase.until(seen, memory) : passed >= motion.duration && isThere;
    this.#doneAt = isDone ? (this.#doneAt ?? seen.now) : null;
    if (this.#doneAt === null || seen.now - this.#doneAt < (phase.rest ?? defaultRest)) return;
    this.#index += 1;
    this.#running = null;
  }

  #beginAnew(row: string | undefined): void {
    this.#attempt += 1;
    this.#index = Math.max(
      0,
      this.#script.phases.findIndex(({ name }) => name === row),
    );
    this.#running = null;
    this.#memory = null;
  }
}

const handsOf = <Memory>(
  seen: Seen,
  { side, spring }: Phase<Memory>,
  palm: Pose,
  memory: Memory,
): readonly HandTarget[] => (spring ? [heldBy(seen, spring, palm, palmLink(seen.features, side), memory)] : []);

const heldBy = <Memory>(
  seen: Seen,
  { push, ...spring }: Spring<Memory>,
  palm: Pose,
  link: number,
  memory: Memory,
): HandTarget => {
  const inBase = poseBack(basePose(seen.base));
  const pose = poseTimes(inBase, palm);
  return { link, ...pose, ...spring, ...(push ? { push: turned(inBase.turn, push(seen, memory)) } : {}) };
};
