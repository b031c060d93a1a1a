import type { RobotFeatures, SensorFeature } from "../contract/features.ts";
import type { Sample, Seconds } from "../contract/robot.ts";
import type { Check, Look, Trouble, Watch } from "./check.ts";

interface Camera {
  /** Of the newest picture. */
  readonly at: Seconds;
  /** A few of its pixels, as one number. */
  readonly print: number;
  /** How many pictures in a row were the same, and how far the robot has moved meanwhile, rad or m. */
  readonly same: number;
  readonly way: number;
  readonly brightness: number;
}

interface Cameras {
  readonly byName: ReadonlyMap<string, Camera>;
  readonly position: Float64Array | null;
}

const isCamera = ({ shape }: SensorFeature): boolean => shape.length === 3 && shape[2] === 3;
const camerasOf = ({ sensors }: RobotFeatures): readonly SensorFeature[] => sensors.filter(isCamera);

/** So many values of a picture are looked at, wherever they lie. */
const looked = 512;

const glance = ({ data }: Sample): { readonly print: number; readonly brightness: number } => {
  let [print, sum, count] = [0, 0, 0];
  const step = Math.max(1, Math.floor(data.length / looked));
  for (let i = 0; i < data.length; i += step) {
    const value = data[i] ?? 0;
    print = (Math.imul(print, 31) + Math.round(value)) | 0;
    sum += value;
    count += 1;
  }
  return { print, brightness: count === 0 ? 0 : sum / count };
};

const seen = (before: Camera | undefined, sample: Sample, moved: number): Camera => {
  const way = (before?.way ?? 0) + moved;
  if (before && sample.at === before.at) return { ...before, way };
  const { print, brightness } = glance(sample);
  const isSame = before !== undefined && before.print === print;
  return { at: sample.at, print, brightness, same: isSame ? before.same + 1 : 0, way: isSame ? way : 0 };
};

const largest = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, x, i) => Math.max(most, Math.abs(x - (b[i] ?? 0))), 0);

const remember = ({ features, memory, observation }: Look<Cameras>): Cameras => {
  const { position } = observation.joints;
  const base = observation.base ? Math.hypot(observation.base.forward, observation.base.sideways) : 0;
  const moved = (memory.position ? largest(position, memory.position) : 0) + base * 0.01;
  const byName = new Map<string, Camera>();
  for (const { name } of camerasOf(features)) {
    const sample = observation.samples[name];
    const before = memory.byName.get(name);
    if (sample) byName.set(name, seen(before, sample, moved));
    else if (before) byName.set(name, before);
  }
  return { byName, position: position.slice() };
};

const each = (
  { features, memory }: Look<Cameras>,
  judge: (camera: Camera | undefined, feature: SensorFeature) => string | null,
): readonly Trouble[] =>
  camerasOf(features).flatMap((feature) => {
    const found = judge(memory.byName.get(feature.name), feature);
    return found === null ? [] : [{ where: feature.name, found }];
  });

const oldest = (rate: number): Seconds => Math.max(0.5, 5 / rate);
/** So many pictures alike, while the robot moved this far, rad or m. */
const [manyAlike, farEnough] = [5, 0.1];

const checks: readonly Check<Cameras>[] = [
  {
    id: "camera-absent",
    title: "a camera has not sent a picture yet",
    does: "tell",
    remedy: "Look at the camera's cable and driver. What needs it cannot be done.",
    after: 2,
    resumes: 1,
    needsMotion: false,
    look: (look) => each(look, (camera) => (camera ? null : "no picture")),
  },
  {
    id: "camera-old",
    title: "a camera has stopped sending",
    does: "slow",
    remedy: "Look at the camera's cable and at the load of the machine that reads it.",
    after: 0.1,
    resumes: 1,
    needsMotion: false,
    look: (look) =>
      each(look, (camera, { rate }) =>
        camera && look.now - camera.at > oldest(rate)
          ? `last picture ${(look.now - camera.at).toFixed(1)} s ago`
          : null,
      ),
  },
  {
    id: "camera-frozen",
    title: "a camera sends the same picture again and again while the robot moves",
    does: "slow",
    remedy: "Start the camera's driver anew. The robot takes it for blind until the picture changes.",
    after: 0,
    resumes: 1,
    needsMotion: true,
    look: (look) =>
      each(look, (camera) =>
        camera && camera.same >= manyAlike && camera.way > farEnough ? `${camera.same} pictures alike` : null,
      ),
  },
  {
    id: "camera-black",
    title: "a camera sees nothing but black",
    does: "slow",
    remedy: "Take off what covers the lens, or switch the light on.",
    after: 1,
    resumes: 1,
    needsMotion: false,
    look: (look) =>
      each(look, (camera) =>
        camera && camera.brightness < look.settings.black ? `brightness ${camera.brightness.toFixed(1)} of 255` : null,
      ),
  },
];

export const cameras: Watch<Cameras> = {
  part: "cameras",
  has: (features) => camerasOf(features).length > 0,
  start: () => ({ byName: new Map(), position: null }),
  remember,
  checks,
};
