import type { MessagePort, Transferable } from "node:worker_threads";
import { type Code, codes, Fault } from "@sakiyomi/core";

interface Request {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}
interface Wrong {
  readonly code: string | null;
  readonly what: string;
}
type Reply = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly wrong: Wrong };
/** Something that a thread says without being asked. */
interface Notice {
  readonly notice: unknown;
}

/** A thread, or the port of somebody in this one. */
export interface Line {
  on(event: "message" | "error" | "exit", listener: (said: never) => void): unknown;
  postMessage(said: unknown, transfer?: readonly Transferable[]): void;
  /** Hangs up, and ends the thread. */
  end(): Promise<void>;
}

/** The asking end of a thread: questions are numbered, answers may come in any order. */
export class Asking {
  readonly #line: Line;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  #last = 0;
  #ended: Error | null = null;

  constructor(line: Line, onNotice: (notice: unknown) => void) {
    this.#line = line;
    line.on("message", (said: Reply | Notice) => ("notice" in said ? onNotice(said.notice) : this.#answered(said)));
    line.on("error", (error: Error) => this.#end(error));
    line.on("exit", () => this.#end(new Fault("STORE_CLOSED", "The store's thread has ended.")));
  }

  ask<T>(method: string, params: unknown, transfer: readonly Transferable[] = []): Promise<T> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    const id = ++this.#last;
    return new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#line.postMessage({ id, method, params } satisfies Request, transfer);
    }) as Promise<T>;
  }

  end(): Promise<void> {
    return this.#line.end();
  }

  #answered(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ("value" in reply) waiting?.resolve(reply.value);
    else waiting?.reject(errorOf(reply.wrong));
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** An answer, with the buffers that are handed over instead of copied. */
export class Handing {
  readonly value: unknown;
  readonly transfer: readonly Transferable[];

  constructor(value: unknown, transfer: readonly Transferable[]) {
    this.value = value;
    this.transfer = transfer;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the two ends of a port agree by name; each handler declares what it takes.
export type Handlers = Readonly<Record<string, (params: any) => unknown>>;

/** The answering end. `hot` may take a question before the handlers, and answer it later through `answer`. */
export function serve(
  port: MessagePort,
  handlers: Handlers,
  hot?: (request: Request, answer: (work: () => unknown) => void) => boolean,
): void {
  const answer = (id: number, work: () => unknown) => {
    try {
      const value = work();
      if (value instanceof Handing) port.postMessage({ id, value: value.value }, value.transfer);
      else port.postMessage({ id, value });
    } catch (error) {
      port.postMessage({ id, wrong: wrongOf(error) });
    }
  };
  port.on("message", (request: Request) => {
    if (hot?.(request, (work) => answer(request.id, work)) === true) return;
    answer(request.id, () => {
      const handler = handlers[request.method];
      if (handler === undefined) throw new Error(`nothing answers ${request.method}`);
      return handler(request.params);
    });
  });
}

function wrongOf(error: unknown): Wrong {
  if (error instanceof Fault) return { code: error.code, what: whatOf(error) };
  return { code: null, what: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** The sentence of a fault without its code and remedy, which its constructor adds. */
export const whatOf = (fault: Fault): string => fault.message.slice(fault.code.length + 2, -fault.remedy.length - 1);

const errorOf = ({ code, what }: Wrong): Error =>
  code !== null && code in codes ? new Fault(code as Code, what) : new Error(what);
