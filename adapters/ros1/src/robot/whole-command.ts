import { type Command, commandRow, type HandTarget, type Seconds } from "@sakiyomi/robot";
import { RosFault } from "../fault.ts";

/**
 * The row of `commandRow`, in the robot's time and with a stiffness always told. It may end after position, velocity or
 * torque. The body server of adapters/mujoco has commands in the same form.
 */
export const wholeCommand = (command: Command, time: (ours: Seconds) => number): Float64Array =>
  Float64Array.from(
    commandRow({
      ...command,
      at: time(command.at),
      expires: time(command.expires),
      stiffness: command.stiffness ?? 1,
    }),
  );

const before = 6;
const perHand = 14;

/** Throws `bad-message` where the length does not fit, or a number that has to be one is not. */
export const readWholeCommand = (row: ArrayLike<number>, joints: number, time: (told: number) => Seconds): Command => {
  const numbers = Float64Array.from(row);
  const part = (index: number): Float64Array => numbers.slice(before + index * joints, before + (index + 1) * joints);
  const [at = Number.NaN, expires = Number.NaN, stiffness = 1, forward = Number.NaN, sideways = 0, turn = 0] = numbers;
  const position = part(0);
  if (!Number.isFinite(at) || !Number.isFinite(expires)) throw bad("its times are no numbers");
  if (position.length !== joints || !position.every(Number.isFinite)) throw bad(`it has not ${joints} positions`);
  const velocity = part(1);
  const torque = part(2);
  return {
    at: time(at),
    expires: time(expires),
    position,
    ...(hasNumbers(velocity, joints) ? { velocity } : {}),
    ...(hasNumbers(torque, joints) ? { torque } : {}),
    ...(Number.isFinite(forward) ? { base: { forward, sideways, turn } } : {}),
    ...(Number.isNaN(stiffness) ? {} : { stiffness }),
    ...handsIn(numbers.slice(before + 3 * joints)),
  };
};

const hasNumbers = (part: Float64Array, joints: number): boolean => {
  if (part.length === 0 || part.every(Number.isNaN)) return false;
  if (part.length !== joints || !part.every(Number.isFinite)) throw bad("a speed or a torque is no number");
  return true;
};

const handsIn = (numbers: Float64Array): { readonly hands?: readonly HandTarget[] } => {
  const [count = 0, ...rest] = numbers;
  if (count === 0) return {};
  if (rest.length !== count * perHand) throw bad(`it has ${rest.length} numbers for ${count} hands`);
  return { hands: Array.from({ length: count }, (_, i) => handOf(rest.slice(i * perHand, (i + 1) * perHand))) };
};

const handOf = (row: readonly number[]): HandTarget => {
  const [link = -1, x = 0, y = 0, z = 0, qw = 1, qx = 0, qy = 0, qz = 0, stiffness = 0, turning = 0, force = 0] = row;
  if (!row.slice(0, 11).every(Number.isFinite)) throw bad("a hand's target is no number");
  const [px = Number.NaN, py = 0, pz = 0] = row.slice(11);
  const push = Number.isFinite(px) ? { push: [px, py, pz] as const } : {};
  return { link, at: [x, y, z], turn: [qw, qx, qy, qz], stiffness, turning, force, ...push };
};

const bad = (why: string): RosFault =>
  new RosFault("bad-message", `A whole command cannot be read: ${why}.`, "Compare the order of joints on both sides.");
