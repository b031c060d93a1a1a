import type { Sample, Seconds, SensorFeature } from "@sakiyomi/robot";
import { RosFault } from "../fault.ts";
import {
  type ImageMessage,
  image,
  type JointStateMessage,
  jointState,
  type Vector3Message,
  type WrenchMessage,
  wrench,
} from "../messages/common.ts";
import type { MessageType } from "../messages/message-type.ts";
import { header, secondsOf } from "../messages/time.ts";

/** How samples of a sensor travel. */
export interface SampleForm<M> {
  readonly type: MessageType<M>;
  readonly to: (data: Sample["data"], stamp: number) => M;
  /** Throws `bad-message` where it has not the sensor's shape. */
  readonly from: (message: M) => { readonly stamp: number; readonly data: Sample["data"] };
}

/** Does something with the form of a sensor, whatever its type of message. */
export const withForm = <R>(sensor: SensorFeature, use: <M>(form: SampleForm<M>) => R): R => {
  const { shape, unit } = sensor;
  if (shape.length >= 2) return use(pictures(sensor));
  if (shape.length === 1 && shape[0] === 6 && unit === "N") return use(wrenches(sensor));
  return use(rows(sensor));
};

const bad = ({ name }: SensorFeature, why: string): RosFault =>
  new RosFault("bad-message", `A sample of ${name} is refused: ${why}.`, "Compare the sensor's shape on both sides.");

/** Reads rows of a picture into what the contract has: red, green, blue; metres. */
type ReadPicture = (bytes: Uint8Array<ArrayBuffer>) => Sample["data"];

const asTheyAre: ReadPicture = (bytes) => bytes;

/** Encodings after sensor_msgs/image_encodings.h; depth in millimetres after REP 118, 0 where there is none. */
const encodings: Readonly<
  Record<string, { readonly channels: number; readonly bytes: number; readonly read: ReadPicture }>
> = {
  rgb8: { channels: 3, bytes: 1, read: asTheyAre },
  bgr8: { channels: 3, bytes: 1, read: (bytes) => bytes.map((_, i) => bytes[i + 2 - 2 * (i % 3)] ?? 0) },
  mono8: { channels: 1, bytes: 1, read: asTheyAre },
  "8UC1": { channels: 1, bytes: 1, read: asTheyAre },
  "16UC1": { channels: 1, bytes: 2, read: (bytes) => Float32Array.from(new Uint16Array(bytes.buffer), metres) },
  "32FC1": { channels: 1, bytes: 4, read: (bytes) => new Float32Array(bytes.buffer) },
};

const metres = (millimetres: number): number => (millimetres === 0 ? Number.NaN : millimetres / 1000);

const pictures = (sensor: SensorFeature): SampleForm<ImageMessage> => {
  const [height = 0, width = 0, channels = 1] = sensor.shape;
  const to = (data: Sample["data"], stamp: number): ImageMessage => {
    const isFloat = data instanceof Float32Array;
    const single = isFloat ? "32FC1" : "8UC1";
    const encoding = channels === 3 ? "rgb8" : single;
    const bytes = isFloat ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : data;
    return {
      header: header(stamp, sensor.name),
      height,
      width,
      encoding,
      is_bigendian: 0,
      step: bytes.length / height,
      data: bytes,
    };
  };
  const from = (message: ImageMessage): { stamp: number; data: Sample["data"] } => {
    const { encoding, data, step } = message;
    const form = Object.hasOwn(encodings, encoding) ? encodings[encoding] : undefined;
    if (!form) throw bad(sensor, `its encoding ${encoding} is none of ${Object.keys(encodings)}`);
    const isShape = message.height === height && message.width === width && form.channels === channels;
    if (!isShape) throw bad(sensor, `it is ${message.height} × ${message.width}, ${encoding}`);
    if (step !== width * channels * form.bytes || data.length !== step * height || message.is_bigendian !== 0)
      throw bad(sensor, "its rows have gaps, or its bytes are in the other order");
    return { stamp: secondsOf(message.header.stamp), data: form.read(new Uint8Array(data)) };
  };
  return { type: image, to, from };
};

const wrenches = (sensor: SensorFeature): SampleForm<WrenchMessage> => ({
  type: wrench,
  to: (data, stamp) => {
    const vector = (from: number): Vector3Message => ({
      x: data[from] ?? Number.NaN,
      y: data[from + 1] ?? Number.NaN,
      z: data[from + 2] ?? Number.NaN,
    });
    return { header: header(stamp, sensor.name), wrench: { force: vector(0), torque: vector(3) } };
  },
  from: ({ header: { stamp }, wrench: { force, torque } }) => ({
    stamp: secondsOf(stamp),
    data: Float32Array.of(force.x, force.y, force.z, torque.x, torque.y, torque.z),
  }),
});

/** Numbers with a time: `name` counts them, `position` has them. */
const rows = (sensor: SensorFeature): SampleForm<JointStateMessage> => {
  const size = sensor.shape.reduce((product, length) => product * length, 1);
  const names = Array.from({ length: size }, (_, i) => String(i));
  return {
    type: jointState,
    to: (data, stamp) => ({
      header: header(stamp, sensor.name),
      name: names,
      position: data,
      velocity: [],
      effort: [],
    }),
    from: ({ header: { stamp }, position }) => {
      if (position.length !== size) throw bad(sensor, `it has ${position.length} values, not ${size}`);
      return { stamp: secondsOf(stamp), data: Float32Array.from(position) };
    },
  };
};

/** A sample as it came, with its time on our clock. */
export const sampleAt = (at: Seconds, data: Sample["data"]): Sample => ({ at, data });
