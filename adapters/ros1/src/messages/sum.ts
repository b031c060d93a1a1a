import { createHash } from "node:crypto";
import { RosFault } from "../fault.ts";

/** The MD5 sum of a definition after genmsg: without comments, constants first, other types by their own sums. */
export const sumOf = (text: string): string => hash(sumText(text));

/** The sum of a service: over both texts, one directly after the other. */
export const sumOfService = (request: string, response: string): string => hash(sumText(request) + sumText(response));

const hash = (text: string): string => createHash("md5").update(text).digest("hex");

const basic = new Set(
  "bool int8 uint8 int16 uint16 int32 uint32 int64 uint64 float32 float64 string time duration char byte".split(" "),
);

interface Definition {
  /** "std_msgs/Header"; empty for the message itself. */
  readonly name: string;
  readonly lines: readonly string[];
}

const sumText = (text: string): string => {
  const [own, ...others] = text.split(/^={10,}\s*$/m).map(definitionOf);
  return own ? textOf(own, others) : "";
};

const definitionOf = (section: string): Definition => {
  const lines = section.split("\n").map((line) => line.trim());
  const named = lines.findIndex((line) => line.startsWith("MSG: "));
  return { name: lines[named]?.slice(5).trim() ?? "", lines: lines.filter((_, i) => i !== named) };
};

const textOf = ({ lines }: Definition, others: readonly Definition[]): string => {
  const constants: string[] = [];
  const fields: string[] = [];
  for (const line of lines) {
    const constant = /^(\w+)\s+(\w+)\s*=\s*(.*)$/.exec(line);
    // The value of a constant string is all that follows, a "#" too.
    if (constant) constants.push(`${constant[1]} ${constant[2]}=${constantOf(constant[1] ?? "", constant[3] ?? "")}`);
    else fields.push(...fieldOf(line.replace(/#.*$/, "").trim(), others));
  }
  return [...constants, ...fields].join("\n");
};

const constantOf = (type: string, value: string): string =>
  (type === "string" ? value : value.replace(/#.*$/, "")).trim();

const fieldOf = (line: string, others: readonly Definition[]): readonly string[] => {
  const [type = "", name = ""] = line.split(/\s+/);
  if (type === "") return [];
  const plain = type.replace(/\[\d*\]$/, "");
  if (basic.has(plain)) return [`${type} ${name}`];
  const wanted = plain === "Header" ? "std_msgs/Header" : plain;
  const found = others.find((other) => other.name === wanted || other.name.endsWith(`/${wanted}`));
  if (!found)
    throw new RosFault("unknown-type", `The definition lacks ${plain}, which it names.`, "Add it after a line of =.");
  return [`${hash(textOf(found, others))} ${name}`];
};
