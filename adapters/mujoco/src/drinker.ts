import {
  type Drinker as DrinkerOf,
  drinkingSensor,
  purposeOf,
  type Seconds,
  scanner,
  type Vector3,
} from "@sakiyomi/robot";
import { normalFrom } from "./noise.ts";
import type { Physics } from "./physics.ts";
import { Sight } from "./sight.ts";

/** How far from its mark the cup may stand to be reached, m, and how still it has to stand, m/s. */
const reach = 0.08;
const still = 0.05;
/** A palm of the robot that is nearer to the cup still has it, m. */
const held = 0.15;
/** From the tray to the mouth, and back, s. */
const lifting = 1.5;
/** Middle of the cup's foot, from the mouth: a hand's breadth before the face, its rim at the lips; m, in the world's frame. */
const before = 0.05;
const below = 0.09;
/** The cup counts as being at the mouth within this, m. */
const atMouth = 0.17;
/** Of a cup: its middle over its foot, and how far its wall is from there, m. */
const middleOfCup = 0.05;
const aroundCup = 0.06;
/** Half the view in which the eyes tell what somebody does, rad. */
const view = 0.4;
/** What a model that watches says of somebody who drinks, and of somebody who does not; mean and deviation. */
const says = { yes: [0.9, 0.04], no: [0.06, 0.04] } as const;

/**
 * A sitter who takes what is put before them: the cup goes to the mouth, stays there and comes back, as if a hand held it;
 * the arm itself does not move. And what the robot's eyes make of it.
 */
export class Drinker {
  takes = true;
  readonly #physics: Physics;
  readonly #told: DrinkerOf;
  readonly #sight: Sight;
  readonly #normal: () => number;
  readonly #ids: {
    readonly cup: number;
    readonly before: number;
    readonly mouth: number;
    readonly hands: readonly number[];
  };
  readonly #q: number;
  readonly #v: number;
  #standsSince: Seconds | null = null;
  #from: { readonly at: Vector3; readonly since: Seconds } | null = null;
  #isDone = false;

  constructor(physics: Physics, told: DrinkerOf, seed: number) {
    this.#physics = physics;
    this.#told = told;
    this.#sight = new Sight(physics, scanner.link, scanner.at);
    this.#normal = normalFrom(seed, purposeOf(drinkingSensor.name));
    const id = (name: string): number => physics.idOf("body", name);
    const hands = ["left_hand/palm", "right_hand/palm"].map(id);
    this.#ids = { cup: id(told.cup), before: id(told.before), mouth: id(told.mouth.body), hands };
    const joint = physics.idOf("joint", told.cup);
    this.#q = physics.model.jnt_qposadr[joint] as number;
    this.#v = physics.model.jnt_dofadr[joint] as number;
  }

  /** After each step. */
  move(at: Seconds): void {
    if (this.#isDone || !this.takes) return;
    if (this.#from) this.#carry(at - this.#from.since, this.#from.at);
    else if (this.#stands()) this.#wait(at);
    else this.#standsSince = null;
  }

  /** Told from what the eyes can see; what they cannot see is no. */
  readonly watched = (): Float32Array => {
    const mouth = this.#mouth();
    const { eye, axis } = this.#sight;
    const way = mouth.map((x, i) => x - (eye[i] ?? 0));
    const ahead = way.reduce((sum, x, i) => sum + x * (axis[i] ?? 0), 0) / Math.hypot(...way);
    const middle = this.#sight.placeOf(this.#ids.cup, [0, 0, middleOfCup]);
    const isSeen = ahead > Math.cos(view) && this.#sight.isClear(middle, aroundCup);
    const drinks = isSeen && distance(this.#cup(), mouth) < atMouth;
    const [mean, deviation] = drinks ? says.yes : says.no;
    return Float32Array.of(Math.min(1, Math.max(0, mean + deviation * this.#normal())));
  };

  close(): void {
    this.#sight.close();
  }

  #wait(at: Seconds): void {
    this.#standsSince ??= at;
    if (at - this.#standsSince >= this.#told.after) this.#from = { at: this.#cup(), since: at };
  }

  #stands(): boolean {
    const [cup, mark] = [this.#cup(), this.#sight.placeOf(this.#ids.before, [0, 0, 0])];
    const { qvel } = this.#physics.views();
    const speed = Math.hypot(qvel[this.#v] ?? 0, qvel[this.#v + 1] ?? 0, qvel[this.#v + 2] ?? 0);
    const isHeld = this.#ids.hands.some((hand) => distance(this.#sight.placeOf(hand, [0, 0, 0]), cup) < held);
    return distance(cup, mark) <= reach && speed <= still && !isHeld;
  }

  /** Up, at the mouth, and back to where it stood. */
  #carry(passed: Seconds, from: Vector3): void {
    const { lasts } = this.#told;
    const share = Math.min(passed / lifting, 1, Math.max(0, (2 * lifting + lasts - passed) / lifting));
    const smooth = share * share * (3 - 2 * share);
    const mouth = this.#mouth();
    const out = this.#sight.directionOf(this.#ids.mouth, [0, 0, 1]);
    const to = [mouth[0] + before * out[0], mouth[1] + before * out[1], mouth[2] - below];
    const { qpos, qvel } = this.#physics.views();
    for (let i = 0; i < 3; i++) qpos[this.#q + i] = (from[i] ?? 0) + smooth * ((to[i] ?? 0) - (from[i] ?? 0));
    qpos.set([1, 0, 0, 0], this.#q + 3);
    qvel.fill(0, this.#v, this.#v + 6);
    this.#isDone = passed > 2 * lifting + lasts;
  }

  #cup(): Vector3 {
    return this.#sight.placeOf(this.#ids.cup, [0, 0, 0]);
  }

  #mouth(): Vector3 {
    return this.#sight.placeOf(this.#ids.mouth, this.#told.mouth.at);
  }
}

const distance = (a: Vector3, b: Vector3): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
