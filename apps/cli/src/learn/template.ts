import type { ModelKind } from "@sakiyomi/learn";
import { z } from "zod";
import { trainableKind } from "./kinds.ts";
import { countedSettings } from "./prepare.ts";
import { configSchema } from "./schema.ts";

/** What a first training of a kind takes: visible learning in a minute or two on a laptop. */
interface Beginning {
  /** Its own made-up data, whose features have the names of the model's observations. */
  readonly from?: string;
  readonly image?: number;
  readonly test?: number;
  readonly augmentation?: string;
  readonly train: string;
}

const numbers: Beginning = {
  augmentation: "{ noise: 0.02 }",
  train: "epochs: 300\n  batch: 5\n  rate: 0.003\n  clip: 1\n  patience: 100",
};
const pictures: Beginning = {
  image: 32,
  augmentation: "{ brightness: 0.1, contrast: 0.1, imageNoise: 0.02, noise: 0.02 }",
  train: "epochs: 60\n  batch: 3\n  rate: 0.003\n  clip: 1",
};

/** Kinds that want something else than the first rows. */
const beginnings: Readonly<Record<string, Beginning>> = {
  lstm: numbers,
  mtrnn: numbers,
  cae: pictures,
  cnnrnn: pictures,
  prae: { from: "toy:telling", train: "epochs: 100\n  batch: 12\n  rate: 0.003\n  clip: 1" },
  forecaster: { from: "toy:wandering", train: "epochs: 100\n  batch: 8\n  rate: 0.003\n  clip: 1" },
  pvrnn: { test: 0, train: "epochs: 300\n  batch: 9\n  rate: 0.003" },
  sarnn: { ...pictures, train: `${pictures.train}\n  ramps: { points.share: 100 }` },
};

/** A complete configuration with every setting explained at its top. */
export function template(wanted: string): string {
  const kind = trainableKind(wanted);
  return [...head(kind), "", ...body(kind), ""].join("\n");
}

type Json = z.core.JSONSchema.JSONSchema;

const jsonOf = (schema: z.ZodType): Json => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
const propertiesOf = (json: Json): readonly (readonly [string, Json])[] =>
  Object.entries(json.properties ?? {}).flatMap(([name, one]) =>
    typeof one === "object" ? [[name, one] as const] : [],
  );

const WIDTH = 15;
const line = (depth: number, name: string, text: string): string =>
  `# ${" ".repeat(depth * 2)}${name.padEnd(WIDTH - depth * 2)} ${text}`.trimEnd();

function explained(json: Json, depth: number, needed: readonly string[]): readonly string[] {
  return propertiesOf(json).flatMap(([name, one]) => {
    const told = one.description ?? "";
    const usual = one.default === undefined || typeof one.default === "object" ? "" : ` [${String(one.default)}]`;
    const isNeeded = needed.includes(name) ? " (needed)" : "";
    const below = one.properties ? explained(one, depth + 1, one.required ?? []) : [];
    return [line(depth, name, `${told}${usual}${isNeeded}`), ...below];
  });
}

function head(kind: ModelKind): readonly string[] {
  const { model: _, ...rest } = Object.fromEntries(propertiesOf(jsonOf(configSchema)));
  const required = jsonOf(configSchema).required ?? [];
  return [
    `# ${kind.kind}: ${kind.title}`,
    "#",
    "#   sakiyomi train THIS        begins; Ctrl-C keeps what was learnt",
    "#   sakiyomi resume RUN        goes on, to the same numbers as an unbroken run",
    "#   sakiyomi predict RUN       writes predicted beside true",
    "#",
    "# Every setting. [what it is when it is left out]",
    "# model",
    line(1, "kind", "Of the model: see `sakiyomi models`. (needed)"),
    // Sizes that the data decide need not be written.
    ...explained(jsonOf(kind.settings), 1, []),
    ...Object.entries(rest).flatMap(([name, one]) => [
      line(0, name, one.properties ? "" : (one.description ?? "")),
      ...explained(one, 1, required.includes(name) ? (one.required ?? []) : []),
    ]),
  ];
}

function body(kind: ModelKind): readonly string[] {
  const beginning = beginnings[kind.kind] ?? numbers;
  const decided = [...Object.keys(kind.inferred({})), ...countedSettings];
  const settings = propertiesOf(jsonOf(kind.settings)).flatMap(([name, { default: usual }]) =>
    usual === undefined || decided.includes(name) ? [] : [`  ${name}: ${written(usual)}`],
  );
  const isSeeing = kind.observations.includes("image");
  return [
    "model:",
    `  kind: ${kind.kind}`,
    ...settings,
    "data:",
    `  from: ${beginning.from ?? "toy:reaching"}`,
    ...(beginning.image === undefined ? [] : [`  toy: { image: ${beginning.image} }`]),
    "  signals:",
    ...kind.observations.map((name) => `    ${name}: ${featureOf(name, beginning)}`),
    ...(beginning.test === 0 ? ["  # None: the posterior belongs to training sequences alone."] : []),
    `  test: ${beginning.test ?? 0.25}`,
    ...(isSeeing || beginning.augmentation ? [`augmentation: ${beginning.augmentation ?? "{}"}`] : []),
    "train:",
    "  seed: 1",
    `  ${beginning.train}`,
  ];
}

function featureOf(observation: string, { from }: Beginning): string {
  if (from !== undefined) return observation;
  return observation === "image" ? "observation.image" : "observation.state";
}

function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{ ${Object.entries(value)
      .map(([name, one]) => `${name}: ${written(one)}`)
      .join(", ")} }`;
  // Words that YAML 1.1 takes for yes and no.
  return typeof value === "string" && /^(on|off|yes|no|true|false)$/.test(value) ? `"${value}"` : String(value);
}
