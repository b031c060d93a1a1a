import { parse, stringify } from "@foxglove/rosmsg";
import { ros1 } from "@foxglove/rosmsg-msgs-common";
import { definitions } from "@sakiyomi/robot";
import { FoxgloveFault } from "./fault.ts";

export type Definition = ReturnType<typeof parse>[number];

const own = Object.entries(definitions).map(([name, text]): [string, Definition] => {
  const [definition] = parse(text, { skipTypeFixup: true });
  return [name, { definitions: definition?.definitions ?? [], name }];
});

/** Standard messages of ROS 1 and our own, by name. */
const known: ReadonlyMap<string, Definition> = new Map([...Object.entries(ros1), ...own]);

const definitionOf = (name: string): Definition => {
  const definition = known.get(name);
  if (definition) return definition;
  throw new FoxgloveFault("schema", `There is no message ${name}.`, "Use one of ROS 1's, or add it to definitions.ts.");
};

/** A message and all that it is made of, itself first. */
export const partsOf = (name: string): readonly Definition[] => {
  const parts = new Map<string, Definition>();
  const take = (one: string): void => {
    if (parts.has(one)) return;
    const definition = definitionOf(one);
    parts.set(one, definition);
    for (const { isComplex, type } of definition.definitions) if (isComplex) take(type);
  };
  take(name);
  return [...parts.values()];
};

/** ROS writes "byte" in these, and takes its checksum over that word; to readers and writers it is an int8. */
const withBytes: ReadonlySet<string | undefined> = new Set(["rosgraph_msgs/Log", "diagnostic_msgs/DiagnosticStatus"]);

const asRosWrites = (definition: Definition): Definition =>
  withBytes.has(definition.name)
    ? {
        ...definition,
        definitions: definition.definitions.map((field) =>
          field.type === "int8" ? { ...field, type: "byte" } : field,
        ),
      }
    : definition;

/** As MCAP's ros1msg and the WebSocket want it: the definition and, under lines of "=", those that it is made of. */
export const schemaText = (name: string): string => stringify(partsOf(name).map(asRosWrites));
