import type { Prediction, Predictor } from "@sakiyomi/learn";
import type { RobotFeatures, SensorFeature } from "../contract/features.ts";
import type { Command, Observation, Policy, Seconds } from "../contract/robot.ts";
import { RobotFault } from "../fault.ts";

type Described = Predictor["saved"]["description"];
type Input = Described["inputs"][number];
type Output = Described["outputs"][number];

export interface LearnedOptions {
  readonly predictor: Predictor;
  readonly features: RobotFeatures;
  /** Steps a second; left out: the model's own rate. */
  readonly rate?: number;
  /** Which of the robot's sensors an input of the model is; left out: found by its name. */
  readonly sensors?: Readonly<Record<string, string>>;
}

/** How one input of the model is read from an observation; null: its sensor has not spoken yet. */
type Read = (observation: Observation) => Float32Array | null;

interface Reading {
  /** The model's. */
  readonly name: string;
  readonly read: Read;
  /** The camera that it is a picture of; null: it is none. */
  readonly picture: string | null;
}

/** "observation.images.head_left", "head/left/image" → "headleft": what two names have in common. */
const bare = (name: string): string =>
  name
    .replace(/^observation\.(images?\.|image$|state\.)?/, "")
    .replace(/[/._-]?image$/, "")
    .replaceAll(/[/._-]/g, "")
    .toLowerCase();

/** Places of the named joints; null where one of them is none of the robot's. */
const jointsOf = ({ joints }: RobotFeatures, names: readonly string[] | undefined): readonly number[] | null => {
  const places = names?.map((name) => joints.findIndex((joint) => joint.name === name));
  return places && places.length > 0 && !places.includes(-1) ? places : null;
};

const wrongUnit = (features: RobotFeatures, places: readonly number[], { units }: Input): string | null => {
  const wrong = places.find((place, i) => units?.[i] !== undefined && units[i] !== features.joints[place]?.unit);
  return wrong === undefined ? null : `${features.joints[wrong]?.name} is in ${features.joints[wrong]?.unit} here`;
};

const sensorOf = ({ sensors }: RobotFeatures, input: Input, named: string | undefined): SensorFeature | null => {
  if (named !== undefined) return sensors.find(({ name }) => name === named) ?? null;
  const wanted = [input.name, ...(input.features ?? [])].map(bare);
  const isImage = input.kind === "image";
  const alike = sensors.filter(({ name }) => name.endsWith("/image") === isImage);
  const found = alike.find(({ name }) => wanted.includes(bare(name)));
  // A model that knows of one camera, on a robot, looks through the first one.
  return found ?? (isImage ? (alike[0] ?? null) : null);
};

/** [h, w, 3] bytes → [3, h, w] in 0 … 255, as episodes have it. */
const channelsFirst = (bytes: ArrayLike<number>, [height = 0, width = 0]: readonly number[]): Float32Array => {
  const area = height * width;
  const image = new Float32Array(3 * area);
  for (let pixel = 0; pixel < area; pixel += 1)
    for (let channel = 0; channel < 3; channel += 1)
      image[channel * area + pixel] = bytes[pixel * 3 + channel] ?? Number.NaN;
  return image;
};

const sensorReader = (features: RobotFeatures, input: Input, named: string | undefined): Read => {
  const sensor = sensorOf(features, input, named);
  const listed = features.sensors.map(({ name }) => name).join(", ");
  if (!sensor)
    throw new RobotFault("policy", `The model reads "${input.name}", which this robot has not.`, `It has ${listed}.`);
  const dataOf = ({ samples }: Observation): ArrayLike<number> | null => samples[sensor.name]?.data ?? null;
  if (input.kind !== "image")
    return (observation) => {
      const data = dataOf(observation);
      return data && Float32Array.from(data);
    };
  const [channels, height, width] = input.shape;
  const [rows, columns] = sensor.shape;
  if (channels !== 3 || height !== rows || width !== columns)
    throw new RobotFault(
      "policy",
      `The model sees ${width} × ${height} pixels, ${sensor.name} gives ${columns} × ${rows}.`,
      "Set the camera to the model's size.",
    );
  return (observation) => {
    const data = dataOf(observation);
    return data && channelsFirst(data, sensor.shape);
  };
};

