import { type AnyValue, readAny, writeStringAny } from "./any.ts";
import type { CdrReader, CdrWriter } from "./cdr.ts";
import { CorbaFault } from "./fault.ts";
import { type ObjectReference, readReference, writeReference } from "./object-reference.ts";
import type { Orb } from "./orb.ts";

/** Operations of RTObject, PortService and ExecutionContext: OMG Robotic Technology Component 1.1. */
export type Properties = Readonly<Record<string, AnyValue>>;

export interface ConnectorProfile {
  readonly name: string;
  readonly id: string;
  readonly ports: readonly ObjectReference[];
  readonly properties: Properties;
}

export interface PortProfile {
  /** "Arm0.jointCommand" */
  readonly name: string;
  readonly reference: ObjectReference;
  readonly connectors: readonly ConnectorProfile[];
  readonly properties: Properties;
}

export const returnCodes = [
  "RTC_OK",
  "RTC_ERROR",
  "BAD_PARAMETER",
  "UNSUPPORTED",
  "OUT_OF_RESOURCES",
  "PRECONDITION_NOT_MET",
] as const;
export const lifeCycle = ["CREATED", "INACTIVE", "ACTIVE", "ERROR"] as const;
export type LifeCycleState = (typeof lifeCycle)[number];

const nothing = (): void => {};

const readProperties = (body: CdrReader): Properties =>
  Object.fromEntries(body.sequence(() => [body.string(), readAny(body)] as const, 8));

export const writeProperties = (writer: CdrWriter, properties: Readonly<Record<string, string>>): void =>
  writer.sequence(Object.entries(properties), ([name, value]) => {
    writer.string(name);
    writeStringAny(writer, value);
  });

export const readConnector = (body: CdrReader): ConnectorProfile => ({
  name: body.string(),
  id: body.string(),
  ports: body.sequence(() => readReference(body), 8),
  properties: readProperties(body),
});

/** Of its properties the strings, which are all that OpenRTM's connectors have. */
export const writeConnector = (writer: CdrWriter, { name, id, ports, properties }: ConnectorProfile): void => {
  writer.string(name);
  writer.string(id);
  writer.sequence(ports, (port) => writeReference(writer, port));
  const strings = Object.entries(properties).filter((one): one is [string, string] => typeof one[1] === "string");
  writeProperties(writer, Object.fromEntries(strings));
};

/** @throws {CorbaFault} "refused" unless the code is RTC_OK. */
const checked = (operation: string, body: CdrReader): void => {
  const code = body.unsignedLong();
  if (code !== 0)
    throw new CorbaFault(
      "refused",
      `${operation} was refused: ${returnCodes[code] ?? code}.`,
      "See the log of the component.",
    );
};

export const portsOf = (orb: Orb, component: ObjectReference): Promise<readonly ObjectReference[]> =>
  orb.invoke(component, "get_ports", nothing, (body) => body.sequence(() => readReference(body), 8));

export const portProfile = (orb: Orb, port: ObjectReference): Promise<PortProfile> =>
  orb.invoke(port, "get_port_profile", nothing, readPortProfile);

export interface ComponentProfile {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly version: string;
  readonly vendor: string;
  readonly category: string;
  readonly ports: readonly PortProfile[];
  readonly properties: Properties;
}

export const componentProfile = (orb: Orb, component: ObjectReference): Promise<ComponentProfile> =>
  orb.invoke(component, "get_component_profile", nothing, (body) => {
    const [name, type, description] = [body.string(), body.string(), body.string()];
    const [version, vendor, category] = [body.string(), body.string(), body.string()];
    const ports = body.sequence(() => readPortProfile(body), 24);
    readReference(body);
    return { name, type, description, version, vendor, category, ports, properties: readProperties(body) };
  });

const readPortProfile = (body: CdrReader): PortProfile => {
  const name = body.string();
  body.sequence(() => [body.string(), body.string(), body.unsignedLong()], 12);
  const reference = readReference(body);
  const connectors = body.sequence(() => readConnector(body), 16);
  readReference(body);
  return { name, reference, connectors, properties: readProperties(body) };
};

export const portProfiles = async (orb: Orb, component: ObjectReference): Promise<readonly PortProfile[]> =>
  Promise.all((await portsOf(orb, component)).map((port) => portProfile(orb, port)));

/** The port of a component by its name, with or without the component's own before it. */
export const portNamed = async (orb: Orb, component: ObjectReference, name: string): Promise<PortProfile> => {
  const profiles = await portProfiles(orb, component);
  const found = profiles.find((one) => one.name === name || one.name.endsWith(`.${name}`));
  if (found) return found;
  throw new CorbaFault(
    "port",
    `There is no port "${name}".`,
    `Ports are ${profiles.map((one) => one.name).join(", ") || "none"}.`,
  );
};

/** Asks one port to connect to what the properties say; only that port is listed, so that no component of ours is needed. */
export const connectPort = (
  orb: Orb,
  port: ObjectReference,
  connector: { readonly name: string; readonly id: string; readonly properties: Readonly<Record<string, string>> },
): Promise<ConnectorProfile> =>
  orb.invoke(
    port,
    "connect",
    (writer) => writeConnector(writer, { ...connector, ports: [port] }),
    (body) => {
      checked("connect", body);
      return readConnector(body);
    },
  );

export const disconnectPort = (orb: Orb, port: ObjectReference, id: string): Promise<void> =>
  orb.invoke(
    port,
    "disconnect",
    (writer) => writer.string(id),
    (body) => checked("disconnect", body),
  );

export const contextsOf = (orb: Orb, component: ObjectReference): Promise<readonly ObjectReference[]> =>
  orb.invoke(component, "get_owned_contexts", nothing, (body) => body.sequence(() => readReference(body), 8));

const inContext = (orb: Orb, context: ObjectReference, operation: string, component: ObjectReference): Promise<void> =>
  orb.invoke(
    context,
    operation,
    (writer) => writeReference(writer, component),
    (body) => checked(operation, body),
  );

export const activate = (orb: Orb, context: ObjectReference, component: ObjectReference): Promise<void> =>
  inContext(orb, context, "activate_component", component);
/** Out of the ERROR state, to INACTIVE. */
export const reset = (orb: Orb, context: ObjectReference, component: ObjectReference): Promise<void> =>
  inContext(orb, context, "reset_component", component);
export const deactivate = (orb: Orb, context: ObjectReference, component: ObjectReference): Promise<void> =>
  inContext(orb, context, "deactivate_component", component);

export const stateOf = (orb: Orb, context: ObjectReference, component: ObjectReference): Promise<LifeCycleState> =>
  orb.invoke(
    context,
    "get_component_state",
    (writer) => writeReference(writer, component),
    (body) => lifeCycle[body.unsignedLong()] ?? "ERROR",
  );

/** Turns a second. */
export const rateOf = (orb: Orb, context: ObjectReference): Promise<number> =>
  orb.invoke(context, "get_rate", nothing, (body) => body.double());
