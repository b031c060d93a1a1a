import {
  type BaseState,
  type Command,
  type Contact,
  commandRow,
  type HandTarget,
  type JointState,
  type Observation,
  type RobotFeatures,
  regions,
  type Sample,
  type Seconds,
  type SensorFeature,
} from "@sakiyomi/robot";
import { type DataTypeName, type DataTypes, decodePayload, encodePayload, type Timed } from "../data-types.ts";
import { CorbaFault } from "../fault.ts";

/**
 * A robot's ports, as rows; docs/robot/openrtm.md says what is in each payload. Times (tm, `at`, `expires`) are seconds of
 * the robot's own clock, which alone decides when a command has expired.
 */
export interface RobotPort {
  readonly name: string;
  readonly type: DataTypeName;
  readonly direction: "in" | "out";
}

/** Names of the ports as a robot calls them unless it is told otherwise. */
export const robotPorts = {
  jointState: { name: "jointState", type: "TimedDoubleSeq", direction: "out" },
  basePose: { name: "basePose", type: "TimedPose2D", direction: "out" },
  baseVelocity: { name: "baseVelocity", type: "TimedVelocity2D", direction: "out" },
  nearestPerson: { name: "nearestPerson", type: "TimedDoubleSeq", direction: "out" },
  contacts: { name: "contacts", type: "TimedDoubleSeq", direction: "out" },
  command: { name: "command", type: "TimedDoubleSeq", direction: "in" },
  stop: { name: "stop", type: "TimedString", direction: "in" },
  seed: { name: "seed", type: "TimedLong", direction: "in" },
} as const satisfies Readonly<Record<string, RobotPort>>;
export type RobotPortName = keyof typeof robotPorts;

const isPicture = ({ shape, unit }: SensorFeature): boolean => shape.length === 3 && shape[2] === 3 && unit === "1";

/** "head/left/image" leaves by the port "head_left_image". */
export const sensorPort = (sensor: SensorFeature): RobotPort => ({
  name: sensor.name.replaceAll("/", "_"),
  type: isPicture(sensor) ? "CameraImage" : "TimedFloatSeq",
  direction: "out",
});

export const encodeSample = (sensor: SensorFeature, { at, data }: Sample, isLittle: boolean): Uint8Array => {
  if (!isPicture(sensor)) return encodePayload("TimedFloatSeq", { at, data: Float32Array.from(data) }, isLittle);
  const [height = 0, width = 0] = sensor.shape;
  const pixels = Uint8Array.from(data);
  return encodePayload(
    "CameraImage",
    { at, data: { width, height, bitsPerPixel: 24, format: "", focus: 0, pixels } },
    isLittle,
  );
};

/** @throws {CorbaFault} "payload" where it has not the sensor's shape. */
export const decodeSample = (sensor: SensorFeature, payload: Uint8Array, isLittle: boolean): Sample => {
  const size = sensor.shape.reduce((product, length) => product * length, 1);
  const sample = isPicture(sensor)
    ? picture(sensor, payload, isLittle)
    : decodePayload("TimedFloatSeq", payload, isLittle);
  if (sample.data.length !== size) throw bad(sensor.name, `has ${sample.data.length} values instead of ${size}`);
  return sample;
};

const picture = ({ name, shape }: SensorFeature, payload: Uint8Array, isLittle: boolean): Sample => {
  const { at, data } = decodePayload("CameraImage", payload, isLittle);
  const [height, width] = shape;
  if (data.height !== height || data.width !== width || data.bitsPerPixel !== 24)
    throw bad(
      name,
      `is ${data.height} × ${data.width} with ${data.bitsPerPixel} bits instead of ${height} × ${width} with 24`,
    );
  return { at, data: data.pixels };
};

/** Number of the last command that the robot took, and its joints. */
export interface NumberedJoints {
  readonly number: number;
  readonly joints: JointState;
}

export const encodeJoints = ({ number, joints }: NumberedJoints, isLittle: boolean): Uint8Array => {
  const { at, position, velocity, torque } = joints;
  return encodePayload(
    "TimedDoubleSeq",
    { at, data: Float64Array.of(number, ...position, ...velocity, ...torque) },
    isLittle,
  );
};

/** @throws {CorbaFault} "payload" for another number of joints, or a value that is no number. */
export const decodeJoints = (payload: Uint8Array, count: number, isLittle: boolean): NumberedJoints => {
  const { at, data } = decodePayload("TimedDoubleSeq", payload, isLittle);
  if (data.length !== 1 + 3 * count) throw bad("jointState", `has ${data.length} values instead of ${1 + 3 * count}`);
  if (!data.every(Number.isFinite)) throw bad("jointState", "has a value that is no number");
  const part = (i: number): Float64Array => data.slice(1 + i * count, 1 + (i + 1) * count);
  return { number: data[0] ?? 0, joints: { at, position: part(0), velocity: part(1), torque: part(2) } };
};

export const encodeContacts = (contacts: readonly Contact[], at: Seconds, isLittle: boolean): Uint8Array => {
  const pairs = contacts.flatMap(({ region, force }) => [regions.indexOf(region as never), force]);
  return encodePayload("TimedDoubleSeq", { at, data: Float64Array.from(pairs) }, isLittle);
};

