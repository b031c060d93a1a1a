import { Fault } from "@sakiyomi/core";
import { type Document, isMap, isScalar, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { nearest } from "./nearest.ts";
import { type Config, configSchema } from "./schema.ts";

type Path = readonly PropertyKey[];

/** A configuration with the places of its settings, so that every error can name its line. */
export interface ReadConfig {
  readonly config: Config;
  readonly text: string;
  /** Checks a part of it again, by a schema that was known later: the model's settings. */
  refuse(issue: z.core.$ZodIssue, schema: z.ZodType, under: Path): never;
}

/** @throws {Fault} "CLI_USAGE" with file, line, what was found and what is meant. */
export function readConfig(text: string, name: string): ReadConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error) throw wrong(`${name}, line ${error.linePos?.[0].line ?? 1}: ${error.message.split("\n")[0]}`);
  const refuse = (issue: z.core.$ZodIssue, schema: z.ZodType, under: Path): never => {
    const path = [...under, ...issue.path];
    const key = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
    const at = lineOf(document, lines, key === undefined ? path : [...path, key], key !== undefined);
    throw wrong(`${name}, line ${at}: ${told(issue, schema, path, valueAt(document, path))}`);
  };
  const read = configSchema.safeParse(document.toJS() ?? {});
  if (read.success) return { config: read.data, text, refuse };
  return refuse(worst(read.error.issues), configSchema, []);
}

/** What is missing is mostly there under another name: that is told first. */
export const worst = (issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue =>
  (issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0]) as z.core.$ZodIssue;

const wrong = (what: string): Fault => new Fault("CLI_USAGE", /[.?]$/.test(what) ? what : `${what}.`);

const valueAt = (document: Document, path: Path): unknown => {
  const found = document.getIn(path as readonly string[]);
  return typeof found === "object" ? undefined : found;
};

/** Of the setting, or of the nearest one around it that is written there. */
function lineOf(document: Document, lines: LineCounter, path: Path, isKey: boolean): number {
  for (let length = path.length; length > 0; length -= 1) {
    const start =
      isKey && length === path.length ? startOfKey(document, path) : startOfValue(document, path.slice(0, length));
    if (start !== null) return lines.linePos(start).line;
  }
  return 1;
}

function startOfKey(document: Document, path: Path): number | null {
  const map = document.getIn(path.slice(0, -1) as readonly string[], true) ?? document.contents;
  if (!isMap(map)) return null;
  const pair = map.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
  return isScalar(pair?.key) ? (pair.key.range?.[0] ?? null) : null;
}

function startOfValue(document: Document, path: Path): number | null {
  const node = document.getIn(path as readonly string[], true) as { readonly range?: readonly number[] } | undefined;
  return startOfKey(document, path) ?? node?.range?.[0] ?? null;
}

function told(issue: z.core.$ZodIssue, schema: z.ZodType, path: Path, value: unknown): string {
  const place = path.join(".");
  if (issue.code === "unrecognized_keys") return unknownKey(issue.keys[0] ?? "", schema, issue.path, place);
  const isMissing = issue.message.endsWith("received undefined");
  const message = issue.message.replace(/^Invalid input: /, "").replace(/, received undefined$/, "");
  const found =
    value === undefined || value === null ? (isMissing ? " is missing:" : "") : ` is ${JSON.stringify(value)}:`;
  return `${place || "the configuration"}${found} ${message}`;
}

function unknownKey(key: string, schema: z.ZodType, path: Path, place: string): string {
  const known = keysAt(schema, path);
  const near = nearest(key, known);
  const where = place === "" ? "" : ` in ${place}`;
  return `"${key}" is no setting${where}. ${near ? `Did you mean ${near}?` : `They are ${known.join(", ")}`}`;
}

/** What may stand there. */
function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  let json: z.core.JSONSchema.JSONSchema | undefined = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  for (const part of path) {
    const next: unknown = json?.properties?.[String(part)];
    json = typeof next === "object" && next !== null ? (next as z.core.JSONSchema.JSONSchema) : undefined;
  }
  const alternatives = json?.anyOf ?? json?.oneOf ?? [];
  const all = [json, ...alternatives] as (z.core.JSONSchema.JSONSchema | undefined)[];
  return [...new Set(all.flatMap((one) => Object.keys(one?.properties ?? {})))];
}
