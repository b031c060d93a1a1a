import { LearnFault } from "../fault.ts";
import type { Backend, Session } from "./backend.ts";
import {
  type Answers,
  type Ask,
  type Asks,
  buffersOf,
  parcel,
  parcels,
  type Request,
  told,
} from "./worker-messages.ts";
import type { Port } from "./worker-port.ts";

type Handlers = { readonly [K in Ask]: (given: Asks[K]) => Promise<Answers[K]> };

const handlers = (make: (settings: unknown) => Backend | Promise<Backend>): Handlers => {
  const sessions = new Map<number, Session>();
  let backend: Backend | null = null;
  let last = 0;
  const opened = (): Backend => {
    if (!backend) throw new LearnFault("worker", "The worker has no backend yet.", "Ask it to open one first.");
    return backend;
  };
  const sessionOf = (id: number): Session => {
    const session = sessions.get(id);
    if (!session) throw new LearnFault("worker", `Session ${id} is closed.`, "Load the model again.");
    return session;
  };
  return {
    open: async ({ settings }) => {
      backend = await make(settings);
      return { name: backend.name, kernels: backend.kernels };
    },
    load: async ({ model, options }) => {
      const session = await opened().load(model, options);
      last += 1;
      sessions.set(last, session);
      return last;
    },
    // A runtime may own the memory of what it returns, and such a buffer cannot be transferred.
    run: async ({ session, feeds }) => parcels(await sessionOf(session).run(feeds)),
    read: async ({ session, input }) => parcel(await sessionOf(session).read(input)),
    write: async ({ session, input, value }) => {
      await sessionOf(session).write(input, value);
      return null;
    },
    release: async ({ session }) => {
      await sessionOf(session).close();
      sessions.delete(session);
      return null;
    },
  };
};

const transferred = (ask: Ask, answer: unknown): readonly ArrayBuffer[] => {
  if (ask === "run") return buffersOf(answer as Answers["run"]);
  return ask === "read" ? buffersOf({ answer: answer as Answers["read"] }) : [];
};

/** The other end of `workerBackend`: answers one request after the other, in their order. */
export const serveBackend = (port: Port, make: (settings: unknown) => Backend | Promise<Backend>): void => {
  const table = handlers(make) as Readonly<Record<Ask, (given: unknown) => Promise<unknown>>>;
  const answer = async ({ id, ask, given }: Request): Promise<void> => {
    try {
      const result = await table[ask](given);
      port.send({ id, answer: result }, transferred(ask, result));
    } catch (error) {
      port.send({ id, fault: told(error) });
    }
  };
  let before = Promise.resolve();
  port.listen({
    message: (message) => {
      before = before.then(() => answer(message as Request));
    },
    lost: () => {},
  });
};
