import type { BaseState, Command, Contact, HandTarget, Observation, Sample, Seconds } from "@sakiyomi/robot";
import { longestSample, regionAt, regionIndex } from "./body-protocol.ts";

/** Of a hand in a command. */
const handSize = 14;

/** Reads doubles one after the other; NaN after the end. */
export class Doubles {
  readonly #values: Float64Array;
  #at: number;

  constructor(values: Float64Array, from = 0) {
    this.#values = values;
    this.#at = from;
  }

  get left(): number {
    return this.#values.length - this.#at;
  }

  next(): number {
    const value = this.#values[this.#at] ?? Number.NaN;
    this.#at += 1;
    return value;
  }

  many(count: number): Float64Array {
    const values = this.#values.slice(this.#at, this.#at + count);
    this.#at += count;
    return values;
  }

  /** So many bytes of UTF-8, filled up to whole doubles. */
  text(): string {
    const bytes = this.next();
    const doubles = this.many(Math.ceil(bytes / 8));
    return new TextDecoder().decode(
      new Uint8Array(doubles.buffer, doubles.byteOffset, doubles.byteLength).slice(0, bytes),
    );
  }
}

export const textDoubles = (text: string): readonly number[] => {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(8 * Math.ceil(bytes.length / 8));
  padded.set(bytes);
  return [bytes.length, ...new Float64Array(padded.buffer)];
};

const missing = (count: number): readonly number[] => Array<number>(count).fill(Number.NaN);

/** The row of `commandRow`; null: its length is wrong. `now` stands in for an `at` that the peer does not know. */
export const commandOf = (doubles: Doubles, joints: number, now: Seconds): Command | null => {
  if (doubles.left < 6 + joints) return null;
  const [at, expires, stiffness] = [doubles.next(), doubles.next(), doubles.next()];
  const [forward, sideways, turn] = [doubles.next(), doubles.next(), doubles.next()];
  const position = doubles.many(joints);
  const velocity = given(doubles, joints);
  const torque = given(doubles, joints);
  const count = doubles.left > 0 ? doubles.next() : 0;
  if (doubles.left !== count * handSize) return null;
  const hands = Array.from({ length: count }, () => handOf(doubles));
  return {
    at: Number.isNaN(at) ? now : at,
    expires: Number.isNaN(at) ? now + expires : expires,
    position,
    ...(Number.isNaN(stiffness) ? {} : { stiffness }),
    ...(Number.isNaN(forward) ? {} : { base: { forward, sideways, turn } }),
    ...(velocity && { velocity }),
    ...(torque && { torque }),
    ...(count > 0 && { hands }),
  };
};

const given = (doubles: Doubles, joints: number): Float64Array | null => {
  if (doubles.left < joints) return null;
  const values = doubles.many(joints);
  return values.every(Number.isNaN) ? null : values;
};

const handOf = (doubles: Doubles): HandTarget => {
  const [link = 0, x = 0, y = 0, z = 0, qw = 1, qx = 0, qy = 0, qz = 0] = doubles.many(8);
  const [stiffness = 0, turning = 0, force = 0] = doubles.many(3);
  const [pushX = Number.NaN, pushY = 0, pushZ = 0] = doubles.many(3);
  const hand = { link, at: [x, y, z], turn: [qw, qx, qy, qz], stiffness, turning, force } as const;
  return Number.isNaN(pushX) ? hand : { ...hand, push: [pushX, pushY, pushZ] };
};

export const observationDoubles = ({ joints, base, nearestPerson, contacts }: Observation): readonly number[] => [
  joints.at,
  ...joints.position,
  ...joints.velocity,
  ...joints.torque,
  ...(base ? [base.at, base.x, base.y, base.yaw, base.forward, base.sideways, base.turn] : missing(7)),
  ...(nearestPerson ? [nearestPerson.at, nearestPerson.distance] : missing(2)),
  contacts.length,
  ...contacts.flatMap(({ region, force }) => [regionIndex(region), force]),
];

export const observationOf = (doubles: Doubles, joints: number): Omit<Observation, "samples"> => {
  const at = doubles.next();
  const state = { at, position: doubles.many(joints), velocity: doubles.many(joints), torque: doubles.many(joints) };
  const base = baseOf(doubles);
  const [nearAt, distance] = [doubles.next(), doubles.next()];
  const count = doubles.next();
  const contacts = Array.from({ length: count }, (): Contact => {
    const region = regionAt(doubles.next());
    return { at, region, force: doubles.next() };
  });
  return { joints: state, base, contacts, nearestPerson: Number.isNaN(distance) ? null : { at: nearAt, distance } };
};

const baseOf = (doubles: Doubles): BaseState | null => {
  const [at = Number.NaN, x = 0, y = 0, yaw = 0, forward = 0, sideways = 0, turn = 0] = doubles.many(7);
  return Number.isNaN(at) ? null : { at, x, y, yaw, forward, sideways, turn };
};

export const sampleDoubles = (samples: Observation["samples"], sensors: readonly string[]): readonly number[] => {
  const small = Object.entries(samples).filter(
    ([name, { data }]) => data.length <= longestSample && sensors.includes(name),
  );
  return [small.length, ...small.flatMap(([name, { at, data }]) => [sensors.indexOf(name), at, data.length, ...data])];
};

export const samplesOf = (doubles: Doubles, sensors: readonly string[]): Readonly<Record<string, Sample>> => {
  const samples: Record<string, Sample> = {};
  for (let left = doubles.next(); left > 0; left--) {
    const name = sensors[doubles.next()];
    const at = doubles.next();
    const data = Float32Array.from(doubles.many(doubles.next()));
    if (name !== undefined) samples[name] = { at, data };
  }
  return samples;
};
