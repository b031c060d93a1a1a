import type { CdrReader, CdrWriter } from "./cdr.ts";
import { CorbaFault } from "./fault.ts";
import { type ObjectReference, readReference } from "./object-reference.ts";

/** What an Any may hold here. */
export type AnyValue =
  | null
  | number
  | boolean
  | string
  | ObjectReference
  | readonly AnyValue[]
  | { readonly [member: string]: AnyValue };

/** TCKind, OMG CORBA 3.3 part 2, table 9.2. */
const kinds = {
  null: 0,
  void: 1,
  short: 2,
  long: 3,
  unsignedShort: 4,
  unsignedLong: 5,
  float: 6,
  double: 7,
  boolean: 8,
  char: 9,
  octet: 10,
  any: 11,
  objectReference: 14,
  struct: 15,
  enumeration: 17,
  string: 18,
  sequence: 19,
  alias: 21,
} as const;

/** How a value of a type is read, and the fewest bytes that it takes. */
interface Reading {
  readonly read: (values: CdrReader) => AnyValue;
  readonly least: number;
}

const simple: ReadonlyMap<number, Reading> = new Map<number, Reading>([
  [kinds.null, { read: () => null, least: 0 }],
  [kinds.void, { read: () => null, least: 0 }],
  [kinds.short, { read: (values) => values.short(), least: 2 }],
  [kinds.long, { read: (values) => values.long(), least: 4 }],
  [kinds.unsignedShort, { read: (values) => values.unsignedShort(), least: 2 }],
  [kinds.unsignedLong, { read: (values) => values.unsignedLong(), least: 4 }],
  [kinds.float, { read: (values) => values.float(), least: 4 }],
  [kinds.double, { read: (values) => values.double(), least: 8 }],
  [kinds.boolean, { read: (values) => values.boolean(), least: 1 }],
  [kinds.char, { read: (values) => String.fromCharCode(values.octet()), least: 1 }],
  [kinds.octet, { read: (values) => values.octet(), least: 1 }],
]);

/** Types within types within types: beyond this it is an attack or a fault. */
const deepest = 16;

const refusal = (what: string, remedy: string): CorbaFault => new CorbaFault("cdr", what, remedy);

const readType = (reader: CdrReader, depth: number): Reading => {
  if (depth > deepest) throw refusal(`A type has more than ${deepest} levels.`, "It is damaged.");
  const kind = reader.unsignedLong();
  const known = simple.get(kind);
  if (known) return known;
  if (kind === kinds.string) {
    reader.unsignedLong();
    return { read: (values) => values.string(), least: 4 };
  }
  if (kind === kinds.any) return { read: (values) => readAnyAt(values, depth + 1), least: 4 };
  // Indirections (0xffffffff), which make types that contain themselves, are among what is not understood.
  const complex = complexTypes.get(kind);
  if (!complex) throw refusal(`A type of kind ${kind} is not understood.`, "Report it with what sent it.");
  return complex(reader.encapsulation(), depth + 1);
};

const skipNames = (reader: CdrReader): void => {
  reader.string();
  reader.string();
};

type ReadComplexType = (inner: CdrReader, depth: number) => Reading;

const structType: ReadComplexType = (inner, depth) => {
  skipNames(inner);
  const members = inner.sequence(() => ({ name: inner.string(), ...readType(inner, depth) }), 8);
  return {
    read: (values) => Object.fromEntries(members.map(({ name, read }) => [name, read(values)])),
    least: members.reduce((sum, { least }) => sum + least, 0),
  };
};

const enumType: ReadComplexType = (inner) => {
  skipNames(inner);
  const names = inner.sequence(() => inner.string(), 4);
  return {
    read: (values) => {
      const place = values.unsignedLong();
      return names[place] ?? place;
    },
    least: 4,
  };
};

const sequenceType: ReadComplexType = (inner, depth) => {
  const element = readType(inner, depth);
  // A thousand bytes could announce a thousand million elements that take none.
  if (element.least === 0) throw refusal("A sequence is of elements that take no room.", "It is damaged.");
  return { read: (values) => values.sequence(() => element.read(values), element.least), least: 4 };
};

const complexTypes: ReadonlyMap<number, ReadComplexType> = new Map<number, ReadComplexType>([
  [
    kinds.objectReference,
    (inner) => {
      skipNames(inner);
      return { read: readReference as unknown as Reading["read"], least: 8 };
    },
  ],
  [
    kinds.alias,
    (inner, depth) => {
      skipNames(inner);
      return readType(inner, depth);
    },
  ],
  [kinds.enumeration, enumType],
  [kinds.struct, structType],
  [kinds.sequence, sequenceType],
]);

const readAnyAt = (reader: CdrReader, depth: number): AnyValue => readType(reader, depth).read(reader);

/** A type and a value of it. @throws {CorbaFault} "cdr" for types that are not in use here. */
export const readAny = (reader: CdrReader): AnyValue => readAnyAt(reader, 0);

/** An Any that holds a string, which is all that is ever sent. */
export const writeStringAny = (writer: CdrWriter, value: string): void => {
  writer.unsignedLong(kinds.string);
  writer.unsignedLong(0);
  writer.string(value);
};
