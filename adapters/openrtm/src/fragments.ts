import { CorbaFault } from "./fault.ts";
import { type GiopMessage, messageTypes, mostMessageBytes } from "./giop.ts";

/** Messages of one connection that have begun and not ended. */
const mostOpen = 8;
const headerSize = 12;
/** GIOP 1.1 has one open message a connection, which goes by no number. */
const onlyOne = -1;

interface Open {
  readonly first: GiopMessage;
  readonly parts: Uint8Array[];
  length: number;
}

/**
 * Puts fragmented messages of GIOP 1.1 and 1.2 together (CORBA 3.3 part 2, 9.4.9). What never ends is bounded: so many
 * open messages, so many bytes in all of them.
 */
export class Assembler {
  readonly #most: number;
  readonly #open = new Map<number, Open>();
  #held = 0;

  constructor(most = mostMessageBytes) {
    this.#most = most;
  }

  /**
   * The message, where it is whole now; null while more is to come.
   * @throws {CorbaFault} "giop" for a fragment of nothing, too many, or too much.
   */
  push(message: GiopMessage): GiopMessage | null {
    if (message.type === messageTypes.fragment) return this.#continue(message);
    if (message.type === messageTypes.cancelRequest) this.#drop(numberOf(message));
    if (!message.isOpen) return message;
    const number = message.minor === 1 ? onlyOne : numberOf(message);
    if (this.#open.has(number) || this.#open.size >= mostOpen)
      throw refusal("More messages are begun than ended.", `At most ${mostOpen} at once are put together.`);
    this.#open.set(number, { first: message, parts: [message.bytes], length: message.bytes.length });
    this.#hold(message.bytes.length);
    return null;
  }

  #continue(message: GiopMessage): GiopMessage | null {
    const number = message.minor === 1 ? onlyOne : numberOf(message);
    const open = this.#open.get(number);
    if (!open || open.first.minor !== message.minor || open.first.isLittle !== message.isLittle)
      throw refusal("A fragment belongs to no message.", "The connection begins anew.");
    const part = message.bytes.subarray(message.minor === 1 ? headerSize : headerSize + 4);
    if (open.length % 8 !== (message.minor === 1 ? headerSize % 8 : 0))
      throw refusal("A fragment begins where alignment breaks.", "Let the peer speak GIOP 1.0 or 1.2.");
    open.parts.push(part);
    open.length += part.length;
    this.#hold(part.length);
    if (message.isOpen) return null;
    this.#drop(number);
    return { ...open.first, bytes: joined(open), isOpen: false };
  }

  #hold(bytes: number): void {
    this.#held += bytes;
    if (this.#held > this.#most)
      throw refusal(
        `Fragments of more than ${this.#most} bytes arrived.`,
        "Send less at once, or raise mostBytes here.",
      );
  }

  #drop(number: number): void {
    const open = this.#open.get(number);
    if (!open) return;
    this.#held -= open.length;
    this.#open.delete(number);
  }
}

/** Of the request, which comes first in each message of GIOP 1.2 that may have fragments. */
const numberOf = ({ bytes, isLittle }: GiopMessage): number => {
  if (bytes.length < headerSize + 4) throw refusal("A fragment has no number.", "The connection begins anew.");
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(headerSize, isLittle);
};

const joined = ({ parts, length }: Open): Uint8Array => {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

const refusal = (message: string, remedy: string): CorbaFault => new CorbaFault("giop", message, remedy);
