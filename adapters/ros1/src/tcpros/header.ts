import { RosFault } from "../fault.ts";

/** What two nodes tell each other when they connect: callerid, topic or service, type, md5sum, ... */
export type ConnectionHeader = Readonly<Record<string, string>>;

/** Larger than any definition of a message; a header beyond it is nobody's. */
export const longestHeader = 2 ** 20;

/** A header with its length before it, as TCPROS has it: fields "name=value", each with its own length. */
export const headerFrame = (header: ConnectionHeader): Uint8Array => {
  const fields = Object.entries(header).map(([name, value]) => Buffer.from(`${name}=${value}`));
  const size = fields.reduce((sum, { length }) => sum + 4 + length, 0);
  const frame = Buffer.alloc(4 + size);
  frame.writeUInt32LE(size, 0);
  let at = 4;
  for (const field of fields) {
    at = frame.writeUInt32LE(field.length, at);
    at += field.copy(frame, at);
  }
  return frame;
};

/** Reads the fields of a header; throws `bad-header` where a length lies or a field has no "=". */
export const readHeader = (bytes: Uint8Array): ConnectionHeader => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header: Record<string, string> = Object.create(null);
  let at = 0;
  while (at < buffer.length) {
    const length = at + 4 <= buffer.length ? buffer.readUInt32LE(at) : Number.POSITIVE_INFINITY;
    const end = at + 4 + length;
    if (end > buffer.length) throw malformed(`a field of ${length} bytes in a header of ${buffer.length}`);
    const field = buffer.toString("utf8", at + 4, end);
    const equals = field.indexOf("=");
    if (equals <= 0) throw malformed(`a field without a name: "${field.slice(0, 40)}"`);
    header[field.slice(0, equals)] = field.slice(equals + 1);
    at = end;
  }
  return header;
};

const malformed = (what: string): RosFault =>
  new RosFault("bad-header", `The connection header is malformed: ${what}.`, "The peer does not speak TCPROS.");
