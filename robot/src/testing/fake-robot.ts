import type { RobotFeatures } from "../contract/features.ts";
import type { Command, Observation, Robot, Seconds } from "../contract/robot.ts";
import { RobotFault } from "../fault.ts";

export interface FakeRobot extends Robot {
  /** Of the joints now. */
  readonly position: Float64Array;
  readonly velocity: Float64Array;
  /** What the next observations say beside the joints. */
  notice(more: Partial<Observation>): void;
  /** Somebody asks for a stop at the robot's own side. */
  askStop(by: string): void;
  /** Cuts and mends the line: `observe` and `act` fail while it is cut. */
  cut(isCut: boolean): void;
}

/** Joints follow their command at once; when it has expired they brake by their own strength. */
export const fakeRobot = (features: RobotFeatures, now: () => Seconds): FakeRobot => new Fake(features, now);

class Fake implements FakeRobot {
  readonly features: RobotFeatures;
  readonly position: Float64Array;
  readonly velocity: Float64Array;
  readonly #now: () => Seconds;
  #command: Command | null = null;
  #at: Seconds;
  #isOpen = false;
  #isCut = false;
  #more: Partial<Observation> = {};
  readonly #listeners = new Set<(by: string) => void>();

  constructor(features: RobotFeatures, now: () => Seconds) {
    this.features = features;
    this.position = Float64Array.from(features.joints, ({ lowest, highest }) =>
      Math.min(Math.max(0.3, lowest), highest),
    );
    this.velocity = new Float64Array(features.joints.length);
    this.#now = now;
    this.#at = now();
  }

  notice(more: Partial<Observation>): void {
    this.#more = more;
  }

  onStopAsked(listener: (by: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  askStop(by: string): void {
    for (const listener of this.#listeners) listener(by);
  }

  cut(isCut: boolean): void {
    this.#isCut = isCut;
  }

  async open(): Promise<void> {
    this.#isOpen = true;
  }

  async observe(): Promise<Observation> {
    this.#check();
    const at = this.#now();
    this.#follow(at);
    const joints = {
      at,
      position: this.position.slice(),
      velocity: this.velocity.slice(),
      torque: new Float64Array(this.position.length),
    };
    return { joints, base: null, contacts: [], nearestPerson: { at, distance: 5 }, samples: {}, ...this.#more };
  }

  async act(next: Command): Promise<Command> {
    this.#check();
    this.#follow(this.#now());
    this.#command = { ...next, position: next.position.map((x, i) => limited(this.features, i, x)) };
    return this.#command;
  }

  async stop(): Promise<void> {
    this.#follow(this.#now());
    this.#command = null;
  }

  async close(): Promise<void> {
    this.#isOpen = false;
  }

  #check(): void {
    if (!this.#isOpen) throw new RobotFault("closed", "The robot is not open.", "Open it first.");
    if (this.#isCut)
      throw new RobotFault("link", "The line to the robot is cut.", "Look at the cable and the network.");
  }

  #follow(until: Seconds): void {
    const elapsed = until - this.#at;
    if (elapsed <= 0) return;
    this.#at = until;
    const command = this.#command && this.#command.expires > until ? this.#command : null;
    if (command && command.stiffness !== 0) this.#hold(command.position, elapsed);
    else this.#brake(elapsed);
  }

  #hold(target: Float64Array, elapsed: Seconds): void {
    for (const [i, from] of this.position.entries()) {
      this.position[i] = target[i] ?? from;
      this.velocity[i] = ((target[i] ?? from) - from) / elapsed;
    }
  }

  #brake(elapsed: Seconds): void {
    for (const [i, from] of this.position.entries()) {
      const slowed = braked(this.velocity[i] ?? 0, (this.features.joints[i]?.acceleration ?? 0) * elapsed);
      this.position[i] = from + slowed * elapsed;
      this.velocity[i] = slowed;
    }
  }
}

const braked = (speed: number, by: number): number => Math.sign(speed) * Math.max(0, Math.abs(speed) - by);

const limited = ({ joints }: RobotFeatures, i: number, x: number): number => {
  const joint = joints[i];
  return joint ? Math.min(Math.max(x, joint.lowest), joint.highest) : x;
};
