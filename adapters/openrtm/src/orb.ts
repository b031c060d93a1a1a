import type { CdrReader, CdrWriter } from "./cdr.ts";
import { type Connection, openConnection } from "./connection.ts";
import { CorbaFault } from "./fault.ts";
import type { Outcome } from "./giop.ts";
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
}

/** An object may be forwarded this often before it counts as a circle. */
const mostForwards = 4;

export const openOrb = ({ timeout = 3000 }: OrbOptions = {}): Orb => {
  const connections = new Map<string, Promise<Connection>>();
  const connectionTo = async (host: string, port: number): Promise<Connection> => {
    const name = `${host}:${port}`;
    const known = await connections.get(name)?.catch(() => undefined);
    if (known?.isOpen) return known;
    const opening = openConnection({ host, port, timeout });
    connections.set(name, opening);
    opening.catch(() => connections.delete(name));
    return opening;
  };
  const outcomeOf = async (
    target: ObjectReference,
    operation: string,
    write: (writer: CdrWriter) => void,
  ): Promise<Outcome> => {
    const { host, port, key } = addressOf(target);
    const { outcome } = await (await connectionTo(host, port)).call(key, operation, write);
    return outcome;
  };
  return {
    invoke: async (target, operation, write, read) => {
      let at = target;
      for (let forwards = 0; forwards <= mostForwards; forwards += 1) {
        const outcome = await outcomeOf(at, operation, write);
        if (outcome.kind === "done") return read(outcome.body);
        if (outcome.kind !== "forward") throw raised(target, operation, outcome);
        at = outcome.to;
      }
      throw new CorbaFault(
        "link",
        `${operation} is forwarded in a circle.`,
        "Restart the name server and the component.",
      );
    },
    close: () => {
      for (const opening of connections.values()) void opening.then((one) => one.close()).catch(() => {});
      connections.clear();
    },
  };
};

const raised = (
  { typeId }: ObjectReference,
  operation: string,
  outcome: Exclude<Outcome, { kind: "done" | "forward" }>,
): CorbaFault => {
  const [, name = outcome.exception] = /IDL:(.*):[\d.]+$/.exec(outcome.exception) ?? [];
  const hints: Readonly<Record<string, string>> = {
    "omg.org/CORBA/OBJECT_NOT_EXIST": "The component has ended; look it up again.",
    "omg.org/CosNaming/NamingContext/NotFound": "Nothing has that name; list what there is.",
    "omg.org/CORBA/BAD_OPERATION": "The object is of another type than expected.",
  };
  return new CorbaFault(
    "exception",
    `${operation} of ${typeId || "an object"} raised ${name}.`,
    hints[name] ?? "See the log of the component.",
  );
};
