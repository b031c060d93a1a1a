import type { RobotFeatures } from "@sakiyomi/robot";
import {
  activate,
  contextsOf,
  type LifeCycleState,
  type PortProfile,
  portProfile,
  portProfiles,
  stateOf,
} from "../components.ts";
import {
  connectToInPort,
  connectToOutPort,
  type DataConnection,
  type GetConnection,
  type PortCode,
  type PutConnection,
  subscribeToOutPort,
} from "../data-ports.ts";
import { repositoryId } from "../data-types.ts";
import { CorbaFault } from "../fault.ts";
import type { ObjectReference } from "../object-reference.ts";
import type { Orb } from "../orb.ts";
import type { Servants } from "../servant.ts";
import { type RobotPort, type RobotPortName, robotPorts, sensorPort } from "./robot-ports.ts";

/** Connectors to all ports of a robot's component. */
export interface RobotLine {
  readonly component: ObjectReference;
  put(port: "command" | "stop" | "seed", payload: Uint8Array): Promise<PortCode>;
  /** What is new at each OutPort that we get from; nothing where they push. */
  get(): Promise<readonly { readonly port: string; readonly payload: Uint8Array }[]>;
  /** @throws {CorbaFault} where the component no longer knows of us. */
  check(): Promise<void>;
  shut(): Promise<void>;
}

export interface LineOptions {
  readonly orb: Orb;
  readonly servants: Servants;
  readonly component: ObjectReference;
  readonly features: RobotFeatures;
  /** Other names than those of `robotPorts`. */
  readonly names: Partial<Readonly<Record<RobotPortName, string>>>;
  /** Of this line, unlike that of any other. */
  readonly id: string;
  readonly isLittle: boolean;
  readonly isActivated: boolean;
  /** null: we get. */
  readonly onPushed: ((port: string, payload: Uint8Array) => void) | null;
}

const needed: readonly RobotPortName[] = ["jointState", "command", "stop"];

/** @throws {CorbaFault} "port" where one that is needed is missing; "state" where the component has an error. */
export const openLine = async (options: LineOptions): Promise<RobotLine> => {
  const { orb, component, isActivated } = options;
  const profiles = await portProfiles(orb, component);
  const opened: DataConnection[] = [];
  const shut = async (): Promise<void> => {
    await Promise.allSettled(opened.map((connection) => connection.close()));
  };
  try {
    const sources = await connectOutPorts(options, profiles, opened);
    const sinks = await connectInPorts(options, profiles, opened);
    if (isActivated) await activateIfNeeded(orb, component);
    return lineOf(options, { profiles, sources, sinks, shut });
  } catch (error) {
    await shut();
    throw error;
  }
};

interface Parts {
  readonly profiles: readonly PortProfile[];
  readonly sources: ReadonlyMap<string, GetConnection>;
  readonly sinks: ReadonlyMap<string, PutConnection>;
  readonly shut: () => Promise<void>;
}

const lineOf = (options: LineOptions, { profiles, sources, sinks, shut }: Parts): RobotLine => {
  const { orb, component, id } = options;
  const watched = portIn(profiles, { ...robotPorts.jointState, name: nameOf(options, "jointState") });
  return {
    component,
    put: async (port, payload) => {
      const sink = sinks.get(port);
      if (!sink) throw new CorbaFault("port", `The robot has no port "${port}".`, "See docs/robot/openrtm.md.");
      return sink.put(payload);
    },
    get: async () => {
      const got = await Promise.all(
        Array.from(sources, async ([port, source]) => ({ port, payload: (await source.get()).payload })),
      );
      return got.flatMap(({ port, payload }) => (payload ? [{ port, payload }] : []));
    },
    check: async () => {
      if (!watched) return;
      const { connectors } = await portProfile(orb, watched.reference);
      if (!connectors.some((one) => one.id === `${id}-jointState`))
        throw new CorbaFault("link", "The robot's component knows nothing of our connectors.", "It was started again.");
    },
    shut,
  };
};

const nameOf = ({ names }: LineOptions, port: RobotPortName): string => names[port] ?? robotPorts[port].name;

const portIn = (profiles: readonly PortProfile[], { name }: RobotPort): PortProfile | undefined =>
  profiles.find((one) => one.name === name || one.name.endsWith(`.${name}`));

/** The robot's ports that there are, by the names that they go by here. */
const found = (options: LineOptions, profiles: readonly PortProfile[], direction: "in" | "out") => {
  const rows = Object.entries(robotPorts) as unknown as readonly (readonly [RobotPortName, RobotPort])[];
  const fixed = rows.map(([key, row]) => ({ key, row: { ...row, name: nameOf(options, key) } }));
  const sensors = options.features.sensors.map((sensor) => ({ key: sensorPort(sensor).name, row: sensorPort(sensor) }));
  const wanted = [...fixed, ...sensors].filter(({ row }) => row.direction === direction);
  return wanted.flatMap(({ key, row }) => {
    const profile = portIn(profiles, row);
    if (profile) return [{ key, row, profile }];
    if (!needed.some((name) => name === key)) return [];
    throw new CorbaFault(
      "port",
      `The robot's component has no port "${row.name}".`,
      `It has ${profiles.map((one) => one.name).join(", ") || "none"}; see docs/robot/openrtm.md.`,
    );
  });
};

const connectOutPorts = async (options: LineOptions, profiles: readonly PortProfile[], opened: DataConnection[]) => {
  const { orb, servants, id, isLittle, onPushed } = options;
  const sources = new Map<string, GetConnection>();
  for (const { key, row, profile } of found(options, profiles, "out")) {
    const connector = { id: `${id}-${key}`, type: repositoryId(row.type), isLittle };
    if (onPushed) {
      const take = (payload: Uint8Array): PortCode => {
        onPushed(key, payload);
        return "PORT_OK";
      };
      opened.push(await subscribeToOutPort(orb, servants, profile, { ...connector, take }));
    } else {
      const source = await connectToOutPort(orb, profile, connector);
      opened.push(source);
      sources.set(key, source);
    }
  }
  return sources;
};

const connectInPorts = async (options: LineOptions, profiles: readonly PortProfile[], opened: DataConnection[]) => {
  const { orb, id, isLittle } = options;
  const sinks = new Map<string, PutConnection>();
  for (const { key, row, profile } of found(options, profiles, "in")) {
    const sink = await connectToInPort(orb, profile, { id: `${id}-${key}`, type: repositoryId(row.type), isLittle });
    opened.push(sink);
    sinks.set(key, sink);
  }
  return sinks;
};

const activateIfNeeded = async (orb: Orb, component: ObjectReference): Promise<void> => {
  const [context] = await contextsOf(orb, component);
  if (!context) throw new CorbaFault("state", "The robot's component has no execution context.", "Start it anew.");
  const state: LifeCycleState = await stateOf(orb, context, component);
  if (state === "ERROR")
    throw new CorbaFault(
      "state",
      "The robot's component has an error.",
      "See its log; reset it by a tool when it is safe.",
    );
  if (state === "INACTIVE") await activate(orb, context, component);
};
