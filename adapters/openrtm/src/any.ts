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
  objectReference: 14,
  struct: 15,
  enumeration: 17,
  string: 18,
  sequence: 19,
  alias: 21,
} as const;

type Read = (reader: CdrReader) => AnyValue;

const simple: ReadonlyMap<number, Read> = new Map<number, Read>([
  [kinds.null, () => null],
  [kinds.void, () => null],
  [kinds.short, (reader) => reader.short()],
  [kinds.long, (reader) => reader.long()],
  [kinds.unsignedShort, (reader) => reader.unsignedShort()],
  [kinds.unsignedLong, (reader) => reader.unsignedLong()],
  [kinds.float, (reader) => reader.float()],
  [kinds.double, (reader) => reader.double()],
  [kinds.boolean, (reader) => reader.boolean()],
  [kinds.char, (reader) => String.fromCharCode(reader.octet())],
  [kinds.octet, (reader) => reader.octet()],
]);

/** Types within types within types: beyond this it is an attack or a fault. */
const deepest = 16;

const readType = (reader: CdrReader, depth: number): Read => {
  if (depth > deepest) throw new CorbaFault("cdr", `A type has more than ${deepest} levels.`, "It is damaged.");
  const kind = reader.unsignedLong();
  const known = simple.get(kind);
  if (known) return known;
  if (kind === kinds.string) {
    reader.unsignedLong();
    return (values) => values.string();
  }
  const inner = reader.encapsulation();
  const complex = complexTypes.get(kind);
  if (!complex)
    throw new CorbaFault("cdr", `A type of kind ${kind} is not understood.`, "Report it with what sent it.");
  return complex(inner, depth + 1);
};

const skipNames = (reader: CdrReader): void => {
  reader.string();
  reader.string();
};

const complexTypes: ReadonlyMap<number, (inner: CdrReader, depth: number) => Read> = new Map([
  [
    kinds.objectReference,
    (inner: CdrReader): Read => {
      skipNames(inner);
      return readReference as unknown as Read;
    },
  ],
  [
    kinds.alias,
    (inner: CdrReader, depth: number): Read => {
      skipNames(inner);
      return readType(inner, depth);
    },
  ],
  [
    kinds.enumeration,
    (inner: CdrReader): Read => {
      skipNames(inner);
      const names = inner.sequence(() => inner.string(), 4);
      return (values) => {
        const place = values.unsignedLong();
        return names[place] ?? place;
      };
    },
  ],
  [
    kinds.struct,
    (inner: CdrReader, depth: number): Read => {
      skipNames(inner);
      const members = inner.sequence(() => ({ name: inner.string(), read: readType(inner, depth) }), 8);
      return (values) => Object.fromEntries(members.map(({ name, read }) => [name, read(values)]));
    },
  ],
  [
    kinds.sequence,
    (inner: CdrReader, depth: number): Read => {
      const element = readType(inner, depth);
      return (values) => values.sequence(() => element(values));
    },
  ],
]);

/** A type and a value of it. @throws {CorbaFault} "cdr" for types that are not in use here. */
export const readAny = (reader: CdrReader): AnyValue => readType(reader, 0)(reader);

/** An Any that holds a string, which is all that is ever sent. */
export const writeStringAny = (writer: CdrWriter, value: string): void => {
  writer.unsignedLong(kinds.string);
  writer.unsignedLong(0);
  writer.string(value);
};
