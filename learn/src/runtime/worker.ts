import { LearnFault } from "../fault.ts";
import type { Backend, Session } from "./backend.ts";
import {
  type Answers,
  type Ask,
  type Asks,
  buffersOf,
  parcel,
  parcels,
  type Reply,
  untold,
} from "./worker-messages.ts";
import type { Port } from "./worker-port.ts";

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

type Asking = <K extends Ask>(ask: K, given: Asks[K], transfer?: readonly ArrayBuffer[]) => Promise<Answers[K]>;

/** Numbers each request, and gives each reply to whom it belongs; whoever waits when the worker dies is told so. */
const asking = (port: Port): { readonly ask: Asking; readonly end: (error: Error) => void } => {
  const waiting = new Map<number, Waiting>();
  let ended: Error | null = null;
  let last = 0;
  const end = (error: Error): void => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  port.listen({
    message: (message) => {
      const reply = message as Reply;
      const asked = waiting.get(reply.id);
      waiting.delete(reply.id);
      if ("fault" in reply) asked?.reject(untold(reply.fault));
      else asked?.resolve(reply.answer as never);
    },
    lost: (why) => end(new LearnFault("worker", `The worker died: ${why}.`, "Start another and restore its snapshot.")),
  });
  const ask: Asking = (name, given, transfer = []) =>
    new Promise((resolve, reject) => {
      if (ended) return reject(ended);
      last += 1;
      waiting.set(last, { resolve, reject });
      port.send({ id: last, ask: name, given }, transfer);
    });
  return { ask, end };
};

const sessionOf = (ask: Asking, session: number): Session => ({
  run: (feeds) => {
    const copied = parcels(feeds);
    return ask("run", { session, feeds: copied }, buffersOf(copied));
  },
  read: (input) => ask("read", { session, input }),
  write: async (input, value) => {
    const copied = parcel(value);
    await ask("write", { session, input, value: copied }, buffersOf({ copied }));
  },
  close: async () => {
    await ask("release", { session });
  },
});

/**
 * Any backend, moved into a worker: a run no longer blocks the thread that asks for it. `start` opens the worker, whose
 * script calls `serveBackend`; `settings` reach the function that makes the backend there. Faults keep their code and
 * words; when the worker dies, everything that is pending or asked for later is rejected with code "worker".
 */
export const workerBackend = async (start: () => Port | Promise<Port>, settings: unknown = null): Promise<Backend> => {
  const port = await start();
  const { ask, end } = asking(port);
  try {
    const { name, kernels } = await ask("open", { settings });
    return {
      name,
      kernels,
      load: async (model, options = {}) => {
        const copied = model.slice();
        const initial = parcels(options.initial ?? {});
        const given = { model: copied, options: { ...options, initial } };
        return sessionOf(ask, await ask("load", given, [copied.buffer, ...buffersOf(initial)]));
      },
      close: async () => {
        end(new LearnFault("worker", "The worker was closed.", "Start another."));
        await port.end();
      },
    };
  } catch (error) {
    await port.end();
    throw error;
  }
};
