import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openMcapRecorder } from "@sakiyomi/foxglove";
import {
  Camera,
  openPhysics,
  openSimulation,
  type Physics,
  type SimulationOptions,
  worldNamed,
} from "@sakiyomi/mujoco";
import {
  type BuiltWorld,
  baseJoints,
  buildWorld,
  controlLoop,
  epochOf,
  guardDefaults,
  lockstepClock,
  type Policy,
  type RobotFeatures,
} from "@sakiyomi/robot";
import { type NativePeer, openNative } from "./native.ts";
import { type RobotRow, spreadOf } from "./row.ts";

export interface SimulatorBenchOptions {
  /** Of everything, after one that does not count. */
  readonly repetitions?: number;
  /** Everything small: whether it runs, not how fast. */
  readonly isQuick?: boolean;
  readonly onStep?: (step: string) => void;
}

interface Settings {
  readonly repetitions: number;
  /** Steps of physics a repetition. */
  readonly steps: number;
  readonly pictures: number;
  /** Simulated seconds of the whole loop a repetition. */
  readonly seconds: number;
  readonly onStep: (step: string) => void;
}

const SEED = 1;
const alone = { world: "robot-alone", label: "robot alone" };
const person = { world: "ward-lying", label: "with a person on a bed" };
type Case = typeof alone;

/**
 * The simulator against native MuJoCo on the same text in turns, camera pictures, and the whole loop: simulate at 500 Hz,
 * observe, guard, act at 100 Hz and record.
 */
export const benchSimulator = async (options: SimulatorBenchOptions = {}): Promise<readonly RobotRow[]> => {
  const { repetitions = 7, isQuick = false, onStep = () => {} } = options;
  const settings: Settings = isQuick
    ? { repetitions: 2, steps: 100, pictures: 3, seconds: 0.2, onStep }
    : { repetitions, steps: 2000, pictures: 100, seconds: 5, onStep };
  return [
    ...(await stepRows(alone, settings)),
    ...(await stepRows(person, settings)),
    await pictureRow(settings),
    await loopRow(alone, null, { value: 30, note: "no camera; recorded as MCAP" }, settings),
    await loopRow(
      person,
      { rate: 10 },
      { value: 100, note: "two cameras of 64 × 64 at 10 Hz; recorded as MCAP" },
      settings,
    ),
  ];
};

const cpuNow = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** CPU seconds that a deed takes. */
const cpuOf = async (deed: () => unknown): Promise<number> => {
  const from = cpuNow();
  await deed();
  return cpuNow() - from;
};

/** Once without counting, and then in turns: what disturbs the machine disturbs all alike. */
const inTurns = async (
  { repetitions }: Settings,
  sides: readonly (() => Promise<number>)[],
): Promise<readonly (readonly number[])[]> => {
  const found: number[][] = sides.map(() => []);
  for (let turn = -1; turn < repetitions; turn++)
    for (const [i, side] of sides.entries()) {
      const figure = await side();
      if (turn >= 0) found[i]?.push(figure);
    }
  return found;
};

const stepRows = async ({ world, label }: Case, settings: Settings): Promise<readonly RobotRow[]> => {
  settings.onStep(`steps, ${label}`);
  const plain = await plainOf(buildWorld(worldNamed(world), SEED, "2.2"));
  const simulation = await openSimulation({ world: worldNamed(world), seed: SEED, pictures: null });
  const native = await openNative(plain.xml, plain.start);
  try {
    await simulation.open();
    const rate = (seconds: number): number => settings.steps / seconds;
    const [ours = [], whole = [], theirs = []] = await inTurns(settings, [
      async () => rate(await cpuOf(() => plain.step(settings.steps))),
      async () => rate(await cpuOf(() => simulation.advance(settings.steps * 0.002))),
      ...("missing" in native ? [] : [async () => rate(await native.step(settings.steps))]),
    ]);
    const asked = { of: "ratio", than: "at least", value: 0.9 } as const;
    const peer = "missing" in native ? {} : { peer: { name: native.name, ...spreadOf(theirs) } };
    const note = "missing" in native ? native.missing : "";
    const row = { unit: "steps / CPU s", asked, ...peer };
    return [
      {
        ...row,
        what: `physics alone, ${label}`,
        ours: spreadOf(ours),
        note: note || "the same text, `implicit`: 2.2 has no `implicitfast`",
      },
      {
        ...row,
        what: `simulator, ${label}`,
        ours: spreadOf(whole),
        note: note || "with controller and senses, `implicitfast`",
      },
    ];
  } finally {
    plain.close();
    await simulation.close();
    if (!("missing" in native)) await (native as NativePeer).close();
  }
};

