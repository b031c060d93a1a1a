import type { CdrReader, CdrWriter } from "./cdr.ts";
import { type Connection, type ConnectionOptions, closedInOrder, openConnection } from "./connection.ts";
import { CorbaFault } from "./fault.ts";
import { mostMessageBytes, type Outcome } from "./giop.ts";
import { addressOf, type ObjectReference } from "./object-reference.ts";

/** Calls operations of objects elsewhere. Connections are kept, and opened anew where they ended. */
export interface Orb {
  /**
   * @throws {CorbaFault} "link", "timeout", "giop"; "exception" with the name of what the object raised.
   */
  invoke<T>(
    target: ObjectReference,
    operation: string,
    write: (writer: CdrWriter) => void,
    read: (body: CdrReader) => T,
  ): Promise<T>;
  close(): void;
}

export interface OrbOptions {
  /** For connecting and for each answer, ms. 3000 unless given. */
  readonly timeout?: number;
  /** Of one message that is taken, and of what waits to be sent, bytes. 16 MiB unless given. */
  readonly mostBytes?: number;
  /** Byte order of requests. Little unless given. */
  readonly isLittle?: boolean;
}

/** An object may be forwarded this often before it counts as a circle. */
const mostForwards = 4;

export const openOrb = ({ timeout = 3000, mostBytes = mostMessageBytes, isLittle = true }: OrbOptions = {}): Orb => {
  const connectionTo = connectionsOf({ timeout, mostBytes, isLittle });
  const invokeOnce = async (target: ObjectReference, operation: string, write: Write): Promise<Outcome> => {
    const { host, port, key } = addressOf(target);
    const call = async (): Promise<Outcome> =>
      (await (await connectionTo.get(host, port)).call(key, operation, write)).outcome;
    // An ORB closes what was idle for minutes, perhaps just as it is called: then it has done nothing yet.
    return call().catch((error: unknown) => {
      if (error instanceof CorbaFault && error.code === closedInOrder) return call();
      throw error;
    });
  };
  return { invoke: forwarding(invokeOnce), close: connectionTo.close };
};

type Forward = { readonly kind: "forward" };
type Write = (writer: CdrWriter) => void;
type InvokeOnce = (target: ObjectReference, operation: string, write: Write) => Promise<Outcome>;

const connectionsOf = (options: Omit<ConnectionOptions, "host" | "port">) => {
  const connections = new Map<string, Promise<Connection>>();
  return {
    get: async (host: string, port: number): Promise<Connection> => {
      const name = `${host}:${port}`;
      const before = connections.get(name);
      const known = await before?.catch(() => undefined);
      if (known?.isOpen) return known;
      // Of several that find it ended, the first opens it anew and the others wait for that one.
      const now = connections.get(name);
      if (now && now !== before) return now;
      const opening = openConnection({ host, port, ...options });
      connections.set(name, opening);
      opening.catch(() => connections.delete(name));
      return opening;
    },
    close: () => {
      for (const opening of connections.values()) void opening.then((one) => one.close()).catch(() => {});
      connections.clear();
    },
  };
};

/** Goes where it is sent, and goes there at once the next time, until that place is gone. */
const forwarding = (invokeOnce: InvokeOnce): Orb["invoke"] => {
  const forwarded = new WeakMap<ObjectReference, ObjectReference>();
  const follow = async (
    target: ObjectReference,
    operation: string,
    write: Write,
  ): Promise<Exclude<Outcome, Forward>> => {
    let at = forwarded.get(target) ?? target;
    forwarded.delete(target);
    for (let forwards = 0; forwards <= mostForwards; forwards += 1) {
      const outcome = await invokeOnce(at, operation, write);
      if (outcome.kind === "forward") at = outcome.to;
      else {
        if (at !== target && outcome.kind !== "system") forwarded.set(target, at);
        return outcome;
      }
    }
    throw new CorbaFault(
      "link",
      `${operation} is forwarded in a circle.`,
      "Restart the name server and the component.",
    );
  };
  return async (target, operation, write, read) => {
    const outcome = await follow(target, operation, write);
    if (outcome.kind === "done") return read(outcome.body);
    throw raised(target, operation, outcome);
  };
};

const raised = (
  { typeId }: ObjectReference,
  operation: string,
  outcome: Exclude<Outcome, Forward | { kind: "done" }>,
): CorbaFault => {
  const [, name = outcome.exception] = /IDL:(.*):[\d.]+$/.exec(outcome.exception) ?? [];
  const hints: Readonly<Record<string, string>> = {
    "omg.org/CORBA/OBJECT_NOT_EXIST": "The component has ended; look it up again.",
    "omg.org/CosNaming/NamingContext/NotFound": "Nothing has that name; list what there is.",
    "omg.org/CORBA/TRANSIENT": "It is busy, or what stands behind it is not there: try again later.",
    "omg.org/CORBA/MARSHAL": "It did not understand the data: compare the types of both ports.",
    "omg.org/CORBA/BAD_OPERATION": "The object is of another type than expected.",
  };
  return new CorbaFault(
    "exception",
    `${operation} of ${typeId || "an object"} raised ${name}.`,
    hints[name] ?? "See the log of the component.",
  );
};
