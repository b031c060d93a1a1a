import type { CdrReader, CdrWriter } from "./cdr.ts";
import { type ConnectorProfile, connectPort, disconnectPort, type PortProfile } from "./components.ts";
import { CorbaFault } from "./fault.ts";
import { type ObjectReference, parseReference, stringify } from "./object-reference.ts";
import type { Orb } from "./orb.ts";
import { type Bounded, boundedQueue, type WhenFull } from "./queue.ts";
import type { Operations, Servants } from "./servant.ts";

/** What a data port answered. */
export const portCodes = [
  "PORT_OK",
  "PORT_ERROR",
  "BUFFER_FULL",
  "BUFFER_EMPTY",
  "BUFFER_TIMEOUT",
  "UNKNOWN_ERROR",
] as const;
export type PortCode = (typeof portCodes)[number];

const codeOf = (place: number): PortCode => portCodes[place] ?? "UNKNOWN_ERROR";
const placeOf = (code: PortCode): number => portCodes.indexOf(code);

export const inPortTypes = ["IDL:openrtm.aist.go.jp/OpenRTM/InPortCdr:1.0", "IDL:OpenRTM/InPortCdr:1.0"] as const;
export const outPortTypes = ["IDL:openrtm.aist.go.jp/OpenRTM/OutPortCdr:1.0", "IDL:OpenRTM/OutPortCdr:1.0"] as const;

/** Keys of connector properties that carry the references of the two data interfaces. */
export const inPortKey = "dataport.corba_cdr.inport_ior";
export const outPortKey = "dataport.corba_cdr.outport_ior";

/** Puts one payload into an InPort's data interface. */
export const putInto = (orb: Orb, target: ObjectReference, payload: Uint8Array): Promise<PortCode> =>
  orb.invoke(
    target,
    "put",
    (writer) => writer.octets(payload),
    (body) => codeOf(body.unsignedLong()),
  );

export interface Got {
  readonly code: PortCode;
  /** null unless the code is PORT_OK. */
  readonly payload: Uint8Array | null;
}

/** Gets one payload from an OutPort's data interface. */
export const getFrom = (orb: Orb, source: ObjectReference): Promise<Got> =>
  orb.invoke(
    source,
    "get",
    () => {},
    (body) => {
      const code = codeOf(body.unsignedLong());
      return { code, payload: code === "PORT_OK" ? body.octets().slice() : null };
    },
  );

/** An object that others put payloads into. What `take` answers is back-pressure. */
export const inPortOperations = (take: (payload: Uint8Array) => PortCode | Promise<PortCode>): Operations => ({
  put: async (body: CdrReader) => {
    const place = placeOf(await take(body.octets().slice()));
    return (writer: CdrWriter) => writer.unsignedLong(place);
  },
});

/** An object that others get payloads from; null: nothing new. */
export const outPortOperations = (give: () => Uint8Array | null): Operations => ({
  get: (_, reply) => {
    const payload = give();
    reply.unsignedLong(placeOf(payload ? "PORT_OK" : "BUFFER_EMPTY"));
    reply.octets(payload ?? new Uint8Array(0));
  },
});

export interface DataConnection {
  readonly id: string;
  close(): Promise<void>;
}

/** Into an InPort of a component. */
export interface PutConnection extends DataConnection {
  put(payload: Uint8Array): Promise<PortCode>;
}

/** Out of an OutPort of a component. */
export interface GetConnection extends DataConnection {
  /** BUFFER_EMPTY: nothing new. */
  get(): Promise<Got>;
}

/** Into an InPort of a component that gets when it wants to. */
export interface OfferConnection extends DataConnection {
  /** false: the queue was full and refuses. */
  offer(payload: Uint8Array): boolean;
  /** Offered and not got in time, since the connection began. */
  readonly dropped: number;
}

export interface DataConnectionOptions {
  /** "IDL:RTC/TimedDoubleSeq:1.0", as the port itself says unless given. */
  readonly type?: string;
  /** A name of its own among the connectors of the port. */
  readonly id: string;
  /** Byte order of payloads. Little unless given. */
  readonly isLittle?: boolean;
  /**
   * How an OutPort pushes: "new" from a thread of its own, so that whoever subscribed and stopped does not hold the
   * component's own turn; "flush" within that turn. "new" unless given.
   */
  readonly subscription?: "new" | "flush";
}