export const decodeContacts = (payload: Uint8Array, isLittle: boolean): readonly Contact[] => {
  const { at, data } = decodePayload("TimedDoubleSeq", payload, isLittle);
  if (data.length % 2 !== 0) throw bad("contacts", "is no list of pairs");
  return Array.from({ length: data.length / 2 }, (_, i) => {
    const force = data[2 * i + 1] ?? Number.NaN;
    if (!Number.isFinite(force)) throw bad("contacts", "has a force that is no number");
    return { at, region: regions[data[2 * i] ?? -1] ?? "unknown", force };
  });
};

type Nearest = Observation["nearestPerson"];

/** Nothing in it: not known. */
export const encodeNearest = (nearest: Nearest, at: Seconds, isLittle: boolean): Uint8Array => {
  const seen = Object.entries(nearest?.regions ?? {}).map(([name, far]) => [regions.indexOf(name as never), far]);
  const data = nearest ? Float64Array.of(nearest.distance, ...seen.flat()) : new Float64Array(0);
  return encodePayload("TimedDoubleSeq", { at: nearest?.at ?? at, data }, isLittle);
};

export const decodeNearest = (payload: Uint8Array, isLittle: boolean): Nearest => {
  const { at, data } = decodePayload("TimedDoubleSeq", payload, isLittle);
  const [distance = Number.NaN, ...rest] = data;
  if (!Number.isFinite(distance)) return null;
  const seen: Record<string, number> = {};
  for (let i = 0; i + 1 < rest.length; i += 2) seen[regions[rest[i] ?? -1] ?? "unknown"] = rest[i + 1] ?? 0;
  return rest.length > 0 ? { at, distance, regions: seen } : { at, distance };
};

/** Two payloads, each with its time: the older one is the time of both. */
export const baseOf = (
  pose: Timed<DataTypes["TimedPose2D"]>,
  velocity: Timed<DataTypes["TimedVelocity2D"]>,
): BaseState => {
  const { x, y, heading } = pose.data;
  const { vx, vy, va } = velocity.data;
  const base = { at: Math.min(pose.at, velocity.at), x, y, yaw: heading, forward: vx, sideways: vy, turn: va };
  if (!Object.values(base).every(Number.isFinite))
    throw bad("basePose", "or baseVelocity has a value that is no number");
  return base;
};

const handSize = 14;
const beforeJoints = 7;

/** A number that counts up, and the row of `commandRow` with a stiffness always told. */
export const encodeCommand = (number: number, command: Command, isLittle: boolean): Uint8Array => {
  const { at, stiffness = 1 } = command;
  const data = Float64Array.from([number, ...commandRow({ ...command, stiffness })]);
  return encodePayload("TimedDoubleSeq", { at, data }, isLittle);
};

/** @throws {CorbaFault} "payload" for a length that does not fit, or a number that has to be one and is not. */
export const decodeCommand = (
  payload: Uint8Array,
  { joints }: Pick<RobotFeatures, "joints">,
  isLittle: boolean,
): { readonly number: number; readonly command: Command } => {
  const { data } = decodePayload("TimedDoubleSeq", payload, isLittle);
  const part = (i: number): Float64Array =>
    data.slice(beforeJoints + i * joints.length, beforeJoints + (i + 1) * joints.length);
  const [number = Number.NaN, at = Number.NaN, expires = Number.NaN, stiffness = 1, ...speeds] = data;
  const [forward = Number.NaN, sideways = 0, turn = 0] = speeds;
  const handsAt = beforeJoints + 3 * joints.length;
  const count = data[handsAt] ?? -1;
  if (!(Number.isInteger(count) && count >= 0) || data.length !== handsAt + 1 + handSize * count)
    throw bad("command", `has ${data.length} values`);
  const [position, velocity, torque] = [part(0), part(1), part(2)];
  if (![number, at, expires, ...position].every(Number.isFinite)) throw bad("command", "has a value that is no number");
  const hands = Array.from({ length: count }, (_, i) => handOf(data.subarray(handsAt + 1 + i * handSize)));
  const command: Command = {
    at,
    expires,
    position,
    ...(Number.isNaN(stiffness) ? {} : { stiffness }),
    ...(Number.isNaN(forward) ? {} : { base: { forward, sideways, turn } }),
    ...(velocity.every(Number.isNaN) ? {} : { velocity }),
    ...(torque.every(Number.isNaN) ? {} : { torque }),
    ...(count > 0 ? { hands } : {}),
  };
  return { number, command };
};

const handOf = (row: Float64Array): HandTarget => {
  const [link = -1, x = 0, y = 0, z = 0, qw = 1, qx = 0, qy = 0, qz = 0, stiffness = 0, turning = 0, force = 0] = row;
  if (!row.subarray(0, 11).every(Number.isFinite)) throw bad("command", "has a hand that is no number");
  const [pushX = Number.NaN, pushY = 0, pushZ = 0] = row.subarray(11);
  const hand = { link, at: [x, y, z], turn: [qw, qx, qy, qz], stiffness, turning, force } as const;
  return Number.isFinite(pushX) ? { ...hand, push: [pushX, pushY, pushZ] } : hand;
};

const bad = (port: string, why: string): CorbaFault =>
  new CorbaFault("payload", `What came through the port ${port} ${why}.`, "Compare it with docs/robot/openrtm.md.");
