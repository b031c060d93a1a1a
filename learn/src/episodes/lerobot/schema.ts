import type { KeyValue, SchemaElement } from "hyparquet";
import { refuse } from "../../fault.ts";
import type { Feature } from "../episode.ts";

/** The columns that LeRobot adds by itself, as its constants.DEFAULT_FEATURES has them. */
export const ownColumns = {
  timestamp: { dtype: "float32", shape: [1], names: null },
  frame_index: { dtype: "int64", shape: [1], names: null },
  episode_index: { dtype: "int64", shape: [1], names: null },
  index: { dtype: "int64", shape: [1], names: null },
  task_index: { dtype: "int64", shape: [1], names: null },
} as const;

/** Five axes are the most that LeRobot stores (datasets.Array5D). */
const MOST_AXES = 5;

/** @throws {LearnFault} "data" where LeRobot would refuse the name or the shape. */
export function refuseForeign(features: readonly Feature[]): void {
  for (const { name, shape, kind } of features) {
    if (name.includes("/") || Object.hasOwn(ownColumns, name))
      refuse("data", `LeRobot has no feature called ${name}.`, "Rename it: no slash, none of its own columns.");
    if (kind === "quantity" && (shape.length === 0 || shape.length > MOST_AXES))
      refuse("data", `${name}: LeRobot stores 1 to ${MOST_AXES} axes, not [${shape}].`, "Reshape the feature.");
    if (kind === "image" && shape.length !== 3)
      refuse("data", `${name}: an image is [channels, height, width], not [${shape}].`, "Reshape it.");
  }
}

/** `features` of meta/info.json. */
export const infoFeatures = (features: readonly Feature[]): Readonly<Record<string, unknown>> => ({
  ...Object.fromEntries(features.map((feature) => [feature.name, infoFeature(feature)])),
  ...ownColumns,
});

function infoFeature({ kind, shape, names, unit }: Feature): unknown {
  const [channels, height, width] = shape;
  if (kind === "image")
    return { dtype: "image", shape: [height, width, channels], names: ["height", "width", "channels"] };
  return { dtype: "float32", shape, names: names ?? null, ...(unit !== undefined && { info: { unit } }) };
}

const OPTIONAL = "OPTIONAL";

const list = (name: string, element: readonly SchemaElement[]): readonly SchemaElement[] => [
  { name, repetition_type: OPTIONAL, num_children: 1, converted_type: "LIST", logical_type: { type: "LIST" } },
  { name: "list", repetition_type: "REPEATED", num_children: 1 },
  ...element,
];

const plain = (name: string, type: "FLOAT" | "DOUBLE" | "INT64"): SchemaElement => ({
  name,
  type,
  repetition_type: OPTIONAL,
});

const words = (name: string): SchemaElement => ({
  name,
  type: "BYTE_ARRAY",
  converted_type: "UTF8",
  logical_type: { type: "STRING" },
  repetition_type: OPTIONAL,
});

/** Lists in lists, as many as there are axes. */
export const nested = (name: string, axes: number, type: "FLOAT" | "DOUBLE" | "INT64"): readonly SchemaElement[] =>
  axes === 0 ? [plain(name, type)] : list(name, nested("element", axes - 1, type));

export const integer = (name: string): readonly SchemaElement[] => [plain(name, "INT64")];
export const text = (name: string): readonly SchemaElement[] => [words(name)];
export const texts = (name: string): readonly SchemaElement[] => list(name, [words("element")]);

/** {bytes, path}, as datasets.Image stores it. */
const image = (name: string): readonly SchemaElement[] => [
  { name, repetition_type: OPTIONAL, num_children: 2 },
  { name: "bytes", type: "BYTE_ARRAY", repetition_type: OPTIONAL },
  words("path"),
];

/** A shape of [1] is a scalar in LeRobot's tables. */
export const isScalar = ({ kind, shape }: Feature): boolean =>
  kind === "quantity" && shape.length === 1 && shape[0] === 1;

const featureColumn = (feature: Feature): readonly SchemaElement[] =>
  feature.kind === "image"
    ? image(feature.name)
    : nested(feature.name, isScalar(feature) ? 0 : feature.shape.length, "FLOAT");

export const table = (columns: readonly (readonly SchemaElement[])[]): SchemaElement[] => [
  { name: "schema", num_children: columns.length },
  ...columns.flat(),
];

export const dataSchema = (features: readonly Feature[]): SchemaElement[] =>
  table([
    ...features.map(featureColumn),
    [plain("timestamp", "FLOAT")],
    ...["frame_index", "episode_index", "index", "task_index"].map(integer),
  ]);

/** What datasets.load_dataset and the viewer of the hub read: the types that Parquet alone does not tell. */
export const huggingface = (features: readonly Feature[]): KeyValue => {
  const types = Object.fromEntries([
    ...features.map((feature) => [feature.name, typeOf(feature)] as const),
    ...Object.entries(ownColumns).map(([name, { dtype }]) => [name, { dtype, _type: "Value" }] as const),
  ]);
  return { key: "huggingface", value: JSON.stringify({ info: { features: types } }) };
};

function typeOf(feature: Feature): unknown {
  const { kind, shape } = feature;
  const value = { dtype: "float32", _type: "Value" };
  if (kind === "image") return { _type: "Image" };
  if (isScalar(feature)) return value;
  return shape.length === 1
    ? { feature: value, length: shape[0], _type: "Sequence" }
    : { shape, dtype: "float32", _type: `Array${shape.length}D` };
}

/** So that pandas takes the column `task` as the index of meta/tasks.parquet, as LeRobot reads it. */
export const tasksIndex = (): KeyValue => {
  const column = (name: string, pandas: string, numpy: string) => ({
    name,
    field_name: name,
    pandas_type: pandas,
    numpy_type: numpy,
    metadata: null,
  });
  const value = {
    index_columns: ["task"],
    column_indexes: [
      { ...column("", "unicode", "object"), name: null, field_name: null, metadata: { encoding: "UTF-8" } },
    ],
    columns: [column("task_index", "int64", "int64"), column("task", "unicode", "object")],
    creator: { library: "sakiyomi", version: "1" },
    pandas_version: "2.0.0",
  };
  return { key: "pandas", value: JSON.stringify(value) };
};
