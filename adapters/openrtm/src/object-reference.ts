import { CdrReader, CdrWriter } from "./cdr.ts";
import { CorbaFault } from "./fault.ts";

/** Where an object is, and what it is: an IOR, OMG CORBA 3.3 part 2, 7.6. */
export interface ObjectReference {
  /** "IDL:RTC/RTObject:1.0" */
  readonly typeId: string;
  readonly profiles: readonly { readonly tag: number; readonly data: Uint8Array }[];
}

/** Of an IIOP profile. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly key: Uint8Array;
}

const internetProfile = 0;

export const nil: ObjectReference = { typeId: "", profiles: [] };
export const isNil = ({ profiles }: ObjectReference): boolean => profiles.length === 0;

export const readReference = (reader: CdrReader): ObjectReference => ({
  typeId: reader.string(),
  // A profile has at least a tag and a length.
  profiles: reader.sequence(() => ({ tag: reader.unsignedLong(), data: reader.octets().slice() }), 8),
});

export const writeReference = (writer: CdrWriter, { typeId, profiles }: ObjectReference): void => {
  writer.string(typeId);
  writer.sequence(profiles, ({ tag, data }) => {
    writer.unsignedLong(tag);
    writer.octets(data);
  });
};

/** @throws {CorbaFault} "reference" when the object cannot be reached over TCP. */
export const addressOf = ({ typeId, profiles }: ObjectReference): Address => {
  const profile = profiles.find(({ tag }) => tag === internetProfile);
  if (!profile)
    throw new CorbaFault(
      "reference",
      `${typeId || "A nil object"} has no IIOP profile.`,
      "Let its server listen on TCP.",
    );
  const reader = new CdrReader(profile.data, profile.data[0] === 1, 1);
  reader.octet();
  reader.octet();
  return { host: reader.string(), port: reader.unsignedShort(), key: reader.octets().slice() };
};

/** Whether both lead to one object: at the same address, by the same key. */
export const isSameObject = (one: ObjectReference, other: ObjectReference): boolean => {
  try {
    const [a, b] = [addressOf(one), addressOf(other)];
    return a.port === b.port && a.host === b.host && a.key.join() === b.key.join();
  } catch {
    return false;
  }
};

/** A reference to an object at an address, as IIOP 1.0 unless told otherwise: callers then speak GIOP 1.0, too. */
export const referenceTo = (typeId: string, { host, port, key }: Address, minor = 0): ObjectReference => {
  const writer = new CdrWriter();
  writer.boolean(true);
  writer.octet(1);
  writer.octet(minor);
  writer.string(host);
  writer.unsignedShort(port);
  writer.octets(key);
  if (minor > 0) writer.unsignedLong(0);
  return { typeId, profiles: [{ tag: internetProfile, data: writer.finish() }] };
};

/** "IOR:" and hexadecimal digits. */
export const stringify = (reference: ObjectReference): string => {
  const writer = new CdrWriter();
  writer.boolean(true);
  writeReference(writer, reference);
  return `IOR:${Array.from(writer.finish(), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
};

/** @throws {CorbaFault} "reference" for what is no IOR. */
export const parseReference = (text: string): ObjectReference => {
  const digits = text.trim().slice(4);
  if (!/^IOR:([0-9a-f]{2})+$/i.test(text.trim()))
    throw new CorbaFault(
      "reference",
      `"${text.slice(0, 40)}" is no object reference.`,
      'It has to be "IOR:" and pairs of hexadecimal digits.',
    );
  const bytes = Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
  return readReference(new CdrReader(bytes, bytes[0] === 1, 1));
};
