import {
  type Finding,
  type HealthSettings,
  type HealthState,
  healthDefaults,
  healthStart,
  healthStep,
  type Observation,
  type Robot,
  type RobotFeatures,
  type SelfCheckRow,
  type Simulation,
  selfCheck,
} from "@sakiyomi/robot";
import { textTable } from "../table.ts";
import { exits, sayJson, type Terminal } from "../terminal.ts";

export interface RobotCheckOptions {
  /** How long it is watched, s. */
  readonly seconds?: number;
  readonly json?: boolean;
  readonly settings?: HealthSettings;
  /** The clock of a robot that is no simulation, and waiting on it, s. */
  readonly clock: { now(): number; until(time: number): Promise<void> };
}

const isSimulation = (robot: Robot): robot is Simulation => "advance" in robot && "now" in robot;

/** Time of the robot: a simulation's own, let pass turn by turn, or the machine's. */
const timeOf = (robot: Robot, clock: RobotCheckOptions["clock"]): RobotCheckOptions["clock"] =>
  isSimulation(robot)
    ? { now: () => robot.now(), until: async (time) => void (await robot.advance(Math.max(0, time - robot.now()))) }
    : clock;

interface Watched {
  readonly rows: readonly SelfCheckRow[];
  /** New samples a second, by sensor. */
  readonly rates: ReadonlyMap<string, number>;
}

/** How far a joint may creep in a robot that stands, rad or m. */
const standing = 0.02;

const watched = async (robot: Robot, options: RobotCheckOptions): Promise<Watched> => {
  const { seconds = 5, settings = healthDefaults } = options;
  const { now, until } = timeOf(robot, options.clock);
  const report = selfCheck(robot.features);
  const from = now();
  const rates = rateMeter();
  let [state, first]: [HealthState, Observation | null] = [healthStart(robot.features), null];
  const turns = Math.round(seconds / settings.period);
  for (let turn = 1; turn <= turns; turn += 1) {
    const due = from + turn * settings.period;
    await until(due);
    const observation = await robot.observe();
    first ??= observation;
    const late = Math.max(0, now() - due);
    const health = healthStep(robot.features, settings, state, { now: now(), observation, sent: null, late });
    state = health.state;
    rates.add(observation);
    report.add(health, hasMoved(first, observation));
  }
  return { rows: report.rows(), rates: rates.rates(now() - from) };
};

const hasMoved = (from: Observation, to: Observation): boolean =>
  to.joints.position.some((at, i) => Math.abs(at - (from.joints.position[i] ?? at)) > standing);

const rateMeter = () => {
  const last = new Map<string, number>();
  const counts = new Map<string, number>();
  const came = (name: string, at: number): void => {
    if (last.get(name) === at) return;
    last.set(name, at);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  return {
    add: ({ joints, samples }: Observation): void => {
      came("joints", joints.at);
      for (const [name, { at }] of Object.entries(samples)) came(name, at);
    },
    rates: (seconds: number): ReadonlyMap<string, number> =>
      new Map([...counts].map(([name, count]) => [name, count / Math.max(seconds, 1e-9)])),
  };
};

/**
 * Opens a robot or a simulation, reads what it can do, watches it for some seconds, and says of each check whether it is
 * good and what to do where it is not. It moves nothing.
 */
export async function checkRobot(robot: Robot, terminal: Terminal, options: RobotCheckOptions): Promise<void> {
  await robot.open();
  try {
    const { rows, rates } = await watched(robot, options);
    const worst = rows.some((row) => row.result === "trouble" && row.does !== "tell");
    if (options.json) sayJson(terminal, { robot: robot.features.name, rates: Object.fromEntries(rates), rows });
    else say(robot.features, rows, rates, terminal);
    if (worst) terminal.exit(exits.trouble);
  } finally {
    await robot.close();
  }
}

const say = (
  features: RobotFeatures,
  rows: readonly SelfCheckRow[],
  rates: ReadonlyMap<string, number>,
  terminal: Terminal,
): void => {
  const base = features.base ? `a base of ${features.base.speed} m/s` : "no base";
  terminal.say(`${features.name}: ${features.joints.length} joints, ${features.links.length} links, ${base}`);
  terminal.say();
  for (const line of textTable(sensorTable(features, rates))) terminal.say(line);
  terminal.say();
  for (const line of textTable(checkTable(rows))) terminal.say(line);
  terminal.say();
  for (const line of remedies(rows)) terminal.say(line);
};

const sensorTable = (
  { sensors, rate }: RobotFeatures,
  rates: ReadonlyMap<string, number>,
): readonly (readonly string[])[] => [
  ["Sensor", "Shape", "Unit", "Hz said", "Hz seen"],
  ["joints", "", "", String(rate), (rates.get("joints") ?? 0).toFixed(1)],
  ...sensors.map(({ name, shape, unit, rate: said }) => [
    name,
    shape.join(" × "),
    unit,
    String(said),
    (rates.get(name) ?? 0).toFixed(1),
  ]),
];

const results = {
  good: "good",
  absent: "has none",
  unseen: "not seen at rest",
  trouble: "TROUBLE",
} as const;

const checkTable = (rows: readonly SelfCheckRow[]): readonly (readonly string[])[] => [
  ["Part", "Result", "Check", "Does"],
  ...rows.map(({ part, result, title, does }) => [part, results[result], title, does]),
];

const most = 5;

/** What was found, and what to do about it; many of one kind in one line. */
const remedies = (rows: readonly SelfCheckRow[]): readonly string[] => {
  const troubles = rows.filter(({ result }) => result === "trouble");
  if (troubles.length === 0) return ["Nothing was found that has to be done."];
  return troubles.flatMap(({ title, findings, remedy }) => [`✗ ${title}: ${listed(findings)}`, `  → ${remedy}`]);
};

const listed = (findings: readonly Finding[]): string => {
  const named = findings.slice(0, most).map(({ where, found }) => `${where} (${found})`);
  const more = findings.length - named.length;
  return `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
};
