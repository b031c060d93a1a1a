import type { CdrReader, CdrWriter } from "../cdr.ts";
import { nameServer } from "../naming.ts";
import { type ObjectReference, readReference, writeReference } from "../object-reference.ts";
import type { Servants } from "../servant.ts";

/** A name server in memory, for tests without omniORB's. A name that is not there raises UNKNOWN. */
export const nameService = (servants: Servants): ObjectReference => {
  const names = new Map<string, ObjectReference>();
  const nameIn = (body: CdrReader): string => body.sequence(() => `${body.string()}.${body.string()}`, 8).join("/");
  servants.add("IDL:omg.org/CosNaming/NamingContext:1.0", "NameService", {
    resolve: (body: CdrReader, reply: CdrWriter) => {
      const found = names.get(nameIn(body));
      if (!found) throw new Error("NotFound");
      writeReference(reply, found);
    },
    rebind: (body: CdrReader) => {
      names.set(nameIn(body), readReference(body));
    },
  });
  return nameServer("127.0.0.1", servants.port);
};
