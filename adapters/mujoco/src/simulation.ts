import {
  type Arrangement,
  type BuiltWorld,
  buildWorld,
  type Clock,
  type Command,
  type Observation,
  type Pose,
  type RobotFeatures,
  type Scene,
  type SceneState,
  type Seconds,
  type SensorFeature,
  type Simulation,
  type World,
} from "@sakiyomi/robot";
import { MujocoFault } from "./fault.ts";
import { type Lag, Runner } from "./free-run.ts";
import { limited } from "./limits.ts";
import { type LivingWorld, openWorld } from "./living-world.ts";
import { warmUp } from "./warm-up.ts";

export interface SimulationOptions {
  /** A world of `@sakiyomi/robot`, or what builds one by its seed. */
  readonly world: World | ((seed: number) => BuiltWorld);
  readonly seed: number;
  /** Runs freely with this clock, in real time; left out: time passes by `advance` alone. */
  readonly clock?: Clock;
  /** Of all cameras, where they differ from what the robot has; null: no pictures are taken, which is four times as fast. */
  readonly pictures?: { readonly width?: number; readonly height?: number; readonly rate?: number } | null;
  /** Whether observations tell what only experts and success tests may know: "truth/…". Left out: no. */
  readonly truth?: boolean;
  /** Told once when simulated time begins to lag behind the clock, and each time that some is lost. */
  readonly onLag?: (lag: Lag) => void;
}

/** A simulation that can also say how far it lags. */
export interface MujocoSimulation extends Simulation {
  /** null: it is in lockstep, or has not been opened. */
  lag(): Lag | null;
}

/**
 * A care robot in a world, simulated by MuJoCo at 500 Hz with the robot's own controller in its loop. Its features are
 * readable at once; the world is compiled by `open`.
 */
export const openSimulation = async (options: SimulationOptions): Promise<MujocoSimulation> => new Running(options);

const built = ({ world }: SimulationOptions, seed: number): BuiltWorld =>
  typeof world === "function" ? world(seed) : buildWorld(world, seed);

const isPicture = ({ name }: SensorFeature): boolean => /\/(image|depth|segmentation)$/.test(name);

/** The features with the sensors that were asked for. */
const featuresOf = (features: RobotFeatures, { pictures, truth = false }: SimulationOptions): RobotFeatures => ({
  ...features,
  sensors: features.sensors.flatMap((sensor) => {
    if (sensor.name.startsWith("truth/")) return truth ? [sensor] : [];
    if (!isPicture(sensor)) return [sensor];
    if (pictures === null) return [];
    const [height = 64, width = 64, ...rest] = sensor.shape;
    return [
      {
        ...sensor,
        rate: pictures?.rate ?? sensor.rate,
        shape: [pictures?.height ?? height, pictures?.width ?? width, ...rest],
      },
    ];
  }),
});

class Running implements MujocoSimulation {
  readonly features: RobotFeatures;
  readonly #options: SimulationOptions;
  #first: BuiltWorld | null;
  #world: LivingWorld | null = null;
  #runner: Runner | null = null;
  /** Time of step 0, and steps since. */
  #origin: Seconds = 0;
  #steps = 0;
  /** What people have arranged in the room: it lasts over a reset. */
  #arranged: Arrangement = {};
  /** Time that was let pass and is less than a step. */
  #rest: Seconds = 0;

  constructor(options: SimulationOptions) {
    this.#options = options;
    this.#first = built(options, options.seed);
    this.features = featuresOf(this.#first.features, options);
  }

  get scene(): Scene {
    return this.#opened().scene;
  }

  now(): Seconds {
    return this.#origin + this.#steps * (this.#world?.dt ?? 0);
  }

  async open(): Promise<void> {
    if (this.#world) return;
    const { clock, seed } = this.#options;
    const first = this.#first ?? built(this.#options, seed);
    if (clock) await warmUp(first, this.features);
    this.#origin = clock?.now() ?? 0;
    this.#steps = 0;
    this.#world = await openWorld(first, this.features, this.now());
    this.#first = null;
    if (!clock) return;
    // Compiling took time, which is not made up for.
    this.#skipTo(clock.now());
    this.#run(clock);
  }

  async observe(): Promise<Observation> {
    return this.#opened().observe(this.now());
  }

  async act(command: Command): Promise<Command> {
    const world = this.#opened();
    // Its clock is asked too: a simulation that lags must not hold a command longer than it was meant for.
    const now = Math.max(this.now(), this.#options.clock?.now() ?? 0);
    const sent = limited(this.features, command, now);
    world.told(sent, Math.max(1, Math.ceil((sent.expires - now) / world.dt - rounding)));
    return sent;
  }

  async stop(): Promise<void> {
    this.#world?.robotSide.brake();
  }

  async close(): Promise<void> {
    await this.#runner?.end();
    this.#runner = null;
    this.#world?.close();
    this.#world = null;
  }

  async reset(seed: number): Promise<void> {
    this.#opened();
    // The old world lives on until the new one is there: one that cannot be built changes nothing.
    const fresh = await openWorld(built(this.#options, seed), this.features, this.now());
    fresh.arrange(this.#arranged);
    await this.#runner?.end();
    this.#world?.close();
    this.#world = fresh;
    const { clock } = this.#options;
    if (!clock) return;
    this.#skipTo(clock.now());
    this.#run(clock);
  }

  async advance(by: Seconds): Promise<void> {
    if (this.#options.clock)
      throw new MujocoFault(
        "running",
        "This simulation runs with a clock.",
        "Leave the clock out to let time pass by hand.",
      );
    const world = this.#opened();
    const steps = Math.max(0, Math.floor((by + this.#rest) / world.dt + rounding));
    this.#rest = Math.max(0, this.#rest + by - steps * world.dt);
    this.#pass(world, steps);
  }

  async state(): Promise<SceneState> {
    return this.#opened().state(this.now());
  }

  async truth(): Promise<ReadonlyMap<string, Pose>> {
    return this.#opened().truth();
  }

  async arrange(what: Arrangement): Promise<void> {
    this.#opened().arrange(what);
    this.#arranged = { ...this.#arranged, ...what, codes: { ...this.#arranged.codes, ...what.codes } };
  }

  lag(): Lag | null {
    return this.#runner?.lag() ?? null;
  }

  #opened(): LivingWorld {
    if (!this.#world) throw new MujocoFault("closed", "The simulation is not open.", "Open it first.");
    if (this.#runner?.fault) throw this.#runner.fault;
    return this.#world;
  }

  #pass(world: LivingWorld, steps: number): void {
    const from = this.now();
    this.#steps += steps;
    if (steps > 0) world.advance(steps, from);
  }

  #skipTo(now: Seconds): void {
    this.#origin += now - this.now();
  }

  #run(clock: Clock): void {
    const world = this.#opened();
    const passing = {
      dt: world.dt,
      now: () => this.now(),
      pass: (steps: number) => this.#pass(world, steps),
      skipTo: (now: Seconds) => this.#skipTo(now),
    };
    this.#runner = new Runner(passing, clock, this.#options.onLag ?? (() => {}));
  }
}

/** Share of a step by which times may be off by rounding. */
const rounding = 1e-6;
