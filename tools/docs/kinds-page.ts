import { type Kind, type KindRow, kinds, rowOf } from "@sakiyomi/core";
import { code, generated, span, table } from "./markdown.ts";

type Row<C extends KindRow["class"]> = Extract<KindRow, { class: C }>;

const rowsOf = <C extends KindRow["class"]>(wanted: C): readonly (readonly [Kind, Row<C>])[] =>
  (Object.keys(kinds) as Kind[]).flatMap((kind) => {
    const row = rowOf(kind);
    return row.class === wanted ? [[kind, row as Row<C>] as const] : [];
  });

const codesOf = ({ loinc, mdc }: { readonly loinc?: string; readonly mdc?: number }): string =>
  [...(loinc === undefined ? [] : [`LOINC ${loinc}`]), ...(mdc === undefined ? [] : [`MDC ${mdc}`])].join(", ");

const numbers = (head: string, wanted: "quantity" | "wave", about: string): string =>
  [
    `## ${head}`,
    about,
    table(
      ["Kind", "Unit (UCUM)", "Plausible", "Kept in steps of", "Unknown after", "Codes"],
      rowsOf(wanted).map(([kind, row]) => [
        code(kind),
        code(row.unit),
        `${row.min} to ${row.max}`,
        String(row.resolution),
        span(row.staleAfterMs),
        codesOf(row),
      ]),
    ),
  ].join("\n\n");

const states = (): string =>
  [
    "## States",
    "What somebody or something is, until another value comes. No unit.",
    table(
      ["Kind", "One of", "Unknown after", "Codes"],
      rowsOf("state").map(([kind, row]) => [
        code(kind),
        row.codes.map(code).join(" "),
        span(row.staleAfterMs),
        codesOf(row),
      ]),
    ),
  ].join("\n\n");

interface FieldSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}
interface ObjectSchema {
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
}

function fieldOf(name: string, { type, enum: values, minimum, maximum }: FieldSchema, required: boolean): string {
  const range = minimum === undefined ? "" : ` ${minimum} to ${maximum}`;
  return `${code(name)}${required ? "" : " (optional)"}: ${values ? values.join(", ") : `${type ?? ""}${range}`}`;
}

const events = (): string =>
  [
    "## Events",
    "Something that happened at a time. The value is an object with these fields; skills have their turn at once.",
    table(
      ["Kind", "Fields"],
      rowsOf("event").map(([kind, row]) => {
        const { properties = {}, required = [] } = row.schema.toJSONSchema() as ObjectSchema;
        const fields = Object.entries(properties).map(([name, field]) => fieldOf(name, field, required.includes(name)));
        return [code(kind), fields.join("; ")];
      }),
    ),
  ].join("\n\n");

const frames = (): string =>
  [
    "## Frames",
    "A picture: `encoding`, `width`, `height` and `bytes` in base64.",
    table(
      ["Kind", "Encodings", "Unknown after"],
      rowsOf("frame").map(([kind, row]) => [code(kind), row.encodings.join(", "), span(row.staleAfterMs)]),
    ),
  ].join("\n\n");

export const kindsPage = (): string =>
  [
    generated("core/src/1-signal/kinds.ts"),
    "# Kinds of signals",
    "A signal is of one of these kinds. What is outside the plausible range is refused: the ranges are wider than any clinical limit, and catch a wrong unit or a broken sensor, never an ill person. A unit other than the one named is refused, never converted. A value older than the time under “unknown after” is shown as unknown. Adding a kind is adding a row (see [CONTRIBUTING](../../CONTRIBUTING.md)).",
    numbers("Quantities", "quantity", "A number at a time."),
    numbers(
      "Waveforms",
      "wave",
      "Many samples at a fixed rate, sent as blocks: `{ rate, samples }` in JSON with `null` for a gap, or the [binary form](wave-format.md).",
    ),
    states(),
    events(),
    frames(),
  ].join("\n\n");
