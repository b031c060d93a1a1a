import type { HandInput, TeleopInput } from "@sakiyomi/robot";

export type HandChoice = "left" | "right" | "both";

/** One direction of a hold: what a key, a button on the page or a stick stands for. */
export type Motion =
  | "forward"
  | "back"
  | "left"
  | "right"
  | "up"
  | "down"
  | "turn-forward"
  | "turn-back"
  | "turn-left"
  | "turn-right"
  | "roll-left"
  | "roll-right"
  | "base-forward"
  | "base-back"
  | "base-left"
  | "base-right"
  | "head-left"
  | "head-right"
  | "head-up"
  | "head-down"
  | "open"
  | "close";

/** By the key's place on the keyboard, so that it is the same on every layout. */
const keys: Readonly<Record<string, Motion>> = {
  KeyW: "forward",
  KeyS: "back",
  KeyA: "left",
  KeyD: "right",
  KeyR: "up",
  KeyF: "down",
  KeyQ: "open",
  KeyE: "close",
  ArrowUp: "base-forward",
  ArrowDown: "base-back",
  ArrowLeft: "base-left",
  ArrowRight: "base-right",
  KeyI: "head-up",
  KeyK: "head-down",
  KeyJ: "head-left",
  KeyL: "head-right",
};

const turned: Readonly<Partial<Record<Motion, Motion>>> = {
  forward: "turn-forward",
  back: "turn-back",
  left: "turn-left",
  right: "turn-right",
  up: "roll-left",
  down: "roll-right",
};

/** null: the key has nothing to do with the robot. */
export const motionOfKey = (code: string, isShifted: boolean): Motion | null => {
  const motion = keys[code] ?? null;
  return (isShifted && motion && turned[motion]) || motion;
};

/** A share of the largest speed for each motion that is held. */
export type Held = ReadonlyMap<Motion, number>;

export interface Drag {
  readonly side: "left" | "right";
  /** In the frame of the base, m; or turning shares. */
  readonly goal?: readonly [number, number, number];
  readonly turn?: readonly [number, number, number];
}

const along = (held: Held, plus: Motion, minus: Motion): number => (held.get(plus) ?? 0) - (held.get(minus) ?? 0);

const isMoved = (vector: readonly number[]): boolean => vector.some((part) => part !== 0);

type Three = readonly [number, number, number];

const handOf = (held: Held, grip: number | null): HandInput => {
  const move: Three = [along(held, "forward", "back"), along(held, "left", "right"), along(held, "up", "down")];
  // About x of the base: rolls; about y: bows forward; about z: turns to the left.
  const turn: Three = [
    along(held, "roll-right", "roll-left"),
    along(held, "turn-forward", "turn-back"),
    along(held, "turn-left", "turn-right"),
  ];
  return {
    ...(isMoved(move) ? { move } : {}),
    ...(isMoved(turn) ? { turn } : {}),
    ...(grip === null ? {} : { grip }),
  };
};

/** A mirrored hand goes outwards where the other goes outwards. */
const mirrored = ({ move, turn, ...rest }: HandInput): HandInput => ({
  ...rest,
  ...(move ? { move: [move[0], -move[1], move[2]] } : {}),
  ...(turn ? { turn: [-turn[0], turn[1], -turn[2]] } : {}),
});

export interface Hands {
  readonly choice: HandChoice;
  /** 0: open, 1: closed; null: as it is. */
  readonly grip: number | null;
}

const withDrag = (input: TeleopInput, { side, goal, turn }: Drag): TeleopInput => ({
  ...input,
  [side]: { ...input[side], ...(goal ? { goal } : {}), ...(turn ? { turn } : {}) },
});

/** What is held now, as the robot understands it. "Both" moves the hands as in a mirror, the left one as told. */
export const inputOf = (held: Held, { choice, grip }: Hands, drag: Drag | null = null): TeleopInput => {
  const hand = handOf(held, grip);
  const base = {
    forward: along(held, "base-forward", "base-back"),
    sideways: 0,
    turn: along(held, "base-left", "base-right"),
  };
  const head = { turn: along(held, "head-left", "head-right"), nod: along(held, "head-down", "head-up") };
  const input: TeleopInput = {
    isHeld: held.size > 0 || drag !== null,
    ...(choice === "right" ? {} : { left: hand }),
    ...(choice === "left" ? {} : { right: choice === "both" ? mirrored(hand) : hand }),
    ...(isMoved(Object.values(base)) ? { base } : {}),
    ...(isMoved(Object.values(head)) ? { head } : {}),
  };
  return drag ? withDrag(input, drag) : input;
};

/** As much of a gamepad as is read. */
export interface Pad {
  readonly axes: readonly number[];
  readonly buttons: readonly { readonly pressed: boolean; readonly value: number }[];
}

const dead = 0.12;

const stick = (value = 0): number => (Math.abs(value) < dead ? 0 : (value - Math.sign(value) * dead) / (1 - dead));

const leftBumper = 4;
const rightBumper = 5;
const leftTrigger = 6;
const rightTrigger = 7;

/** Standard layout of the W3C's Gamepad. Without the left bumper it says nothing. */
export const heldOnPad = ({ axes, buttons }: Pad): Held => {
  const held = new Map<Motion, number>();
  if (!buttons[leftBumper]?.pressed) return held;
  const isTurning = buttons[rightBumper]?.pressed ?? false;
  const push = (plus: Motion, minus: Motion, value: number): void => {
    const [a, b] = isTurning ? [turned[plus] ?? plus, turned[minus] ?? minus] : [plus, minus];
    if (value !== 0) held.set(value > 0 ? a : b, Math.abs(value));
  };
  push("back", "forward", stick(axes[1]));
  push("right", "left", stick(axes[0]));
  push("down", "up", stick(axes[3]));
  if ((buttons[leftTrigger]?.value ?? 0) > dead) held.set("open", buttons[leftTrigger]?.value ?? 0);
  if ((buttons[rightTrigger]?.value ?? 0) > dead) held.set("close", buttons[rightTrigger]?.value ?? 0);
  // The bumper alone is held, too: the robot keeps its place and answers at once.
  if (held.size === 0) held.set("up", 0);
  return held;
};

export const together = (...many: readonly Held[]): Held => {
  const all = new Map<Motion, number>();
  for (const held of many) for (const [motion, share] of held) all.set(motion, Math.max(all.get(motion) ?? 0, share));
  return all;
};

/** How far a grip goes in a second while it is held. */
const gripSpeed = 1.6;

export const gripAfter = (grip: number | null, held: Held, seconds: number): number | null => {
  const rate = along(held, "close", "open");
  return rate === 0 ? grip : Math.min(1, Math.max(0, (grip ?? 0.5) + rate * gripSpeed * seconds));
};
