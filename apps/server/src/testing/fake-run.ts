import {
  basePose,
  bodyLinks,
  type Command,
  type ControlLoop,
  careRobot,
  controlLoop,
  guardDefaults,
  homePosition,
  type Policy,
  type Pose,
  posesOf,
  poseTimes,
  type RobotFeatures,
  type Scene,
  type SceneState,
  type Shape,
  type ShownContact,
  teleopPolicy,
  unturned,
  type Vector3,
} from "@sakiyomi/robot";
import { hostClock, type RobotRun } from "@sakiyomi/robot/node";
import { type FakeRobot, fakeRobot } from "@sakiyomi/robot/testing";

type BodyForm = (typeof bodyLinks)[number]["shapes"][number];

/** Turns z into a direction of length 1. */
const alongZ = ([x, y, z]: Vector3): Shape["turn"] => {
  const length = Math.hypot(1 + z, x, y);
  return length < 1e-6 ? [0, 1, 0, 0] : [(1 + z) / length, -y / length, x / length, 0];
};

const shapeOf = (form: BodyForm, body: number): Shape => {
  const common = { body, colour: form.colour, region: null };
  if (form.form === "box") return { ...common, form: "box", size: form.half, at: form.at, turn: unturned };
  if (form.form === "ball") return { ...common, form: "ball", size: [form.radius, 0, 0], at: form.at, turn: unturned };
  const { from, to, radius } = form;
  const way: Vector3 = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
  const length = Math.hypot(...way);
  return {
    ...common,
    form: form.form,
    size: [radius, length / 2, 0],
    at: [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2, (from[2] + to[2]) / 2],
    turn: alongZ([way[0] / length, way[1] / length, way[2] / length]),
  };
};

type Row = readonly [Shape["form"], Vector3, Vector3, readonly [number, number, number], string | null];
const wood = [0.72, 0.6, 0.46] as const;
const cloth = [0.82, 0.86, 0.88] as const;
const skin = [0.85, 0.68, 0.56] as const;
const gown = [0.55, 0.68, 0.72] as const;

/** Beside the robot a bed with somebody in it; before it a table with a cup. */
const surroundings: readonly Row[] = [
  ["box", [0.3, 0.45, 0.02], [0.75, 0, 0.7], wood, null],
  ["cylinder", [0.035, 0.05, 0], [0.6, -0.15, 0.77], [0.8, 0.35, 0.25], null],
  ["box", [1, 0.45, 0.06], [0.6, 1.35, 0.5], cloth, null],
  ["box", [0.98, 0.43, 0.2], [0.6, 1.35, 0.24], [0.6, 0.62, 0.64], null],
  ["ball", [0.11, 0, 0], [-0.1, 1.35, 0.68], skin, "face"],
  ["ellipsoid", [0.24, 0.2, 0.12], [0.25, 1.35, 0.66], gown, "chest"],
  ["ellipsoid", [0.18, 0.19, 0.11], [0.6, 1.35, 0.65], gown, "abdomen"],
  ["ellipsoid", [0.3, 0.08, 0.08], [1.0, 1.25, 0.62], gown, "thigh"],
  ["ellipsoid", [0.3, 0.08, 0.08], [1.0, 1.45, 0.62], gown, "thigh"],
  ["ellipsoid", [0.22, 0.05, 0.05], [0.35, 1.1, 0.62], skin, "forearm"],
];

const sceneOf = (): Scene => ({
  bodies: ["world", ...bodyLinks.map(({ name }) => name)],
  shapes: [
    {
      body: 0,
      form: "plane",
      size: [0, 0, 0.01],
      at: [0, 0, 0],
      turn: unturned,
      colour: [0.8, 0.8, 0.8, 1],
      region: null,
    },
    ...surroundings.map(
      ([form, size, at, [r, g, b], region]): Shape => ({
        body: 0,
        form,
        size,
        at,
        turn: unturned,
        colour: [r, g, b, 1],
        region,
      }),
    ),
    ...bodyLinks.flatMap(({ shapes }, link) => shapes.map((form) => shapeOf(form, link + 1))),
  ],
});

const swaying = (features: RobotFeatures): Policy => ({
  reset: async () => {},
  step: async (_, now): Promise<Command> => {
    const position = homePosition().map((at, i) => {
      const name = features.joints[i]?.name ?? "";
      return name.endsWith("arm/joint_1") || name.endsWith("arm/joint_4") ? at + 0.25 * Math.sin(now * 1.5 + i) : at;
    });
    return {
      at: now,
      expires: now + 0.05,
      position,
      expects: { position: position.map((at) => at + 0.03) },
      note: "sway",
    };
  },
  close: async () => {},
});