const properties = (
  port: PortProfile,
  { type, isLittle = true, subscription = "new" }: DataConnectionOptions,
  flow: "push" | "pull",
) => ({
  "dataport.data_type": type ?? String(port.properties["dataport.data_type"] ?? ""),
  "dataport.interface_type": "corba_cdr",
  "dataport.dataflow_type": flow,
  "dataport.subscription_type": subscription,
  "dataport.serializer.cdr.endian": isLittle ? "little" : "big",
});

/** Reference of a data interface that a connector carries. */
export const innerReference = (connector: ConnectorProfile, key: string): ObjectReference => {
  const text = connector.properties[key];
  if (typeof text !== "string")
    throw new CorbaFault(
      "refused",
      `The connector "${connector.name}" has no ${key}.`,
      "Does the port speak corba_cdr?",
    );
  return parseReference(text);
};

/** Connects to an InPort, to put data into it. */
export const connectToInPort = async (
  orb: Orb,
  port: PortProfile,
  options: DataConnectionOptions,
): Promise<PutConnection> => {
  const { id } = options;
  const profile = await connectPort(orb, port.reference, {
    name: id,
    id,
    properties: properties(port, options, "push"),
  });
  const target = innerReference(profile, inPortKey);
  return {
    id,
    put: (payload) => putInto(orb, target, payload),
    close: () => disconnectPort(orb, port.reference, id),
  };
};

/** Connects to an OutPort, to get its newest data when it is wanted. */
export const connectToOutPort = async (
  orb: Orb,
  port: PortProfile,
  options: DataConnectionOptions,
): Promise<GetConnection> => {
  const { id } = options;
  const profile = await connectPort(orb, port.reference, {
    name: id,
    id,
    properties: properties(port, options, "pull"),
  });
  const source = innerReference(profile, outPortKey);
  return { id, get: () => getFrom(orb, source), close: () => disconnectPort(orb, port.reference, id) };
};

interface Lent {
  readonly types: readonly string[];
  readonly key: string;
  readonly flow: "push" | "pull";
  readonly operations: Operations;
}

/** Lends an object of ours to a port as long as it is connected. */
const lend = async (
  orb: Orb,
  servants: Servants,
  port: PortProfile,
  options: DataConnectionOptions,
  { types, key, flow, operations }: Lent,
): Promise<DataConnection> => {
  const { id } = options;
  const name = `${flow}-${id}`;
  const reference = servants.add(types, name, operations);
  try {
    const told = { ...properties(port, options, flow), [key]: stringify(reference) };
    await connectPort(orb, port.reference, { name: id, id, properties: told });
  } catch (error) {
    servants.remove(name);
    throw error;
  }
  return { id, close: () => disconnectPort(orb, port.reference, id).finally(() => servants.remove(name)) };
};

/**
 * Lets an OutPort push into us. `take` is called for each payload; what it answers is back-pressure: BUFFER_FULL makes
 * the component keep or drop by its own policy.
 */
export const subscribeToOutPort = (
  orb: Orb,
  servants: Servants,
  port: PortProfile,
  options: DataConnectionOptions & { readonly take: (payload: Uint8Array) => PortCode | Promise<PortCode> },
): Promise<DataConnection> =>
  lend(orb, servants, port, options, {
    types: inPortTypes,
    key: inPortKey,
    flow: "push",
    operations: inPortOperations(options.take),
  });

/** Lets an InPort get from us when it wants to. What it has not got waits in a bounded queue: 8 unless told otherwise. */
export const offerToInPort = async (
  orb: Orb,
  servants: Servants,
  port: PortProfile,
  options: DataConnectionOptions & { readonly most?: number; readonly whenFull?: WhenFull },
): Promise<OfferConnection> => {
  const queue: Bounded<Uint8Array> = boundedQueue(options.most ?? 8, options.whenFull ?? "drop-oldest");
  const connection = await lend(orb, servants, port, options, {
    types: outPortTypes,
    key: outPortKey,
    flow: "pull",
    operations: outPortOperations(() => queue.shift() ?? null),
  });
  return {
    id: connection.id,
    close: connection.close,
    offer: (payload) => queue.push(payload),
    get dropped() {
      return queue.dropped;
    },
  };
};
