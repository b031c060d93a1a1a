import { CdrReader, CdrWriter } from "./cdr.ts";
import { CorbaFault } from "./fault.ts";

/**
 * Types of data ports as rows: each is a time and what belongs to it. Names and order of members are those of OpenRTM's
 * BasicDataType, ExtendedDataTypes and InterfaceDataTypes as its documentation prints them. A payload is the CDR of the
 * struct alone, without an octet for the byte order; alignment counts from its beginning.
 */
export interface Timed<T> {
  /** What the sender wrote, s; exact to a nanosecond. */
  readonly at: number;
  readonly data: T;
}

export interface Velocity2D {
  /** m/s, m/s, rad/s. */
  readonly vx: number;
  readonly vy: number;
  readonly va: number;
}

export interface Pose2D {
  /** m, m, rad. */
  readonly x: number;
  readonly y: number;
  readonly heading: number;
}

export interface CameraPicture {
  readonly width: number;
  readonly height: number;
  /** Bits per pixel. */
  readonly bitsPerPixel: number;
  /** "": raw; else as the sender writes it ("jpeg"). */
  readonly format: string;
  /** Distance of focus divided by the size of a pixel, as the sender writes it. */
  readonly focus: number;
  readonly pixels: Uint8Array;
}

export interface DataTypes {
  readonly TimedBoolean: boolean;
  readonly TimedShort: number;
  readonly TimedLong: number;
  readonly TimedFloat: number;
  readonly TimedDouble: number;
  readonly TimedString: string;
  readonly TimedLongSeq: Int32Array;
  readonly TimedDoubleSeq: Float64Array;
  readonly TimedFloatSeq: Float32Array;
  readonly TimedOctetSeq: Uint8Array;
  readonly TimedVelocity2D: Velocity2D;
  readonly TimedPose2D: Pose2D;
  readonly CameraImage: CameraPicture;
}
export type DataTypeName = keyof DataTypes;

interface Row<T> {
  readonly write: (writer: CdrWriter, data: T) => void;
  readonly read: (reader: CdrReader) => T;
}

const rows: { readonly [Name in DataTypeName]: Row<DataTypes[Name]> } = {
  TimedBoolean: { write: (writer, data) => writer.boolean(data), read: (reader) => reader.boolean() },
  TimedShort: { write: (writer, data) => writer.short(data), read: (reader) => reader.short() },
  TimedFloat: { write: (writer, data) => writer.float(data), read: (reader) => reader.float() },
  TimedLong: { write: (writer, data) => writer.long(data), read: (reader) => reader.long() },
  TimedDouble: { write: (writer, data) => writer.double(data), read: (reader) => reader.double() },
  TimedString: { write: (writer, data) => writer.string(data), read: (reader) => reader.string() },
  TimedLongSeq: {
    write: (writer, data) => {
      writer.unsignedLong(data.length);
      for (const value of data) writer.long(value);
    },
    read: (reader) => Int32Array.from(reader.sequence(() => reader.long(), 4)),
  },
  TimedDoubleSeq: {
    write: (writer, data) => writer.doubles(data),
    read: (reader) => reader.doubles(),
  },
  TimedFloatSeq: {
    write: (writer, data) => {
      writer.unsignedLong(data.length);
      for (const value of data) writer.float(value);
    },
    read: (reader) => Float32Array.from(reader.sequence(() => reader.float(), 4)),
  },
  TimedOctetSeq: { write: (writer, data) => writer.octets(data), read: (reader) => reader.octets().slice() },
  TimedVelocity2D: {
    write: (writer, { vx, vy, va }) => {
      for (const value of [vx, vy, va]) writer.double(value);
    },
    read: (reader) => ({ vx: reader.double(), vy: reader.double(), va: reader.double() }),
  },
  TimedPose2D: {
    write: (writer, { x, y, heading }) => {
      for (const value of [x, y, heading]) writer.double(value);
    },
    read: (reader) => ({ x: reader.double(), y: reader.double(), heading: reader.double() }),
  },
  CameraImage: {
    write: (writer, { width, height, bitsPerPixel, format, focus, pixels }) => {
      for (const value of [width, height, bitsPerPixel]) writer.unsignedShort(value);
      writer.string(format);
      writer.double(focus);
      writer.octets(pixels);
    },
    read: (reader) => ({
      width: reader.unsignedShort(),
      height: reader.unsignedShort(),
      bitsPerPixel: reader.unsignedShort(),
      format: reader.string(),
      focus: reader.double(),
      pixels: reader.octets().slice(),
    }),
  },
};

export const dataTypeNames = Object.keys(rows) as readonly DataTypeName[];

/** What a connector calls the type: "IDL:RTC/TimedDoubleSeq:1.0". */
export const repositoryId = (type: DataTypeName): string => `IDL:RTC/${type}:1.0`;

/** Time of a payload: seconds since whatever the sender counts from, which cannot be before it. */
const mostSeconds = 2 ** 32;

/** @throws {CorbaFault} "cdr" for a time that the type cannot hold. */
export const encodePayload = <Name extends DataTypeName>(
  type: Name,
  { at, data }: Timed<DataTypes[Name]>,
  isLittle = true,
): Uint8Array => {
  const writer = new CdrWriter(isLittle);
  const nanoseconds = Math.round((at - Math.floor(at)) * 1e9);
  // 0.9999999999 s would round to 10⁹ ns, which belong to the next second.
  const seconds = Math.floor(at) + (nanoseconds === 1e9 ? 1 : 0);
  if (!(seconds >= 0 && seconds < mostSeconds))
    throw new CorbaFault("cdr", `A time of ${at} s cannot be written.`, "It counts from 0 up to 2^32 seconds.");
  writer.unsignedLong(seconds);
  writer.unsignedLong(nanoseconds % 1e9);
  rows[type].write(writer, data);
  return writer.finish();
};

/** @throws {CorbaFault} "cdr" where the bytes are not of that type. */
export const decodePayload = <Name extends DataTypeName>(
  type: Name,
  bytes: Uint8Array,
  isLittle = true,
): Timed<DataTypes[Name]> => {
  const reader = new CdrReader(bytes, isLittle);
  const at = reader.unsignedLong() + reader.unsignedLong() / 1e9;
  return { at, data: rows[type].read(reader) };
};
