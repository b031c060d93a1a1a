import { RosFault } from "../fault.ts";
import { headerFrame } from "../tcpros/header.ts";
import type { Visitor } from "../tcpros/listener.ts";
import { reason } from "../trouble.ts";
import type { ServiceType } from "./service-type.ts";

export type Answering<Q, A> = (request: Q) => A | Promise<A>;

export interface ServiceServer {
  readonly name: string;
  /** Questions answered, refusals included. */
  readonly answered: number;
  close(): Promise<void>;
}

/** Where the node keeps what it serves. */
export interface AnyServer {
  visit(visitor: Visitor, callerId: string): void;
}

/** A question takes no more than this, bytes. */
const longestQuestion = 16 * 2 ** 20;

export class NodeServiceServer<Q, A> implements ServiceServer, AnyServer {
  readonly name: string;
  readonly type: ServiceType<Q, A>;
  readonly #answering: Answering<Q, A>;
  readonly #onClose: () => Promise<void>;
  readonly #sockets = new Set<Visitor["socket"]>();
  answered = 0;

  constructor(name: string, type: ServiceType<Q, A>, answering: Answering<Q, A>, onClose: () => Promise<void>) {
    this.name = name;
    this.type = type;
    this.#answering = answering;
    this.#onClose = onClose;
  }

  close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return this.#onClose();
  }

  visit({ header, socket, onFrame }: Visitor, callerId: string): void {
    const { name, md5, request, response } = this.type;
    if (header.md5sum !== undefined && header.md5sum !== "*" && header.md5sum !== md5)
      throw new RosFault("wrong-type", `${this.name} has sum ${md5}, not ${header.md5sum}.`, "Use its definition.");
    socket.write(
      headerFrame({
        callerid: callerId,
        md5sum: md5,
        type: name,
        request_type: request.name,
        response_type: response.name,
      }),
    );
    // rosservice asks like this for the type alone.
    if (header.probe === "1") {
      socket.end();
      return;
    }
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    const isPersistent = header.persistent === "1" || header.persistent?.toLowerCase() === "true";
    const ask = this.#asker(socket, isPersistent);
    onFrame(ask, longestQuestion);
  }

  /** Answers one after the other, in the order of the questions. */
  #asker(socket: Visitor["socket"], isPersistent: boolean): (frame: Uint8Array) => void {
    let turn: Promise<void> = Promise.resolve();
    return (frame) => {
      const bytes = new Uint8Array(frame);
      turn = turn.then(async () => {
        const answer = await this.#answer(bytes);
        this.answered += 1;
        if (!socket.destroyed) socket.write(answer);
        if (!isPersistent) socket.end();
      });
    };
  }

  async #answer(bytes: Uint8Array): Promise<Uint8Array> {
    try {
      const { request, response } = this.type;
      const frame = response.frame(await this.#answering(request.read(bytes)));
      return Buffer.concat([Uint8Array.of(1), frame]);
    } catch (error) {
      const why = Buffer.from(reason(error));
      const head = Buffer.alloc(5);
      head.writeUInt32LE(why.length, 1);
      return Buffer.concat([head, why]);
    }
  }
}
