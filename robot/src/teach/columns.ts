import type { Feature, McapMapping } from "@sakiyomi/learn";
import type { RobotFeatures, SensorFeature } from "../contract/features.ts";
import type { Sample, Seconds } from "../contract/robot.ts";
import { RobotFault } from "../fault.ts";
import type { Turn } from "../loop/control-loop.ts";

/** What of a turn becomes which column of a data set, and how old it may be. */
export interface Column {
  readonly feature: Feature;
  /** "joints", "command", or the name of a sensor. */
  readonly source: string;
  /** Oldest that may stand for a frame, s. */
  readonly maxAge: Seconds;
  /** null: this turn does not say. */
  readonly read: (turn: Turn) => Sample | null;
  /** Where learn's MCAP reader finds the same. */
  readonly topic: string;
  readonly path: string;
}

export interface ColumnOptions {
  /** Sensors that are pictures; left out: all of them. */
  readonly cameras?: readonly string[];
  /** Sensors of numbers; left out: forces and touch. What only a simulation knows ("truth/…") is never taken unasked. */
  readonly senses?: readonly string[];
  /** The base's speeds, in state and action; left out: joints alone, as models of arms want it. */
  readonly base?: boolean;
}

/** A sample that missed one of its own periods still stands for a frame; one that missed two does not. */
const periods = 2;
const slack = 1e-3;
const oldest = (rate: number): Seconds => periods / rate + slack;

/** "head/left/image" is observation.images.head_left, as LeRobot names cameras; "left_wrist/force" observation.force.left_wrist. */
export const columnName = (sensor: string): string => {
  const parts = sensor.split("/");
  const kind = parts.pop() ?? "";
  const family = kind === "image" ? "images" : kind;
  return ["observation", family, ...(parts.length > 0 ? [parts.join("_")] : [])].join(".");
};

const isPicture = ({ shape, name }: SensorFeature): boolean => shape.length === 3 && name.endsWith("image");

/** [height, width, channels] of a camera as [channels, height, width] of a data set. */
const planes = (data: Sample["data"], [height = 0, width = 0, channels = 0]: readonly number[]): Uint8Array => {
  const size = height * width;
  const out = new Uint8Array(size * channels);
  for (let c = 0; c < channels; c += 1)
    for (let i = 0; i < size; i += 1) out[c * size + i] = data[i * channels + c] ?? 0;
  return out;
};

const cameraColumn = ({ name, shape, rate }: SensorFeature): Column => {
  const [height = 0, width = 0, channels = 0] = shape;
  return {
    feature: { name: columnName(name), shape: [channels, height, width], kind: "image" },
    source: name,
    maxAge: oldest(rate),
    read: ({ observation: { samples } }) => {
      const sample = samples[name];
      return sample ? { at: sample.at, data: planes(sample.data, shape) } : null;
    },
    topic: `/${name}`,
    path: "",
  };
};

/** Of the message that a recording holds of it. */
const pathOf = ({ name, shape }: SensorFeature): string =>
  name.endsWith("/force") && shape[0] === 6 ? "wrench" : "data";

const senseColumn = (sensor: SensorFeature): Column => ({
  feature: { name: columnName(sensor.name), shape: sensor.shape, kind: "quantity", unit: sensor.unit },
  source: sensor.name,
  maxAge: oldest(sensor.rate),
  read: ({ observation: { samples } }) => samples[sensor.name] ?? null,
  topic: `/${sensor.name}`,
  path: pathOf(sensor),
});

const baseNames = ["base/forward", "base/sideways", "base/turn"] as const;
type Speeds = Readonly<Record<"forward" | "sideways" | "turn", number>>;
const speeds = (base: Speeds | null | undefined): readonly number[] =>
  base ? [base.forward, base.sideways, base.turn] : [0, 0, 0];

const motionColumns = ({ joints, rate }: RobotFeatures, hasBase: boolean): readonly Column[] => {
  const names = [...joints.map(({ name }) => name), ...(hasBase ? baseNames : [])];
  const [unit] = hasBase ? [] : [...new Set(joints.map((joint) => joint.unit))];
  const isOneUnit = unit !== undefined && joints.every((joint) => joint.unit === unit);
  const shared = { shape: [names.length], kind: "quantity", names, ...(isOneUnit && { unit }) } as const;
  const common = { maxAge: oldest(rate), path: "position" };
  return [
    {
      ...common,
      feature: { ...shared, name: "observation.state" },
      source: "joints",
      read: ({ observation: { joints: seen, base } }) => ({
        at: seen.at,
        data: Float32Array.from([...seen.position, ...(hasBase ? speeds(base) : [])]),
      }),
      topic: "/joint_states",
    },
    {
      ...common,
      feature: { ...shared, name: "action" },
      source: "command",
      // What was really sent, not what was wished for: a model learns to stay within the limits.
      read: ({ sent, at }) =>
        sent && { at, data: Float32Array.from([...sent.position, ...(hasBase ? speeds(sent.base) : [])]) },
      topic: "/command",
    },
  ];
};

const chosen = (
  { sensors }: RobotFeatures,
  names: readonly string[] | undefined,
  usual: (sensor: SensorFeature) => boolean,
): readonly SensorFeature[] => {
  if (!names) return sensors.filter(usual);
  return names.map((name) => {
    const sensor = sensors.find((one) => one.name === name);
    if (sensor) return sensor;
    const known = sensors.map((one) => one.name).join(", ") || "none";
    throw new RobotFault("lesson", `The robot has no sensor ${name}.`, `It has ${known}.`);
  });
};

/**
 * The columns of a data set of this robot: state and action, pictures, forces. Units: joints as their features say.
 * @throws {RobotFault} "lesson" where it lacks a sensor.
 */
export const lessonColumns = (features: RobotFeatures, options: ColumnOptions = {}): readonly Column[] => [
  ...motionColumns(features, (options.base ?? false) && features.base !== null),
  ...chosen(features, options.cameras, isPicture).map(cameraColumn),
  ...chosen(features, options.senses, ({ name }) => /\/(force|touch)$/.test(name)).map(senseColumn),
];

/** The same columns out of a recording, by learn's MCAP reader; the base's speeds have no place there. */
export const recordingMapping = (
  features: RobotFeatures,
  rate: number,
  options: ColumnOptions & { readonly task?: string } = {},
): McapMapping => ({
  rate,
  time: "log",
  ...(options.task !== undefined && { task: options.task }),
  features: lessonColumns(features, { ...options, base: false }).map(({ feature, topic, path, maxAge }) => ({
    name: feature.name,
    topic,
    path,
    kind: feature.kind,
    shape: [...feature.shape],
    method: "hold",
    maxAge,
    ...(feature.names && { names: [...feature.names] }),
    ...(feature.unit !== undefined && { unit: feature.unit }),
  })),
});
