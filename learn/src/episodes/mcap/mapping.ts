import { z } from "zod";
import { refuse } from "../../fault.ts";

const methods = ["hold", "linear", "nearest"] as const;

const featureRow = z.strictObject({
  name: z.string().min(1),
  topic: z.string().min(1),
  /** Into the message: "position", "pose.position", "velocity[2]", "joints[0:7]"; "" is the message itself. */
  path: z.string().default(""),
  kind: z.enum(["quantity", "image"]).default("quantity"),
  shape: z.array(z.number().int().positive()).min(1),
  method: z.enum(methods),
  /** Seconds that a measurement may be away from the frame that it stands for; beyond, the frame has none. */
  maxAge: z.number().positive(),
  names: z.array(z.string()).optional(),
  unit: z.string().optional(),
});

const mappingShape = z.strictObject({
  /** Frames a second of the episodes. */
  rate: z.number().positive(),
  /** The recorder's clock (log), or the publisher's. */
  time: z.enum(["log", "publish"]).default("log"),
  task: z.string().optional(),
  features: z.array(featureRow).min(1),
});

/** How the topics of a recording become features at one rate. Nothing is resampled that it does not name. */
export type McapMapping = z.infer<typeof mappingShape>;
export type MappedFeature = McapMapping["features"][number];

/** @throws {LearnFault} "setting" with the place in the mapping. */
export function readMapping(value: unknown, name = "The mapping"): McapMapping {
  const parsed = mappingShape.safeParse(value);
  if (!parsed.success)
    return refuse(
      "setting",
      `${name}: ${z.prettifyError(parsed.error).replace(/\s+/g, " ")}.`,
      "See docs/guide/datasets.md.",
    );
  const wrong = parsed.data.features.find(
    ({ kind, method, shape }) => kind === "image" && (method === "linear" || shape.length !== 3),
  );
  if (wrong)
    return refuse(
      "setting",
      `${name}: ${wrong.name} is an image: no line is drawn between images, and its shape is [channels, height, width].`,
      "Use hold or nearest.",
    );
  const twice = parsed.data.features.find(({ name }, i, all) => all.findIndex((other) => other.name === name) !== i);
  return twice
    ? refuse("setting", `${name}: ${twice.name} is there twice.`, "Give each feature a name of its own.")
    : parsed.data;
}
