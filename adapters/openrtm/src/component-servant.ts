import type { CdrReader, CdrWriter } from "./cdr.ts";
import { type LifeCycleState, lifeCycle, writeProperties } from "./components.ts";
import { nil, type ObjectReference, writeReference } from "./object-reference.ts";
import type { Orb } from "./orb.ts";
import { type PortSpec, writePortProfile } from "./own-port.ts";
import { type PortServant, portServant } from "./port-servant.ts";
import type { Operation, Operations, Servants } from "./servant.ts";

/** An RT component of our own, so that OpenRTM's tools see it, draw lines to its ports and activate it. */
export interface ComponentSpec {
  /** Name of the instance: "Robot0". */
  readonly name: string;
  readonly type: string;
  readonly description: string;
  /** Turns a second of its execution context. */
  readonly rate: number;
  readonly properties: Readonly<Record<string, string>>;
  readonly onActivated: () => Promise<void>;
  readonly onDeactivated: () => Promise<void>;
}

export interface ComponentServant {
  readonly reference: ObjectReference;
  state(): LifeCycleState;
  /** As a tool does it. */
  activate(): Promise<void>;
  port(spec: PortSpec): PortServant;
  /** Takes all its objects away. Connectors end. */
  close(): Promise<void>;
}

/** From the most derived: OpenRTM's own, then OMG's. */
const componentTypes = [
  "IDL:openrtm.aist.go.jp/OpenRTM/DataFlowComponent:1.0",
  "IDL:omg.org/RTC/DataFlowComponent:1.0",
  "IDL:omg.org/RTC/RTObject:1.0",
  "IDL:omg.org/RTC/LightweightRTObject:1.0",
  "IDL:omg.org/RTC/ComponentAction:1.0",
  "IDL:org.omg/SDOPackage/SDO:1.0",
  "IDL:org.omg/SDOPackage/SDOSystemElement:1.0",
];
const contextTypes = [
  "IDL:omg.org/RTC/ExecutionContextService:1.0",
  "IDL:omg.org/RTC/ExecutionContext:1.0",
  "IDL:org.omg/SDOPackage/SDOService:1.0",
];

const ok = 0;
const unsupported = 3;
const notNow = 5;
const periodic = 0;

const code =
  (value: number): Operation =>
  (_, reply) =>
    reply.unsignedLong(value);

export const openComponent = (orb: Orb, servants: Servants, spec: ComponentSpec): ComponentServant => {
  const ports: PortServant[] = [];
  const life = { state: "INACTIVE" as LifeCycleState };
  const key = `rtc-${spec.name}`;
  const context = servants.add(contextTypes, `${key}-context`, contextOperations(spec, life));
  const reference = servants.add(componentTypes, key, componentOperations(spec, ports, context));
  return {
    reference,
    state: () => life.state,
    activate: async () => {
      if (life.state !== "INACTIVE") return;
      life.state = "ACTIVE";
      await spec.onActivated();
    },
    port: (port) => {
      const made = portServant(orb, servants, { ...port, owner: reference, ownerName: spec.name });
      ports.push(made);
      return made;
    },
    close: async () => {
      for (const port of ports) await port.close();
      for (const name of [key, `${key}-context`]) servants.remove(name);
    },
  };
};

const contextOperations = (spec: ComponentSpec, life: { state: LifeCycleState }): Operations => {
  const move = (from: LifeCycleState, to: LifeCycleState, work: () => Promise<void>) => async () => {
    const isPossible = life.state === from;
    if (isPossible) {
      life.state = to;
      await work().catch(() => {
        life.state = "ERROR";
      });
    }
    return (reply: CdrWriter): void => reply.unsignedLong(isPossible ? ok : notNow);
  };
  return {
    is_running: (_, reply) => reply.boolean(true),
    start: code(ok),
    stop: code(unsupported),
    get_rate: (_, reply) => reply.double(spec.rate),
    set_rate: code(unsupported),
    add_component: code(unsupported),
    remove_component: code(unsupported),
    activate_component: move("INACTIVE", "ACTIVE", spec.onActivated),
    deactivate_component: move("ACTIVE", "INACTIVE", spec.onDeactivated),
    reset_component: move("ERROR", "INACTIVE", async () => {}),
    get_component_state: (_, reply) => reply.unsignedLong(lifeCycle.indexOf(life.state)),
    get_kind: (_, reply) => reply.unsignedLong(periodic),
    get_profile: (_, reply) => {
      reply.unsignedLong(periodic);
      reply.double(spec.rate);
      writeReference(reply, nil);
      reply.unsignedLong(0);
      reply.unsignedLong(0);
    },
  };
};

const componentOperations = (
  spec: ComponentSpec,
  ports: readonly PortServant[],
  context: ObjectReference,
): Operations => ({
  get_component_profile: (_, reply) => {
    for (const text of [spec.name, spec.type, spec.description, "1.0", "Sakiyomi", "robot"]) reply.string(text);
    reply.sequence(ports, (port) => writePortProfile(reply, port.profile()));
    writeReference(reply, nil);
    writeProperties(reply, spec.properties);
  },
  get_ports: (_, reply) => reply.sequence(ports, (port) => writeReference(reply, port.reference)),
  is_alive: (_, reply) => reply.boolean(true),
  get_owned_contexts: (_, reply) => reply.sequence([context], (one) => writeReference(reply, one)),
  get_participating_contexts: (_, reply) => reply.unsignedLong(0),
  get_context: (body: CdrReader, reply) => writeReference(reply, body.long() === 0 ? context : nil),
  get_context_handle: (_, reply) => reply.long(0),
  attach_context: (_, reply) => reply.long(-1),
  detach_context: code(unsupported),
  initialize: code(notNow),
  finalize: code(notNow),
  exit: code(unsupported),
  get_sdo_id: (_, reply) => reply.string(spec.name),
  get_sdo_type: (_, reply) => reply.string(spec.type),
  get_service_profiles: (_, reply) => reply.unsignedLong(0),
  get_organizations: (_, reply) => reply.unsignedLong(0),
  get_owned_organizations: (_, reply) => reply.unsignedLong(0),
  get_status_list: (_, reply) => reply.unsignedLong(0),
  get_configuration: (_, reply) => writeReference(reply, nil),
  get_monitoring: (_, reply) => writeReference(reply, nil),
  get_device_profile: (_, reply) => {
    for (const text of ["robot", "Sakiyomi", spec.type, "1.0"]) reply.string(text);
    reply.unsignedLong(0);
  },
});
