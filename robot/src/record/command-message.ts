import type { Vector3 } from "../contract/features.ts";
import type { Command, HandTarget, Quaternion } from "../contract/robot.ts";

/** sakiyomi_msgs/Command. What is left out is an empty list. */
export interface CommandMessage {
  readonly at: number;
  readonly expires: number;
  readonly position: Float64Array;
  readonly velocity: Float64Array;
  readonly torque: Float64Array;
  readonly base: ArrayLike<number>;
  readonly stiffness: ArrayLike<number>;
  readonly has_hands: boolean;
  readonly hands: readonly HandMessage[];
  readonly expected: Float64Array;
  readonly note: string;
}

interface HandMessage {
  readonly link: number;
  readonly at: ArrayLike<number>;
  readonly turn: ArrayLike<number>;
  readonly stiffness: number;
  readonly turning: number;
  readonly force: number;
  readonly push: ArrayLike<number>;
}

const none = new Float64Array(0);

type Kept<T> = { readonly [K in keyof Required<T>]: true };
/** A new field of a command does not compile until it is recorded. Expected samples have channels of their own. */
const _command: Kept<Command> = {
  at: true,
  expires: true,
  position: true,
  velocity: true,
  torque: true,
  base: true,
  stiffness: true,
  hands: true,
  expects: true,
  note: true,
};
const _hand: Kept<HandTarget> = {
  link: true,
  at: true,
  turn: true,
  stiffness: true,
  turning: true,
  force: true,
  push: true,
};
void [_command, _hand];

const handMessage = ({ link, at, turn, stiffness, turning, force, push }: HandTarget): HandMessage => ({
  link,
  at,
  turn,
  stiffness,
  turning,
  force,
  push: push ?? none,
});

const handOf = ({ link, at, turn, stiffness, turning, force, push }: HandMessage): HandTarget => ({
  link,
  at: Array.from(at) as unknown as Vector3,
  turn: Array.from(turn) as unknown as Quaternion,
  stiffness,
  turning,
  force,
  ...(push.length > 0 && { push: Array.from(push) as unknown as Vector3 }),
});

export const commandMessage = (command: Command): CommandMessage => {
  const { at, expires, position, velocity, torque, base, stiffness, hands, expects, note } = command;
  return {
    at,
    expires,
    position,
    velocity: velocity ?? none,
    torque: torque ?? none,
    base: base ? [base.forward, base.sideways, base.turn] : none,
    stiffness: stiffness === undefined ? none : [stiffness],
    has_hands: hands !== undefined,
    hands: hands?.map(handMessage) ?? [],
    expected: expects?.position ?? none,
    note: note ?? "",
  };
};

const baseOf = ([forward = 0, sideways = 0, turn = 0]: readonly number[]) => ({ forward, sideways, turn });

/** As it was; of what was expected only the joints. */
export const commandOf = (message: CommandMessage): Command => {
  const { at, expires, position, velocity, torque, base, stiffness, has_hands, hands, expected, note } = message;
  const [firm] = Array.from(stiffness);
  return {
    at,
    expires,
    position,
    ...(velocity.length > 0 && { velocity }),
    ...(torque.length > 0 && { torque }),
    ...(base.length > 0 && { base: baseOf(Array.from(base)) }),
    ...(firm !== undefined && { stiffness: firm }),
    ...(has_hands && { hands: hands.map(handOf) }),
    ...(expected.length > 0 && { expects: { position: expected } }),
    ...(note !== "" && { note }),
  };
};