const readerOf = (features: RobotFeatures, input: Input, named: string | undefined): Read => {
  const places = jointsOf(features, input.names);
  if (!places) return sensorReader(features, input, named);
  const wrong = wrongUnit(features, places, input);
  if (wrong)
    throw new RobotFault("policy", `The model's "${input.name}" has another unit: ${wrong}.`, "Convert the episodes.");
  return ({ joints }) => Float32Array.from(places, (place) => joints.position[place] ?? Number.NaN);
};

/** Which output says where the joints are to be next. */
const goalOf = (features: RobotFeatures, outputs: readonly Output[]): { name: string; places: readonly number[] } => {
  const named = outputs.map(({ name, names }) => ({ name, places: jointsOf(features, names) }));
  const found = named.find(({ name, places }) => places && name === "action") ?? named.find(({ places }) => places);
  if (found?.places) return { name: found.name, places: found.places };
  throw new RobotFault(
    "policy",
    "The model predicts no joints of this robot.",
    "Train it on episodes whose joints are named as the robot's are.",
  );
};

/** [3, h, w] → [h, w, 3] bytes, as cameras give them. */
const pixels = ({ data, shape: [, height = 0, width = 0] }: Prediction[string]): Uint8Array => {
  const area = height * width;
  return Uint8Array.from({ length: 3 * area }, (_, i) =>
    Math.min(255, Math.max(0, Math.round(data[(i % 3) * area + Math.floor(i / 3)] ?? 0))),
  );
};

/** Predicted pictures, by the name of the sensor that they are compared with. */
const expected = (reads: readonly Reading[], prediction: Prediction): Readonly<Record<string, Uint8Array>> =>
  Object.fromEntries(
    reads.flatMap(({ name, picture }) => {
      const tensor = prediction[name];
      return picture !== null && tensor?.shape.length === 3 ? [[picture, pixels(tensor)]] : [];
    }),
  );

/**
 * A trained model that moves a robot: what it predicts the joints to be next is where they are told to go; joints that it
 * does not know of stay where they were. Its other predictions are shown beside what is seen.
 * @throws {RobotFault} "policy" when the model reads or predicts what this robot has not, or in another unit or size.
 */
export const learnedPolicy = ({ predictor, features, rate, sensors = {} }: LearnedOptions): Policy => {
  const { inputs, outputs, rate: own } = predictor.saved.description;
  const period: Seconds = 1 / (rate ?? own ?? 10);
  const reads = inputs
    .filter(({ from }) => from === "signal")
    .map((input): Reading => {
      const named = sensors[input.name];
      const camera = input.kind === "image" ? sensorOf(features, input, named) : null;
      return { name: input.name, read: readerOf(features, input, named), picture: camera?.name ?? null };
    });
  const goal = goalOf(features, outputs);
  let held: Float64Array | null = null;
  const commandOf = (prediction: Prediction, { joints }: Observation, now: Seconds): Command => {
    const data = prediction[goal.name]?.data ?? new Float32Array(0);
    const before = held ?? joints.position;
    const position = before.slice();
    for (const [i, place] of goal.places.entries()) position[place] = data[i] ?? Number.NaN;
    const velocity = position.map((to, i) => (to - (before[i] ?? to)) / period);
    held = position;
    const expects = { position: position.slice(), samples: expected(reads, prediction) };
    return { at: now, expires: now + 2 * period, position, velocity, expects, note: predictor.saved.description.kind };
  };
  return {
    reset: async () => {
      held = null;
      await predictor.reset();
    },
    step: async (observation, now) => {
      const seen: Record<string, Float32Array> = {};
      for (const { name, read } of reads) {
        const numbers = read(observation);
        // A camera takes a moment to begin: until then there is nothing to go by, and nothing to say.
        if (!numbers) return null;
        seen[name] = numbers;
      }
      return commandOf(await predictor.step(seen), observation, now);
    },
    close: () => predictor.close(),
  };
};
