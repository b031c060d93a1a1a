import type { RobotFeatures } from "../contract/features.ts";
import type { Command } from "../contract/robot.ts";
import type { Check, Look, Trouble, Watch } from "./check.ts";

interface Encoders {
  readonly at: number;
  readonly position: Float64Array | null;
  readonly sent: Float64Array | null;
  /** How far each joint was told to move since its reading changed last. */
  readonly told: Float64Array;
  /** Joints whose reading has just jumped, and by how much. */
  readonly jumps: readonly (readonly [joint: number, by: number])[];
  /** Joints of fingers: what they hold keeps them from where they are sent. */
  readonly fingers: readonly boolean[];
}

type Looking = Look<Encoders>;

const fingersOf = ({ links, joints }: RobotFeatures): readonly boolean[] => {
  const isBeyondTool = (link: number | null): boolean => {
    for (let at = link; at !== null; at = links[at]?.parent ?? null) if (links[at]?.isTool) return true;
    return false;
  };
  return joints.map((_, joint) => links.some((link) => link.joint === joint && isBeyondTool(link.parent)));
};

const start = (features: RobotFeatures): Encoders => ({
  at: Number.NEGATIVE_INFINITY,
  position: null,
  sent: null,
  told: new Float64Array(features.joints.length),
  jumps: [],
  fingers: fingersOf(features),
});

/** Readings may outrun a joint's own speed by this factor, and jump by this much, rad or m, before nobody believes them. */
const [outrun, slack] = [2, 0.05];

const jumpsOf = ({ features, memory, observation }: Looking): Encoders["jumps"] => {
  const { position: before, at } = memory;
  const { joints } = observation;
  if (!before || joints.at <= at) return [];
  return features.joints.flatMap(({ speed }, i) => {
    const by = Math.abs((joints.position[i] ?? 0) - (before[i] ?? 0));
    return by > outrun * speed * (joints.at - at) + slack ? [[i, by] as const] : [];
  });
};

const isHeld = (sent: Command | null): sent is Command =>
  sent !== null && (sent.stiffness ?? 1) >= 0.99 && (sent.hands ?? []).length === 0;

const remember = (look: Looking): Encoders => {
  const { memory, observation, sent } = look;
  const { position, at } = observation.joints;
  const told = memory.told.map((way, i) => {
    if (!isHeld(sent) || position[i] !== memory.position?.[i]) return 0;
    return way + Math.abs((sent.position[i] ?? 0) - (memory.sent?.[i] ?? sent.position[i] ?? 0));
  });
  return {
    ...memory,
    at,
    position: position.slice(),
    sent: sent?.position.slice() ?? null,
    told,
    jumps: jumpsOf(look),
  };
};

const eachJoint = (
  { features }: Looking,
  found: (joint: RobotFeatures["joints"][number], i: number) => string | null,
): readonly Trouble[] =>
  features.joints.flatMap((joint, i) => {
    const what = found(joint, i);
    return what === null ? [] : [{ where: joint.name, found: what }];
  });

/** A joint that pushes is kept from moving; one that does not push, and still does not move, is not measured. */
const pushing = 0.3;
const isPushing = ({ observation, features }: Looking, i: number): boolean =>
  Math.abs(observation.joints.torque[i] ?? 0) > pushing * (features.joints[i]?.torque ?? 0);

const wayUnseen = 0.1;
const outOfRange = 0.1;

const checks: readonly Check<Encoders>[] = [
  {
    id: "encoder-broken",
    title: "a joint's reading is no number, or outside what it can reach",
    does: "stop",
    remedy: "Look at the joint's encoder and its cable; move the joint by hand and watch its reading.",
    after: 0.03,
    resumes: null,
    needsMotion: false,
    look: (look) =>
      eachJoint(look, ({ lowest, highest, unit }, i) => {
        const at = look.observation.joints.position[i] ?? Number.NaN;
        return at >= lowest - outOfRange && at <= highest + outOfRange ? null : `reads ${at.toFixed(3)} ${unit}`;
      }),
  },
  {
    id: "encoder-jump",
    title: "a joint's reading jumps",
    does: "stop",
    remedy: "Look at the encoder's cable, its shield and what disturbs it; then start the robot anew.",
    after: 0,
    resumes: null,
    needsMotion: false,
    look: ({ memory, features }) =>
      memory.jumps.map(([i, by]) => ({
        where: features.joints[i]?.name ?? "",
        found: `jumped by ${by.toFixed(2)} ${features.joints[i]?.unit ?? ""}`,
      })),
  },
  {
    id: "encoder-stuck",
    title: "a joint's reading stands while the joint is told to move",
    does: "stop",
    remedy: "Look whether the joint moves. If it does, its encoder is broken; if not, its motor or brake.",
    after: 0.05,
    resumes: null,
    needsMotion: true,
    look: (look) =>
      eachJoint(look, ({ unit }, i) => {
        const way = look.memory.told[i] ?? 0;
        return way > wayUnseen && !isPushing(look, i)
          ? `stands, though told to move by ${way.toFixed(2)} ${unit}`
          : null;
      }),
  },
  {
    id: "joint-disagrees",
    title: "a joint is not where it was sent, or is moved by somebody else",
    does: "stop",
    remedy: "Look for what holds the joint, and whether another program or pendant commands the robot as well.",
    after: 0.5,
    resumes: null,
    needsMotion: false,
    look: (look) => {
      const { sent, memory, observation, settings } = look;
      if (!isHeld(sent) || observation.contacts.length > 0) return [];
      return eachJoint(look, ({ unit }, i) => {
        const off = Math.abs((sent.position[i] ?? 0) - (observation.joints.position[i] ?? 0));
        return off > settings.following && !memory.fingers[i] ? `is off by ${off.toFixed(2)} ${unit}` : null;
      });
    },
  },
  {
    id: "base-disagrees",
    title: "the base does not drive as it was told",
    does: "stop",
    remedy: "Look whether it slips, is pushed or rolls on a slope, and whether another program drives it as well.",
    after: 0.7,
    resumes: null,
    needsMotion: false,
    look: ({ sent, observation, settings }) => {
      const { base } = observation;
      if (!base || !sent || observation.contacts.length > 0) return [];
      const told = sent.base ?? { forward: 0, sideways: 0 };
      const off = Math.hypot(base.forward - told.forward, base.sideways - told.sideways);
      return off > settings.driving ? [{ where: "the base", found: `is off by ${off.toFixed(2)} m/s` }] : [];
    },
  },
];

export const encoders: Watch<Encoders> = { part: "encoders", has: () => true, start, remember, checks };
