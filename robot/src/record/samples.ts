import type { RobotFeatures, SensorFeature, Vector3 } from "../contract/features.ts";
import type { Quaternion, Sample } from "../contract/robot.ts";
import { worldFrame } from "./frames.ts";
import { type Header, xyz, xyzw } from "./messages.ts";

type Data = Sample["data"];

interface SampleRow {
  readonly schema: string;
  readonly isBulky?: true;
  fits(name: string, shape: readonly number[], data: Data): boolean;
  /** `shape` is the sensor's, or the number of elements where nobody says. */
  message(data: Data, shape: readonly number[], about: { readonly name: string; readonly unit: string }): object;
  /** The numbers of a message, as they were. */
  data(message: never): Data;
}

interface ImageMessage {
  readonly encoding: string;
  readonly data: Uint8Array;
}

const three = (data: Data, at: number): Vector3 => [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
const bytesOf = ({ buffer, byteOffset, byteLength }: Data): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

const encodings = [
  { name: "rgb8", channels: 3, bytes: 1 },
  { name: "mono8", channels: 1, bytes: 1 },
  { name: "32FC1", channels: 1, bytes: 4 },
] as const;

const encodingOf = ([, , channels = 1]: readonly number[], data: Data) =>
  encodings.find((one) => one.channels === channels && one.bytes === data.BYTES_PER_ELEMENT);

/** One row a form of message; the first that fits a sample is taken. All are lossless: a replay sees the same bits. */
const rows: readonly SampleRow[] = [
  {
    schema: "sensor_msgs/Image",
    isBulky: true,
    fits: (_, shape, data) => shape.length >= 2 && encodingOf(shape, data) !== undefined,
    message: (data, shape) => {
      const [height = 0, width = 0] = shape;
      const encoding = encodingOf(shape, data);
      const step = width * (encoding?.channels ?? 1) * data.BYTES_PER_ELEMENT;
      return { height, width, encoding: encoding?.name ?? "", is_bigendian: 0, step, data: bytesOf(data) };
    },
    data: ({ encoding, data }: ImageMessage) =>
      encoding === "32FC1" ? new Float32Array(new Uint8Array(data).buffer) : new Uint8Array(data),
  },
  {
    schema: "geometry_msgs/WrenchStamped",
    fits: (name, _, data) => name.endsWith("/force") && data.length === 6 && data instanceof Float32Array,
    message: (data) => ({ wrench: { force: xyz(three(data, 0)), torque: xyz(three(data, 3)) } }),
    data: ({
      wrench: { force, torque },
    }: {
      readonly wrench: Readonly<Record<"force" | "torque", Record<string, number>>>;
    }) => Float32Array.of(...[force, torque].flatMap(({ x = 0, y = 0, z = 0 }) => [x, y, z])),
  },
  {
    schema: "geometry_msgs/PoseStamped",
    fits: (name, _, data) => name.startsWith("truth/") && data.length === 7 && data instanceof Float32Array,
    message: (data) => {
      const turn = [data[3] ?? 1, ...three(data, 4)] as unknown as Quaternion;
      return { pose: { position: xyz(three(data, 0)), orientation: xyzw(turn) } };
    },
    data: ({ pose: { position: p, orientation: o } }: PoseMessage) =>
      Float32Array.of(p.x, p.y, p.z, o.w, o.x, o.y, o.z),
  },
  {
    schema: "sakiyomi_msgs/Bytes",
    fits: (_, __, data) => data instanceof Uint8Array,
    message: (data, _, about) => ({ ...about, data }),
    data: ({ data }: { readonly data: Uint8Array }) => new Uint8Array(data),
  },
  {
    schema: "sakiyomi_msgs/Numbers",
    fits: () => true,
    message: (data, _, about) => ({ ...about, data }),
    data: ({ data }: { readonly data: Float32Array }) => Float32Array.from(data),
  },
];

interface PoseMessage {
  readonly pose: {
    readonly position: { readonly x: number; readonly y: number; readonly z: number };
    readonly orientation: { readonly w: number; readonly x: number; readonly y: number; readonly z: number };
  };
}

const rowOf = (name: string, shape: readonly number[], data: Data): SampleRow =>
  rows.find((row) => row.fits(name, shape, data)) as SampleRow;

/** What a sample stands in: the part that carries the sensor, where one bears its name. */
const frameOf = ({ links }: RobotFeatures, name: string): string => {
  if (name.startsWith("truth/")) return worldFrame;
  const carrier = name.slice(0, name.lastIndexOf("/"));
  const near = [carrier, carrier.replace("_wrist", "_hand/palm"), carrier.split("/")[0]];
  return links.find((link) => near.includes(link.name))?.name ?? links[0]?.name ?? worldFrame;
};

const isSized = (feature: SensorFeature | undefined, data: Data): feature is SensorFeature =>
  feature?.shape.reduce((size, n) => size * n, 1) === data.length;

/** A sensor's sample as a message. One that the features do not describe is a list of numbers. */
export const sampleMessage = (
  features: RobotFeatures,
  name: string,
  data: Data,
  header: Omit<Header, "frame_id">,
): { readonly schema: string; readonly value: object; readonly isBulky: boolean } => {
  const feature = features.sensors.find((one) => one.name === name);
  const shape = isSized(feature, data) ? feature.shape : [data.length];
  const row = rowOf(name, shape, data);
  const value = row.message(data, shape, { name, unit: feature?.unit ?? "1" });
  return {
    schema: row.schema,
    value: { header: { ...header, frame_id: frameOf(features, name) }, ...value },
    isBulky: row.isBulky === true,
  };
};

/** The numbers of a sample's message; null where the schema is none of a sample. */
export const sampleData = (schema: string, message: unknown): Data | null =>
  rows.find((row) => row.schema === schema)?.data(message as never) ?? null;
