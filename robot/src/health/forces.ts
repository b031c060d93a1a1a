import type { RobotFeatures, SensorFeature } from "../contract/features.ts";
import type { Sample, Seconds } from "../contract/robot.ts";
import type { Check, Look, Trouble, Watch } from "./check.ts";

/** What a wrist felt when everything came to rest, N. */
interface Rest {
  readonly since: Seconds;
  readonly force: number;
}

interface Forces {
  readonly rests: ReadonlyMap<string, Rest>;
  /** Sensors that have ever said something. */
  readonly heard: ReadonlySet<string>;
}

const isForce = ({ name, shape }: SensorFeature): boolean =>
  (name.endsWith("/force") && shape[0] === 6) || name.endsWith("/touch");
const forcesOf = ({ sensors }: RobotFeatures): readonly SensorFeature[] => sensors.filter(isForce);
const isWrist = ({ name }: SensorFeature): boolean => name.endsWith("/force");

const lengthOf = ({ data }: Sample): number => Math.hypot(data[0] ?? 0, data[1] ?? 0, data[2] ?? 0);

const isAtRest = ({ observation }: Look<Forces>): boolean =>
  observation.contacts.length === 0 && observation.joints.velocity.every((speed) => Math.abs(speed) < 0.02);

const remember = (look: Look<Forces>): Forces => {
  const { features, memory, observation, now } = look;
  const rests = new Map<string, Rest>();
  const heard = new Set(memory.heard);
  for (const { name } of forcesOf(features)) {
    const sample = observation.samples[name];
    if (!sample) continue;
    heard.add(name);
    if (isAtRest(look)) rests.set(name, memory.rests.get(name) ?? { since: now, force: lengthOf(sample) });
  }
  return { rests, heard };
};

const each = (
  { features, observation }: Look<Forces>,
  judge: (sample: Sample | undefined, feature: SensorFeature) => string | null,
): readonly Trouble[] =>
  forcesOf(features).flatMap((feature) => {
    const found = judge(observation.samples[feature.name], feature);
    return found === null ? [] : [{ where: feature.name, found }];
  });

const oldest = (rate: number): Seconds => Math.max(0.1, 5 / rate);
/** A wrist has to be still so long before its force says something about the sensor. */
const settled: Seconds = 1;

const isFull = ({ settings }: Look<Forces>, { data }: Sample, feature: SensorFeature): boolean =>
  data.some((value, i) => {
    const full = isWrist(feature) && i >= 3 ? settings.fullTorque : settings.fullForce;
    return Math.abs(value) >= 0.98 * full;
  });

const checks: readonly Check<Forces>[] = [
  {
    id: "force-broken",
    title: "a force is no number",
    does: "stop",
    remedy: "Look at the sensor's cable and amplifier. Without it nobody knows how hard the hand presses.",
    after: 0.03,
    resumes: null,
    needsMotion: false,
    look: (look) => each(look, (sample) => (sample?.data.every(Number.isFinite) === false ? "reads no number" : null)),
  },
  {
    id: "force-absent",
    title: "a force sensor has not said anything yet",
    does: "tell",
    remedy: "Look at the sensor's cable and driver. No task that touches somebody may begin.",
    after: 2,
    resumes: 1,
    needsMotion: false,
    look: (look) => each(look, (_, { name }) => (look.memory.heard.has(name) ? null : "says nothing")),
  },
  {
    id: "force-old",
    title: "a force sensor has stopped sending",
    does: "slow",
    remedy: "Look at the sensor's cable and at the load of the machine that reads it.",
    after: 0.05,
    resumes: 1,
    needsMotion: false,
    look: (look) =>
      each(look, (sample, { rate }) =>
        sample && look.now - sample.at > oldest(rate) ? `last heard ${(look.now - sample.at).toFixed(2)} s ago` : null,
      ),
  },
  {
    id: "force-saturated",
    title: "a force sensor is at its end: the true force may be any larger",
    does: "stop",
    remedy: "Free the hand by hand, then look whether the sensor reads nothing when nothing is touched.",
    after: 0.05,
    resumes: null,
    needsMotion: false,
    look: (look) => each(look, (sample, feature) => (sample && isFull(look, sample, feature) ? "at its end" : null)),
  },
  {
    id: "force-offset",
    title: "a wrist feels more than the weight of its hand though nothing is touched",
    does: "tell",
    remedy: "With an empty hand that touches nothing, set the sensor to zero.",
    after: settled,
    resumes: 1,
    needsMotion: false,
    look: (look) =>
      each(look, (sample, feature) => {
        const isStill = look.memory.rests.has(feature.name) && isWrist(feature);
        const force = sample && isStill ? lengthOf(sample) : 0;
        return force > look.settings.handWeight ? `${force.toFixed(0)} N at rest` : null;
      }),
  },
  {
    id: "force-drift",
    title: "a wrist's force creeps while nothing moves",
    does: "tell",
    remedy: "Let the sensor warm up, set it to zero, and have it calibrated if it goes on.",
    after: 0.5,
    resumes: 5,
    needsMotion: false,
    look: (look) =>
      each(look, (sample, feature) => {
        const rest = look.memory.rests.get(feature.name);
        if (!sample || !rest || !isWrist(feature) || look.now - rest.since < settled) return null;
        const by = Math.abs(lengthOf(sample) - rest.force);
        return by > look.settings.drift ? `${by.toFixed(1)} N since it came to rest` : null;
      }),
  },
];

export const forces: Watch<Forces> = {
  part: "forces",
  has: (features) => forcesOf(features).length > 0,
  start: () => ({ rests: new Map(), heard: new Set() }),
  remember,
  checks,
};
