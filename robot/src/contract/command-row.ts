import type { Command, HandTarget } from "./robot.ts";

const missing = (count: number): readonly number[] => Array<number>(count).fill(Number.NaN);

const handRow = ({ link, at, turn, stiffness, turning, force, push }: HandTarget): readonly number[] => [
  link,
  ...at,
  ...turn,
  stiffness,
  turning,
  force,
  ...(push ?? missing(3)),
];

/**
 * A command with all that it can hold, as numbers in a row, for whatever line carries it: at, expires, stiffness (NaN: not
 * told), base forward, sideways, turn (NaN: it stands), position × J, velocity × J, torque × J (each NaN throughout: none),
 * H, then for each of H hands: link, x, y, z, qw, qx, qy, qz, stiffness, turning, force, push x, y, z (NaN: none).
 */
export const commandRow = (command: Command): readonly number[] => {
  const { at, expires, stiffness = Number.NaN, base, position, velocity, torque, hands = [] } = command;
  return [
    at,
    expires,
    stiffness,
    ...(base ? [base.forward, base.sideways, base.turn] : missing(3)),
    ...position,
    ...(velocity ?? missing(position.length)),
    ...(torque ?? missing(position.length)),
    hands.length,
    ...hands.flatMap(handRow),
  ];
};
