import type { CdrWriter } from "./cdr.ts";
import { type ConnectorProfile, type PortProfile, writeConnector, writeProperties } from "./components.ts";
import type { PortCode } from "./data-ports.ts";
import type { DataTypeName } from "./data-types.ts";
import { type ObjectReference, writeReference } from "./object-reference.ts";

/** A data port of our own component. */
export interface PortSpec {
  readonly name: string;
  readonly type: DataTypeName;
  /** An InPort takes payloads; null: an OutPort. */
  readonly take: ((payload: Uint8Array, isLittle: boolean) => PortCode | Promise<PortCode>) | null;
}

export interface OwnedPortSpec extends PortSpec {
  readonly owner: ObjectReference;
  readonly ownerName: string;
}

export interface OwnPortProfile extends PortProfile {
  readonly owner: ObjectReference;
}

export const writePortProfile = (writer: CdrWriter, profile: OwnPortProfile): void => {
  writer.string(profile.name);
  writer.unsignedLong(0);
  writeReference(writer, profile.reference);
  writer.sequence(profile.connectors, (connector) => writeConnector(writer, connector));
  writeReference(writer, profile.owner);
  const strings = Object.entries(profile.properties).filter(
    (one): one is [string, string] => typeof one[1] === "string",
  );
  writeProperties(writer, Object.fromEntries(strings));
};

/** One line of a port. */
export interface Connector {
  readonly profile: ConnectorProfile;
  readonly isLittle: boolean;
  readonly servantName: string | null;
  push: ((payload: Uint8Array) => void) | null;
  source: ObjectReference | null;
  newest: Uint8Array | null;
  dropped: () => number;
}

/** What a port answers when it is asked to connect. */
export interface Answer {
  readonly code: number;
  readonly profile: ConnectorProfile;
}

/** Whether a port of that type can have the connector. */
export const isWanted = ({ properties }: ConnectorProfile, type: DataTypeName): boolean => {
  const wanted = String(properties["dataport.data_type"] ?? "");
  const line = String(properties["dataport.interface_type"] ?? "corba_cdr");
  // "IDL:RTC/TimedLong:1.0", "RTC/TimedLong" and "TimedLong" are all written.
  return line === "corba_cdr" && (wanted === "" || new RegExp(`(^|/)${type}(:1\\.0)?$`).test(wanted));
};

/** "little", or a list of which the first is taken. */
export const isLittleEndian = ({ properties }: ConnectorProfile): boolean =>
  !String(properties["dataport.serializer.cdr.endian"] ?? "little").startsWith("big");
