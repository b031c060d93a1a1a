import { careRobot, homePosition } from "../body/care-robot.ts";
import { robotPart } from "../body/mjcf.ts";
import { type MjcfDialect, type MjcfPart, mjcfDocument } from "../body/mjcf-part.ts";
import { drinkingSensor, scannerSensor } from "../body/scanner.ts";
import type { RobotFeatures } from "../contract/features.ts";
import type { Region } from "../guard/regions.ts";
import type { Codes, Drinker } from "./codes.ts";
import type { FloorPlan } from "./plan.ts";
import { type Sensing, surroundings, surroundingsVary, warmthIn } from "./surroundings.ts";
import { type Drawn, draw, type Variations } from "./vary.ts";

export interface BasePose {
  /** m, m, rad in the world's frame. */
  readonly x: number;
  readonly y: number;
  readonly yaw: number;
}

/** What stands in a world: MJCF and what has to be known about it beside. */
export interface Things {
  readonly parts: readonly MjcfPart[];
  /** Bodies whose pose is published as `truth/<name>`. */
  readonly truth?: readonly string[];
  /** Body region of each geom of a person, by the geom's name. */
  readonly regions?: Readonly<Record<string, Region>>;
  /** Where the robot begins; left out: at 0, 0, facing +x. */
  readonly base?: BasePose;
  readonly plan?: FloorPlan;
  /** Codes to be scanned: the robot has a scanner then. */
  readonly codes?: Codes;
  /** Somebody who takes what is brought: the robot watches for it then. */
  readonly drinker?: Drinker;
}

/** A world as data: what varies in it, and what stands in it for values drawn. */
export interface World<V extends Variations = Variations> {
  /** "kitchen" */
  readonly name: string;
  /** In a sentence. */
  readonly about: string;
  readonly vary: V;
  readonly things: (drawn: Drawn<V>) => Things;
}

/** A world that was drawn: all that a simulator needs. */
export interface BuiltWorld {
  readonly name: string;
  readonly seed: number;
  /** MJCF of the world with the robot in it; see `robotPart` for names. */
  readonly xml: string;
  /** Of the robot, with `truth/<body>` [7] for each of `truth`. */
  readonly features: RobotFeatures;
  readonly start: {
    /** In the order of `features.joints`. */
    readonly position: Float64Array;
    /** Of the joints "base/x", "base/y", "base/yaw". Every other joint of the world begins where the model has it. */
    readonly base: BasePose;
  };
  readonly truth: readonly string[];
  /** Body region by the name of a geom; geoms of a person are all in it, others are not. */
  readonly regions: ReadonlyMap<string, Region>;
  readonly sensing: Sensing;
  readonly plan: FloorPlan | null;
  readonly codes: Codes | null;
  readonly drinker: Drinker | null;
  /** What was drawn, for the record of an episode. */
  readonly drawn: Readonly<Record<string, number>>;
}

const truthSensor = (name: string) => ({ name: `truth/${name}`, shape: [7], unit: "1", rate: 100 });

/**
 * Draws a world by its seed: the same seed gives the same text on every machine. `dialect` "2.2" is for Debian's native
 * library, and costs speed.
 */
export const buildWorld = (world: World, seed: number, dialect: MjcfDialect = "3"): BuiltWorld => {
  const around = draw(surroundingsVary, seed);
  const drawn = draw(world.vary, seed);
  const { parts, truth = [], regions = {}, base = { x: 0, y: 0, yaw: 0 }, plan = null, ...more } = world.things(drawn);
  const { codes = null, drinker = null } = more;
  const sensors = [...(codes ? [scannerSensor] : []), ...(drinker ? [drinkingSensor] : []), ...truth.map(truthSensor)];
  const { part, sensing } = surroundings(around);
  return {
    name: world.name,
    seed,
    xml: mjcfDocument(world.name, [part, robotPart, ...parts], dialect),
    features: { ...careRobot, sensors: [...careRobot.sensors, ...sensors] },
    start: { position: homePosition(), base },
    truth,
    regions: new Map(Object.entries(regions)),
    sensing: { ...sensing, warmth: warmthIn({ ...around, ...drawn }) },
    plan,
    codes,
    drinker,
    drawn: { ...around, ...drawn },
  };
};

/** A world whose variations are checked against what it builds with them. */
export const world = <V extends Variations>(told: World<V>): World =>
  // The values that it is given are drawn from its own variations: see `buildWorld`.
  told as unknown as World;
