import type { RobotFeatures, SensorFeature } from "../contract/features.ts";
import type { Check, Look, Trouble, Watch } from "./check.ts";

/** What a robot's thermometer looks at is not a part of the robot. */
const isThermometer = ({ name, unit }: SensorFeature): boolean => unit === "Cel" && !name.includes("/thermometer");

/** What is wrong with a temperature; null: nothing. */
type Judge = (temperature: number) => string | null;

const each = ({ features, observation }: Look<null>, judge: Judge): readonly Trouble[] =>
  features.sensors.filter(isThermometer).flatMap(({ name }) => {
    const data = observation.samples[name]?.data ?? [];
    return [...data].flatMap((temperature, i) => {
      const found = judge(temperature);
      // One a joint, as `motor/temperature` is; otherwise its place.
      const where = data.length === features.joints.length ? features.joints[i]?.name : `${name} ${i + 1}`;
      return found === null ? [] : [{ where: where ?? name, found }];
    });
  });

const degrees = (temperature: number): string => `${temperature.toFixed(0)} °C`;

const between =
  (from: number, to: number): Judge =>
  (temperature) =>
    temperature >= from && temperature < to ? degrees(temperature) : null;

const checks: readonly Check<null>[] = [
  {
    id: "motor-warm",
    title: "a motor is warm",
    does: "tell",
    remedy: "Let the arm rest in a posture that bears little weight when there is time.",
    after: 1,
    resumes: 10,
    needsMotion: false,
    look: (look) => each(look, between(look.settings.warm, look.settings.hot)),
  },
  {
    id: "motor-hot",
    title: "a motor is hot: the robot is slower until it has cooled down",
    does: "slow",
    remedy: "Let the robot rest. Touch no cover near the joint: it may burn.",
    after: 1,
    resumes: 30,
    needsMotion: false,
    look: (look) => each(look, between(look.settings.hot, look.settings.tooHot)),
  },
  {
    id: "motor-too-hot",
    title: "a motor is too hot",
    does: "stop",
    remedy: "Switch the motors off, let them cool down, and find out what the joint worked against.",
    after: 0.05,
    resumes: null,
    needsMotion: false,
    look: (look) => each(look, (t) => (t >= look.settings.tooHot ? degrees(t) : null)),
  },
  {
    id: "thermometer-broken",
    title: "a temperature cannot be true",
    does: "slow",
    remedy: "Look at the sensor's cable; until then nobody knows how hot the motor is.",
    after: 1,
    resumes: 10,
    needsMotion: false,
    look: (look) => each(look, (t) => (t > -40 && t < 200 ? null : `reads ${t}`)),
  },
];

export const temperatures: Watch<null> = {
  part: "temperatures",
  has: ({ sensors }: RobotFeatures) => sensors.some(isThermometer),
  start: () => null,
  remember: () => null,
  checks,
};