interface Plain {
  readonly xml: string;
  readonly start: Float64Array;
  step(count: number): void;
  close(): void;
}

/** MuJoCo in WebAssembly and nothing else, held against gravity as the native peer does it. */
const plainOf = async (built: BuiltWorld): Promise<Plain> => {
  const physics = await openPhysics(built.xml);
  place(physics, built);
  const { model } = physics;
  const dofs = Array.from({ length: model.nu }, (_, i) => model.jnt_dofadr[model.actuator_trnid[2 * i]] as number);
  return {
    xml: built.xml,
    start: physics.views().qpos.slice(),
    step: (count) => {
      for (let i = 0; i < count; i++) {
        physics.sense();
        const { applied, bias } = physics.views();
        for (const dof of dofs) applied[dof] = bias[dof] ?? 0;
        physics.move();
      }
    },
    close: () => physics.close(),
  };
};

const place = (physics: Physics, { features, start }: BuiltWorld): void => {
  const { qpos } = physics.views();
  const put = (joint: string, value: number): void => {
    qpos[physics.model.jnt_qposadr[physics.idOf("joint", joint)] as number] = value;
  };
  for (const [i, { name }] of features.joints.entries()) put(name, start.position[i] ?? 0);
  const base = [start.base.x, start.base.y, start.base.yaw];
  for (const [i, name] of baseJoints.entries()) put(name, base[i] ?? 0);
};

const pictureRow = async (settings: Settings): Promise<RobotRow> => {
  settings.onStep("pictures");
  const built = buildWorld(worldNamed(person.world), SEED);
  const physics = await openPhysics(built.xml);
  place(physics, built);
  physics.sense();
  const light = { ...built.sensing.light, gain: 1 };
  const camera = new Camera(physics, physics.idOf("camera", "head/left"), 64, 64, light);
  try {
    const take = (): void => {
      for (let i = 0; i < settings.pictures; i++) camera.take();
    };
    const [rates = []] = await inTurns(settings, [async () => settings.pictures / (await cpuOf(take))]);
    return {
      what: `camera 64 × 64, ${person.label}`,
      unit: "pictures / CPU s",
      ours: spreadOf(rates),
      asked: { of: "median", than: "at least", value: 150 },
      note: "with depth and segmentation",
    };
  } finally {
    camera.close();
    physics.close();
  }
};

/** Both arms swing, so that nothing is at rest. */
const swinging = ({ joints }: RobotFeatures): Policy => {
  const isSwinging = joints.map(({ name }) => /_arm\/joint_[1457]$/.test(name));
  let start: Float64Array | null = null;
  return {
    reset: async () => {},
    step: async ({ joints: { position } }, now) => {
      start ??= position.slice();
      const swing = 0.15 * Math.sin(2 * now);
      const to = start.map((x, i) => (isSwinging[i] ? x + swing : x));
      return { at: now, expires: now + 0.05, position: to };
    },
    close: async () => {},
  };
};

const loopRow = async (
  { world, label }: Case,
  pictures: (SimulationOptions["pictures"] & {}) | null,
  { value, note }: { readonly value: number; readonly note: string },
  settings: Settings,
): Promise<RobotRow> => {
  settings.onStep(`whole loop, ${label}`);
  const simulation = await openSimulation({ world: worldNamed(world), seed: SEED, pictures });
  await simulation.open();
  const folder = await mkdtemp(join(tmpdir(), "sakiyomi-bench-loop-"));
  const guard = { ...guardDefaults, features: simulation.features };
  try {
    let [turns, files] = [0, 0];
    const loop = async (): Promise<void> => {
      const ending = new AbortController();
      const from = simulation.now();
      const until = from + settings.seconds;
      const epoch = epochOf(Date.now(), from);
      files += 1;
      const recorder = await openMcapRecorder(join(folder, `${files}.mcap`), simulation.features, {
        guard,
        epoch,
        from,
      });
      await controlLoop({
        robot: simulation,
        policy: async () => swinging(simulation.features),
        guard,
        clock: lockstepClock(simulation),
        onTurn: (turn) => {
          turns += 1;
          recorder.turn(turn);
          if (turn.at >= until) ending.abort();
        },
      }).run(ending.signal);
      await recorder.close();
    };
    const [shares = []] = await inTurns(settings, [async () => (100 * (await cpuOf(loop))) / settings.seconds]);
    return {
      what: `whole loop, ${label}`,
      unit: "% of one core",
      ours: spreadOf(shares),
      asked: { of: "median", than: "at most", value },
      note: `${note}; ${turns} turns`,
    };
  } finally {
    await simulation.close();
    await rm(folder, { recursive: true, force: true });
  }
};
