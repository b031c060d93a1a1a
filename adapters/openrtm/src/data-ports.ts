import { CdrReader, CdrWriter } from "./cdr.ts";
import { type ConnectorProfile, connectPort, disconnectPort, type PortProfile } from "./components.ts";
import { CorbaFault } from "./fault.ts";
import { type ObjectReference, parseReference, stringify } from "./object-reference.ts";
import type { Orb } from "./orb.ts";
import type { Servants } from "./servant.ts";

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

/** RTC::TimedDoubleSeq: the time that the sender wrote, s, and its numbers. */
export interface TimedDoubles {
  readonly at: number;
  readonly data: Float64Array;
}

/** Payload without an octet for the byte order; alignment counts from its beginning. */
export const encodeTimedDoubles = ({ at, data }: TimedDoubles, isLittle = true): Uint8Array => {
  const writer = new CdrWriter(isLittle);
  const seconds = Math.floor(at);
  writer.unsignedLong(seconds);
  writer.unsignedLong(Math.round((at - seconds) * 1e9));
  writer.unsignedLong(data.length);
  for (const value of data) writer.double(value);
  return writer.finish();
};

/** @throws {CorbaFault} "cdr" */
export const decodeTimedDoubles = (bytes: Uint8Array, isLittle = true): TimedDoubles => {
  const reader = new CdrReader(bytes, isLittle);
  const at = reader.unsignedLong() + reader.unsignedLong() / 1e9;
  return { at, data: Float64Array.from(reader.sequence(() => reader.double(), 8)) };
};

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
  /** null with BUFFER_EMPTY: nothing new. */
  get(): Promise<{ readonly code: PortCode; readonly payload: Uint8Array | null }>;
}

export interface DataConnectionOptions {
  /** "RTC/TimedDoubleSeq" as the port itself says unless given. */
  readonly type?: string;
  /** A name of its own among the connectors of the port. */
  readonly id: string;
}

const common = ({ properties }: PortProfile, { type }: DataConnectionOptions): Readonly<Record<string, string>> => ({
  "dataport.data_type": type ?? String(properties["dataport.data_type"] ?? ""),
  "dataport.interface_type": "corba_cdr",
  "dataport.subscription_type": "flush",
  "dataport.serializer.cdr.endian": "little",
});

const innerReference = ({ name, properties }: ConnectorProfile, key: string): ObjectReference => {
  const text = properties[key];
  if (typeof text !== "string")
    throw new CorbaFault("refused", `The connector "${name}" has no ${key}.`, "Does the port speak corba_cdr?");
  return parseReference(text);
};

/** Connects to an InPort, to put data into it. */
export const connectToInPort = async (
  orb: Orb,
  port: PortProfile,
  options: DataConnectionOptions,
): Promise<PutConnection> => {
  const { id } = options;
  const properties = { ...common(port, options), "dataport.dataflow_type": "push" };
  const profile = await connectPort(orb, port.reference, { name: id, id, properties });
  const target = innerReference(profile, "dataport.corba_cdr.inport_ior");
  return {
    id,
    put: (payload) =>
      orb.invoke(
        target,
        "put",
        (writer) => writer.octets(payload),
        (body) => codeOf(body.unsignedLong()),
      ),
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
  const properties = { ...common(port, options), "dataport.dataflow_type": "pull" };
  const profile = await connectPort(orb, port.reference, { name: id, id, properties });
  const source = innerReference(profile, "dataport.corba_cdr.outport_ior");
  return {
    id,
    get: () =>
      orb.invoke(
        source,
        "get",
        () => {},
        (body) => {
          const code = codeOf(body.unsignedLong());
          return { code, payload: code === "PORT_OK" ? body.octets().slice() : null };
        },
      ),
    close: () => disconnectPort(orb, port.reference, id),
  };
};

/**
 * Lets an OutPort push into us. `take` is called for each payload; what it answers is back-pressure: BUFFER_FULL makes
 * the component keep or drop by its own policy.
 */
export const subscribeToOutPort = async (
  orb: Orb,
  servants: Servants,
  port: PortProfile,
  options: DataConnectionOptions & { readonly take: (payload: Uint8Array) => PortCode },
): Promise<DataConnection> => {
  const { id, take } = options;
  const name = `inport-${id}`;
  const reference = servants.add("IDL:OpenRTM/InPortCdr:1.0", name, {
    put: (body, reply) => reply.unsignedLong(portCodes.indexOf(take(body.octets().slice()))),
  });
  const properties = {
    ...common(port, options),
    "dataport.dataflow_type": "push",
    "dataport.corba_cdr.inport_ior": stringify(reference),
  };
  try {
    await connectPort(orb, port.reference, { name: id, id, properties });
  } catch (error) {
    servants.remove(name);
    throw error;
  }
  return {
    id,
    close: async () => {
      await disconnectPort(orb, port.reference, id).finally(() => servants.remove(name));
    },
  };
};
