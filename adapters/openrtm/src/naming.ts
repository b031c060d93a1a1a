import type { CdrWriter } from "./cdr.ts";
import { type ObjectReference, readReference, referenceTo } from "./object-reference.ts";
import type { Orb } from "./orb.ts";

/** A name in a CosNaming tree: each step has an id and a kind ("SeqIn0", "rtc"). OMG Naming Service 1.3. */
export interface NameStep {
  readonly id: string;
  readonly kind: string;
}

export interface Binding {
  readonly name: readonly NameStep[];
  readonly isContext: boolean;
}

/** The name server of a host; 2809 is its usual port. */
export const nameServer = (host: string, port = 2809): ObjectReference =>
  referenceTo("IDL:omg.org/CosNaming/NamingContext:1.0", { host, port, key: new TextEncoder().encode("NameService") });

/** "robot.host_cxt/Arm0.rtc" */
export const parseName = (text: string): readonly NameStep[] =>
  text.split("/").map((step) => {
    const dot = step.lastIndexOf(".");
    return dot < 0 ? { id: step, kind: "" } : { id: step.slice(0, dot), kind: step.slice(dot + 1) };
  });

const writeName = (writer: CdrWriter, name: readonly NameStep[]): void =>
  writer.sequence(name, ({ id, kind }) => {
    writer.string(id);
    writer.string(kind);
  });

/** @throws {CorbaFault} "exception" CosNaming/NamingContext/NotFound */
export const resolveName = (orb: Orb, server: ObjectReference, name: readonly NameStep[]): Promise<ObjectReference> =>
  orb.invoke(server, "resolve", (writer) => writeName(writer, name), readReference);

const mostBindings = 10_000;
const contextBinding = 1;

/** What is directly in a naming context. */
export const listNames = (orb: Orb, context: ObjectReference): Promise<readonly Binding[]> =>
  orb.invoke(
    context,
    "list",
    (writer) => writer.unsignedLong(mostBindings),
    (body) =>
      body.sequence(() => {
        const name = body.sequence(() => ({ id: body.string(), kind: body.string() }), 8);
        return { name, isContext: body.unsignedLong() === contextBinding };
      }, 8),
  );

/** Binds a name to an object, in place of what it was bound to. */
export const bindName = (
  orb: Orb,
  server: ObjectReference,
  name: readonly NameStep[],
  write: (writer: CdrWriter) => void,
): Promise<void> =>
  orb.invoke(
    server,
    "rebind",
    (writer) => {
      writeName(writer, name);
      write(writer);
    },
    () => {},
  );