/** A picture with something in it that moves. */
const picture = (shape: readonly number[], now: number): Uint8Array | Float32Array => {
  const [height = 0, width = 0, channels = 1] = shape;
  const at = (x: number, y: number): number => Math.hypot(x - width * (0.5 + 0.3 * Math.sin(now)), y - height / 2);
  const pixels = (value: (distance: number, channel: number) => number): number[] =>
    Array.from({ length: height * width * channels }, (_, i) => {
      const pixel = Math.floor(i / channels);
      return value(at(pixel % width, Math.floor(pixel / width)), i % channels);
    });
  return channels === 3
    ? Uint8Array.from(pixels((far, channel) => (far < 12 ? ([210, 120, 80][channel] ?? 0) : 90 + channel * 20)))
    : Float32Array.from(pixels((far) => (far < 12 ? 0.6 : 1.6)));
};

export interface FakeRun extends RobotRun {
  readonly robot: FakeRobot;
  /** Where the robot's parts are in the world. */
  poses(): readonly Pose[];
  /** Somebody is touched from now on. */
  touch(contacts: readonly ShownContact[]): void;
}

/** Of the fake: its own sway. */
export const sway = { url: "sway" } as const;

type TurnListener = Parameters<RobotRun["onTurn"]>[0];
type TroubleListener = Parameters<RobotRun["onTrouble"]>[0];
const base = { at: 0, x: -0.15, y: 0, yaw: 0, forward: 0, sideways: 0, turn: 0 };
const sensePeriod = 0.1;

/** A run without threads and without physics: the fake robot in the care robot's shape, with the real loop and guard. */
export const fakeRun = async (): Promise<FakeRun> => {
  const robot = fakeRobot(careRobot, hostClock().now);
  robot.position.set(homePosition());
  await robot.open();
  return new Faked(robot);
};

class Faked implements FakeRun {
  readonly robot: FakeRobot;
  readonly features = careRobot;
  readonly scene = sceneOf();
  readonly #clock = hostClock();
  readonly #turns = new Set<TurnListener>();
  readonly #troubles = new Set<TroubleListener>();
  readonly #loop: ControlLoop;
  readonly #ending = new AbortController();
  readonly #ended: ReturnType<ControlLoop["run"]>;
  #contacts: readonly ShownContact[] = [];
  #sensedAt = Number.NEGATIVE_INFINITY;

  constructor(robot: FakeRobot) {
    this.robot = robot;
    this.#sense(this.#clock.now());
    this.#loop = controlLoop({
      robot,
      policy: async () => swaying(careRobot),
      guard: { ...guardDefaults, features: careRobot },
      clock: this.#clock,
      onTurn: (turn) => {
        if (turn.at - this.#sensedAt > sensePeriod) this.#sense(turn.at);
        for (const listener of this.#turns) listener(turn);
      },
      onTrouble: (trouble) => {
        for (const listener of this.#troubles) listener(trouble);
      },
    });
    this.#ended = this.#loop.run(this.#ending.signal);
  }

  #sense(now: number): void {
    this.#sensedAt = now;
    const force = (side: number) => Float32Array.from({ length: 6 }, (_, i) => (3 - i) * Math.sin(now * 2 + side));
    const pictures = careRobot.sensors.filter(({ name }) => /image|depth/.test(name));
    this.robot.notice({
      base: { ...base, at: now },
      samples: {
        "left_wrist/force": { at: now, data: force(0) },
        "right_wrist/force": { at: now, data: force(1) },
        ...Object.fromEntries(pictures.map(({ name, shape }) => [name, { at: now, data: picture(shape, now) }])),
      },
    });
  }

  poses(): readonly Pose[] {
    return posesOf(careRobot, this.robot.position).map((pose) => poseTimes(basePose(base), pose));
  }

  touch(contacts: readonly ShownContact[]): void {
    this.#contacts = contacts;
  }

  onTurn(listener: TurnListener): () => void {
    this.#turns.add(listener);
    return () => this.#turns.delete(listener);
  }

  onTrouble(listener: TroubleListener): () => void {
    this.#troubles.add(listener);
    return () => this.#troubles.delete(listener);
  }

  stop(by: string): void {
    this.#loop.stop(by);
  }

  release(person: string): void {
    this.#loop.release(person);
  }

  setTask(task: Parameters<RobotRun["setTask"]>[0]): void {
    this.#loop.setTask(task);
  }

  /** A person's hand, its own sway, or nobody. */
  setPolicy(module: Parameters<RobotRun["setPolicy"]>[0]): void {
    const open = module && (async () => (module.url === sway.url ? swaying(careRobot) : teleopPolicy(careRobot)));
    this.#loop.setPolicy(open);
  }

  tell(message: unknown): void {
    this.#loop.tell(message);
  }

  async state(): Promise<SceneState> {
    const bodies: readonly Pose[] = [{ at: [0, 0, 0], turn: unturned }, ...this.poses()];
    const poses = Float32Array.from(bodies.flatMap(({ at, turn }) => [...at, ...turn]));
    return { at: this.#clock.now(), contacts: this.#contacts, poses };
  }

  async truth(): Promise<null> {
    return null;
  }

  async reset(): Promise<void> {
    this.robot.position.set(homePosition());
    this.#loop.renew();
  }

  async arrange(): Promise<void> {}

  async report(): ReturnType<RobotRun["report"]> {
    return this.#loop.report();
  }

  close(): ReturnType<RobotRun["close"]> {
    this.#ending.abort();
    return this.#ended;
  }
}
