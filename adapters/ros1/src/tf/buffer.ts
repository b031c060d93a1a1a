import type { Pose } from "@sakiyomi/robot";
import { RosFault } from "../fault.ts";
import { between, type FramePose, identity, inverse, within } from "./transform.ts";

/** The tree of frames over the last seconds. */
export interface TfBuffer {
  /** A frame has one parent: another one moves it there, with its past forgotten. */
  add(pose: FramePose, isStatic?: boolean): void;
  /**
   * Where `source` is in `target` at ROS time `stamp`; "latest": at the newest time that all frames between them know.
   * Throws `no-frame`, `not-connected`, or `extrapolation` (with what is known and what was asked for): nothing is guessed.
   */
  lookup(target: string, source: string, stamp: number | "latest"): FramePose;
  /** Names of all frames. */
  frames(): readonly string[];
  /** Forgets all that moves: for time that went back. */
  clear(): void;
}

export interface TfBufferOptions {
  /** How far back it knows, s. Default 10, as tf2. */
  readonly keeps?: number;
}

export const tfBuffer = (options: TfBufferOptions = {}): TfBuffer => new FrameTree(options.keeps ?? 10);

interface Frame {
  readonly parent: string;
  readonly isStatic: boolean;
  /** By time, ascending. */
  readonly past: FramePose[];
}

class FrameTree implements TfBuffer {
  readonly #keeps: number;
  readonly #frames = new Map<string, Frame>();

  constructor(keeps: number) {
    this.#keeps = keeps;
  }

  add(pose: FramePose, isStatic = false): void {
    if (pose.parent === pose.child)
      throw new RosFault("bad-message", `The frame ${pose.child} is its own parent.`, "Look who publishes it.");
    const known = this.#frames.get(pose.child);
    if (!known || known.parent !== pose.parent || known.isStatic !== isStatic) {
      this.#frames.set(pose.child, { parent: pose.parent, isStatic, past: [pose] });
      return;
    }
    const { past } = known;
    if (isStatic) past.length = 0;
    const newest = past.at(-1)?.stamp ?? Number.NEGATIVE_INFINITY;
    if (pose.stamp < newest - this.#keeps) return;
    // Almost always it is the newest; one that comes late finds its place, one of the same time is the better one.
    const place = past.findLastIndex(({ stamp }) => stamp <= pose.stamp);
    const isSame = past[place]?.stamp === pose.stamp;
    past.splice(isSame ? place : place + 1, isSame ? 1 : 0, pose);
    const oldest = Math.max(newest, pose.stamp) - this.#keeps;
    const gone = past.findIndex(({ stamp }) => stamp >= oldest);
    if (gone > 0) past.splice(0, gone);
  }

  lookup(target: string, source: string, stamp: number | "latest"): FramePose {
    const up = this.#chain(source);
    const down = this.#chain(target);
    const common = up.find((name) => down.includes(name));
    if (common === undefined) throw this.#unconnected(target, source, up, down);
    const ways = [up.slice(0, up.indexOf(common)), down.slice(0, down.indexOf(common))] as const;
    const at = stamp === "latest" ? this.#latest([...ways[0], ...ways[1]]) : stamp;
    const [fromSource, fromTarget] = ways.map((way) =>
      way.reduce<Pose>((inner, name) => within(this.#at(name, at), inner), identity),
    );
    const pose = within(inverse(fromTarget ?? identity), fromSource ?? identity);
    return { ...pose, stamp: at, parent: target, child: source };
  }

  frames(): readonly string[] {
    return [...new Set([...this.#frames].flatMap(([child, { parent }]) => [parent, child]))];
  }

  clear(): void {
    for (const [name, { isStatic }] of this.#frames) if (!isStatic) this.#frames.delete(name);
  }

  /** From a frame up to the root. */
  #chain(name: string): readonly string[] {
    const chain = [name];
    for (let at = this.#frames.get(name); at; at = this.#frames.get(at.parent)) {
      if (chain.includes(at.parent))
        throw new RosFault("not-connected", `Frames go in a circle: ${chain.join(" → ")}.`, "Look who publishes them.");
      chain.push(at.parent);
    }
    return chain;
  }

  #unconnected(target: string, source: string, up: readonly string[], down: readonly string[]): RosFault {
    const known = this.frames();
    for (const name of [target, source])
      if (!known.includes(name))
        return new RosFault("no-frame", `There is no frame ${name}.`, `Known: ${known.join(", ")}`);
    const [a, b] = [up.at(-1), down.at(-1)];
    return new RosFault(
      "not-connected",
      `${source} and ${target} are in two trees, under ${a} and ${b}.`,
      `Somebody has to publish the transform between ${a} and ${b}.`,
    );
  }

  #latest(way: readonly string[]): number {
    const moving = way.flatMap((name) => {
      const frame = this.#frames.get(name);
      return frame && !frame.isStatic ? [frame.past.at(-1)?.stamp ?? 0] : [];
    });
    return moving.length === 0 ? 0 : Math.min(...moving);
  }

  #at(name: string, stamp: number): Pose {
    const { past, isStatic } = this.#frames.get(name) ?? { past: [], isStatic: true };
    const [first] = past;
    const last = past.at(-1);
    if (isStatic || !first || !last) return first ?? identity;
    if (stamp < first.stamp || stamp > last.stamp) throw beyond(name, stamp, first.stamp, last.stamp);
    const place = past.findLastIndex((one) => one.stamp <= stamp);
    const [a, b] = [past[place] ?? first, past[place + 1] ?? last];
    const span = b.stamp - a.stamp;
    return span > 0 ? between(a, b, (stamp - a.stamp) / span) : a;
  }
}

const beyond = (name: string, asked: number, first: number, last: number): RosFault => {
  const way =
    asked > last ? `${(asked - last).toFixed(3)} s into the future` : `${(first - asked).toFixed(3)} s into the past`;
  return new RosFault(
    "extrapolation",
    `${name} was asked for ${way}: at ${asked.toFixed(3)}, known from ${first.toFixed(3)} to ${last.toFixed(3)}.`,
    asked > last ? "Wait for it, or ask for the latest." : "Keep more of the past.",
  );
};
