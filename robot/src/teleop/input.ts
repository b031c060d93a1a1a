import type { Side } from "../body/arm.ts";
import type { Vector3 } from "../contract/features.ts";

export const sides: readonly Side[] = ["left", "right"];

/** What a person does with one hand of the robot. Everything may be left out. */
export interface HandInput {
  /** Which way to move, along x, y, z of the robot's base: -1 to 1 of the largest speed. */
  readonly move?: Vector3;
  /** Which way to turn, about x, y, z of the base: -1 to 1 of the largest speed. */
  readonly turn?: Vector3;
  /** Where it is dragged to, in the frame of the base, m: it goes there with at most its largest speed. */
  readonly goal?: Vector3;
  /** 0: open, 1: closed. */
  readonly grip?: number;
}

/** What a person does now, on whatever device. It is worth something for a moment only. */
export interface TeleopInput {
  /** The dead-man's switch: without it nothing moves. */
  readonly isHeld: boolean;
  readonly left?: HandInput;
  readonly right?: HandInput;
  /** -1 to 1 of the largest speeds. */
  readonly base?: { readonly forward: number; readonly sideways: number; readonly turn: number };
  /** -1 to 1 of the largest speeds: turned to the left, bowed down. */
  readonly head?: { readonly turn: number; readonly nod: number };
}

type Read = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Read =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const share = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? Math.min(Math.max(value, -1), 1) : null;

const shares = (value: unknown): Vector3 | null => {
  const [x, y, z] = (Array.isArray(value) && value.length === 3 ? value : []).map(share);
  return typeof x === "number" && typeof y === "number" && typeof z === "number" ? [x, y, z] : null;
};

/** A goal farther away is a mistake: no robot of ours is that long, m. */
const farthest = 3;

const place = (value: unknown): Vector3 | null => {
  const [x, y, z] = Array.isArray(value) && value.length === 3 ? value : [];
  const isPlace = [x, y, z].every((part) => Number.isFinite(part) && Math.abs(part) <= farthest);
  return isPlace ? [x, y, z] : null;
};

/** Each part that is there has to be right: a hand that is half understood does not move. */
const partOf = <T>(value: Read, name: string, read: (value: unknown) => T | null): { [k: string]: T } | null => {
  if (value[name] === undefined) return {};
  const part = read(value[name]);
  return part === null ? null : { [name]: part };
};

const handOf = (value: unknown): HandInput | null => {
  if (!isRecord(value)) return null;
  const parts = [
    partOf(value, "move", shares),
    partOf(value, "turn", shares),
    partOf(value, "goal", place),
    partOf(value, "grip", (grip) => (typeof grip === "number" && grip >= 0 && grip <= 1 ? grip : null)),
  ];
  return parts.includes(null) ? null : Object.assign({}, ...parts);
};

const sharesNamed =
  (names: readonly string[]) =>
  (value: unknown): Readonly<Record<string, number>> | null => {
    if (!isRecord(value)) return null;
    const read = names.map((name) => [name, share(value[name])] as const);
    return read.some(([, one]) => one === null) ? null : (Object.fromEntries(read) as Record<string, number>);
  };

/** Reads what came over a wire; null: it is not understood, and nothing of it is done. Shares beyond 1 are cut to 1. */
export const readInput = (value: unknown): TeleopInput | null => {
  if (!isRecord(value) || typeof value.isHeld !== "boolean") return null;
  const parts: readonly (object | null)[] = [
    partOf(value, "left", handOf),
    partOf(value, "right", handOf),
    partOf(value, "base", sharesNamed(["forward", "sideways", "turn"])),
    partOf(value, "head", sharesNamed(["turn", "nod"])),
  ];
  return parts.includes(null) ? null : Object.assign({ isHeld: value.isHeld }, ...parts);
};
