import type { Contact, Observation, RobotFeatures, Sample, Seconds } from "@sakiyomi/robot";
import { type DataTypes, decodePayload, type Timed } from "../data-types.ts";
import type { ClockMatch } from "./clock-match.ts";
import {
  baseOf,
  decodeContacts,
  decodeJoints,
  decodeNearest,
  decodeSample,
  type NumberedJoints,
  robotPorts,
  sensorPort,
} from "./robot-ports.ts";

/** Puts what arrives through a robot's ports together to observations, on our clock. */
export interface ObservationBoard {
  /** By the name of the port. Throws a CorbaFault "payload" or "cdr" for what cannot be read: it counts as not sent. */
  take(port: string, payload: Uint8Array): void;
  /** null: no joints were heard yet. */
  observation(): Observation | null;
  /** Of the last command that the robot took. */
  number(): number;
  /** When joints were last heard, on our clock. */
  heardAt(): Seconds;
}

export interface BoardOptions {
  readonly features: RobotFeatures;
  readonly clock: ClockMatch;
  readonly now: () => Seconds;
  readonly isLittle: boolean;
}

interface Seen {
  joints: NumberedJoints | null;
  pose: Timed<DataTypes["TimedPose2D"]> | null;
  velocity: Timed<DataTypes["TimedVelocity2D"]> | null;
  nearest: Observation["nearestPerson"];
  contacts: readonly Contact[];
  readonly samples: Map<string, Sample>;
  heardAt: Seconds;
}

export const observationBoard = (options: BoardOptions): ObservationBoard => {
  const { clock } = options;
  const seen: Seen = {
    joints: null,
    pose: null,
    velocity: null,
    nearest: null,
    contacts: [],
    samples: new Map(),
    heardAt: Number.NEGATIVE_INFINITY,
  };
  const takers = takersOf(options, seen);
  return {
    take: (port, payload) => takers.get(port)?.(payload),
    observation: () => (seen.joints ? observed(seen, clock) : null),
    number: () => seen.joints?.number ?? 0,
    heardAt: () => seen.heardAt,
  };
};

const observed = (seen: Seen, clock: ClockMatch): Observation | null => {
  const { joints, pose, velocity, nearest, contacts, samples } = seen;
  if (!joints) return null;
  const ours = <T extends { readonly at: Seconds }>(part: T): T => ({ ...part, at: clock.toOurs(part.at) });
  return {
    joints: ours(joints.joints),
    base: pose && velocity ? ours(baseOf(pose, velocity)) : null,
    nearestPerson: nearest && ours(nearest),
    contacts: contacts.map(ours),
    samples: Object.fromEntries(Array.from(samples, ([name, sample]) => [name, ours(sample)])),
  };
};

const takersOf = ({ features, clock, now, isLittle }: BoardOptions, seen: Seen) => {
  const takers = new Map<string, (payload: Uint8Array) => void>();
  takers.set(robotPorts.jointState.name, (payload) => {
    const joints = decodeJoints(payload, features.joints.length, isLittle);
    // One that was overtaken on its way says nothing new.
    const hasBegunAnew = joints.joints.at < (seen.joints?.joints.at ?? 0) - 0.5;
    seen.heardAt = now();
    clock.heard(joints.joints.at, seen.heardAt);
    if (hasBegunAnew || joints.joints.at >= (seen.joints?.joints.at ?? 0)) seen.joints = joints;
  });
  takers.set(robotPorts.basePose.name, (payload) => {
    seen.pose = decodePayload("TimedPose2D", payload, isLittle);
  });
  takers.set(robotPorts.baseVelocity.name, (payload) => {
    seen.velocity = decodePayload("TimedVelocity2D", payload, isLittle);
  });
  takers.set(robotPorts.nearestPerson.name, (payload) => {
    seen.nearest = decodeNearest(payload, isLittle);
  });
  takers.set(robotPorts.contacts.name, (payload) => {
    seen.contacts = decodeContacts(payload, isLittle);
  });
  for (const sensor of features.sensors)
    takers.set(sensorPort(sensor).name, (payload) => {
      seen.samples.set(sensor.name, decodeSample(sensor, payload, isLittle));
    });
  return takers;
};
