import type { Command, HandTarget, RobotFeatures, Seconds } from "@sakiyomi/robot";
import { MujocoFault } from "./fault.ts";

/** Springs stiffer than this shake at 500 Hz, N/m and N·m/rad. */
const stiffest = { moving: 3000, turning: 200 };

const clamp = (x: number, lowest: number, highest: number): number => Math.min(Math.max(x, lowest), highest);

/**
 * The command within the limits of the robot's own side, which hold whoever sends it. Throws a MujocoFault: "command" where
 * a number is missing or not finite, "expired" where it came too late.
 */
export const limited = (features: RobotFeatures, command: Command, now: Seconds): Command => {
  check(features, command);
  if (!(command.expires > now)) throw lateBy(now - command.expires);
  const { joints, base } = features;
  const { velocity, torque, stiffness, base: speeds, hands, ...rest } = command;
  return {
    ...rest,
    position: within(command.position, joints, ({ lowest, highest }) => [lowest, highest]),
    ...(velocity && { velocity: within(velocity, joints, ({ speed }) => [-speed, speed]) }),
    ...(torque && { torque: within(torque, joints, ({ torque: most }) => [-most, most]) }),
    ...(stiffness !== undefined && { stiffness: clamp(stiffness, 0, 1) }),
    ...(speeds && base && { base: drivable(speeds, base) }),
    ...(hands && { hands: hands.map(bearable) }),
  };
};

type Joint = RobotFeatures["joints"][number];

const within = (
  values: Float64Array,
  joints: readonly Joint[],
  range: (joint: Joint) => readonly [number, number],
): Float64Array =>
  values.map((x, i) => {
    const joint = joints[i];
    return joint ? clamp(x, ...range(joint)) : x;
  });

const drivable = (
  { forward, sideways, turn }: NonNullable<Command["base"]>,
  base: NonNullable<RobotFeatures["base"]>,
): NonNullable<Command["base"]> => {
  const over = Math.max(1, Math.hypot(forward, sideways) / base.speed);
  return { forward: forward / over, sideways: sideways / over, turn: clamp(turn, -base.turn, base.turn) };
};

const bearable = (hand: HandTarget): HandTarget => ({
  ...hand,
  stiffness: clamp(hand.stiffness, 0, stiffest.moving),
  turning: clamp(hand.turning, 0, stiffest.turning),
  force: Math.max(0, hand.force),
});

const lateBy = (by: Seconds): MujocoFault =>
  new MujocoFault(
    "expired",
    `The command had expired ${(1000 * by).toFixed(0)} ms before it came.`,
    "Send it sooner, or let it last longer.",
  );

const check = ({ joints, links }: RobotFeatures, command: Command): void => {
  const { position, velocity, torque, base, hands = [] } = command;
  for (const [name, values] of Object.entries({ position, velocity, torque }))
    if (values && !isWhole(values, joints.length)) throw refused(`${name} is to be ${joints.length} finite numbers`);
  if (!isFiniteAll([command.at, command.expires, command.stiffness ?? 1, ...Object.values(base ?? {})]))
    throw refused("its times, stiffness and base speeds are to be finite");
  for (const hand of hands) checkHand(links, hand);
};

const checkHand = (links: RobotFeatures["links"], hand: HandTarget): void => {
  if (!links[hand.link]?.isTool) throw refused(`link ${hand.link} is no tool`);
  if (!isFiniteAll(numbersOf(hand))) throw refused(`the target of link ${hand.link} is to be finite`);
};

const isFiniteAll = (numbers: readonly number[]): boolean => numbers.every(Number.isFinite);
const isWhole = (values: Float64Array, length: number): boolean =>
  values.length === length && values.every(Number.isFinite);

const numbersOf = ({ at, turn, stiffness, turning, force, push = [0, 0, 0] }: HandTarget): readonly number[] => [
  ...at,
  ...turn,
  stiffness,
  turning,
  force,
  ...push,
];

const refused = (why: string): MujocoFault =>
  new MujocoFault("command", `The command is refused: ${why}.`, "Send whole and finite numbers.");
