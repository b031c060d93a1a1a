import type { ElementArrays, ElementType, Shape } from "../tensor.ts";
import { shown, sizeOf } from "../tensor.ts";
import { elementCodes } from "./encode.ts";
import { damagedAt, type Field, fieldsOf, type Span } from "./protobuf-reader.ts";
import type { OnnxAttribute, OnnxGraph, OnnxInitializer, OnnxModel, OnnxNode, OnnxValue } from "./types.ts";

/** Field numbers are those of https://github.com/onnx/onnx/blob/v1.17.0/onnx/onnx.proto. */
type Table<Draft> = Readonly<Record<number, (field: Field, draft: Draft) => void>>;

/** Fields that the table does not name are passed over, as protobuf asks. */
const filled = <Draft>(span: Span, table: Table<Draft>, draft: Draft): Draft => {
  for (const field of fieldsOf(span)) table[field.number]?.(field, draft);
  return draft;
};

const typeNames = new Map(Object.entries(elementCodes).map(([type, code]) => [code, type as ElementType]));

const elementType = (code: number, offset: number): ElementType =>
  typeNames.get(code) ??
  damagedAt(offset, `element type ${code} is not used here; known are ${[...typeNames.values()].join(", ")}`);

const arrays = {
  float32: Float32Array,
  int64: BigInt64Array,
  int32: Int32Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const;

interface TensorDraft {
  readonly dims: number[];
  type: ElementType | null;
  name: string;
  raw: Uint8Array | null;
  readonly floats: number[];
  readonly integers: number[];
  isElsewhere: boolean;
}

const tensorFields: Table<TensorDraft> = {
  1: (field, draft) => draft.dims.push(...field.integers()),
  2: (field, draft) => {
    draft.type = elementType(field.integer(), field.offset);
  },
  4: (field, draft) => {
    for (const value of field.floats()) draft.floats.push(value);
  },
  5: (field, draft) => {
    for (const value of field.integers()) draft.integers.push(value);
  },
  7: (field, draft) => {
    for (const value of field.integers()) draft.integers.push(value);
  },
  8: (field, draft) => {
    draft.name = field.text();
  },
  9: (field, draft) => {
    draft.raw = field.bytes();
  },
  13: (_, draft) => {
    draft.isElsewhere = true;
  },
};

const shapeOf = (dims: readonly number[], offset: number): Shape =>
  dims.every((size) => size >= 0) && Number.isSafeInteger(sizeOf(dims))
    ? dims
    : damagedAt(offset, `${shown(dims)} is no shape`);

/** A copy: the elements stand wherever the message before them ends. */
const elementsOf = (draft: TensorDraft, type: ElementType): ElementArrays[ElementType] => {
  if (draft.raw) return new arrays[type](new Uint8Array(draft.raw).buffer) as ElementArrays[ElementType];
  if (type === "float32") return Float32Array.from(draft.floats);
  return type === "int64" ? BigInt64Array.from(draft.integers, BigInt) : arrays[type].from(draft.integers);
};

const tensorOf = (field: Field): OnnxInitializer => {
  const { offset } = field;
  const start: TensorDraft = {
    dims: [],
    type: null,
    name: "",
    raw: null,
    floats: [],
    integers: [],
    isElsewhere: false,
  };
  const draft = filled(field.message(), tensorFields, start);
  const { type, name } = draft;
  if (draft.isElsewhere) return damagedAt(offset, `the numbers of "${name}" lie in another file`);
  if (type === null) return damagedAt(offset, `"${name}" has no element type`);
  const shape = shapeOf(draft.dims, offset);
  const { BYTES_PER_ELEMENT } = arrays[type];
  if (draft.raw && draft.raw.length !== sizeOf(shape) * BYTES_PER_ELEMENT)
    return damagedAt(offset, `"${name}" of ${type} ${shown(shape)} has ${draft.raw.length} bytes`);
  const data = elementsOf(draft, type);
  if (data.length !== sizeOf(shape))
    return damagedAt(offset, `"${name}" of ${shown(shape)} has ${data.length} elements`);
  return { name, type, shape, data };
};

interface ValueDraft {
  name: string;
  type: ElementType | null;
  readonly dims: number[];
  doc: string | null;
}

const dimensionFields: Table<ValueDraft> = {
  1: (field, draft) => draft.dims.push(field.integer()),
  2: (field, draft) => damagedAt(field.offset, `"${draft.name}" has a size without a number ("${field.text()}")`),
};
const shapeFields: Table<ValueDraft> = {
  1: (field, draft) => {
    filled(field.message(), dimensionFields, draft);
  },
};
const tensorTypeFields: Table<ValueDraft> = {
  1: (field, draft) => {
    draft.type = elementType(field.integer(), field.offset);
  },
  2: (field, draft) => {
    filled(field.message(), shapeFields, draft);
  },
};
const typeFields: Table<ValueDraft> = {
  1: (field, draft) => {
    filled(field.message(), tensorTypeFields, draft);
  },
};
const valueFields: Table<ValueDraft> = {
  1: (field, draft) => {
    draft.name = field.text();
  },
  2: (field, draft) => {
    filled(field.message(), typeFields, draft);
  },
  3: (field, draft) => {
    draft.doc = field.text();
  },
};

const signatureOf = (field: Field): OnnxValue => {
  const draft = filled<ValueDraft>(field.message(), valueFields, { name: "", type: null, dims: [], doc: null });
  if (draft.type === null) return damagedAt(field.offset, `"${draft.name}" is no tensor`);
  const { name, type, doc } = draft;
  return { name, type, shape: shapeOf(draft.dims, field.offset), ...(doc === null ? {} : { doc }) };
};

interface AttributeDraft {
  name: string;
  type: number;
  float: number;
  integer: number;
  text: string;
  graph: OnnxGraph | null;
  readonly floats: number[];
  readonly integers: number[];
  readonly strings: string[];
}

const attributeFields: Table<AttributeDraft> = {
  1: (field, draft) => {
    draft.name = field.text();
  },
  2: (field, draft) => {
    draft.float = field.float();
  },
  3: (field, draft) => {
    draft.integer = field.integer();
  },
  4: (field, draft) => {
    draft.text = field.text();
  },
  6: (field, draft) => {
    draft.graph = graphOf(field);
  },
  7: (field, draft) => {
    for (const value of field.floats()) draft.floats.push(value);
  },
  8: (field, draft) => {
    for (const value of field.integers()) draft.integers.push(value);
  },
  9: (field, draft) => draft.strings.push(field.text()),
  20: (field, draft) => {
    draft.type = field.integer();
  },
};

/** By AttributeProto.AttributeType. */
const attributeValues: Readonly<Record<number, (draft: AttributeDraft) => OnnxAttribute | null>> = {
  1: ({ float }) => ({ float }),
  2: ({ integer }) => integer,
  3: ({ text }) => text,
  5: ({ graph }) => graph && { graph },
  6: ({ floats }) => ({ floats }),
  7: ({ integers }) => integers,
  8: ({ strings }) => ({ strings }),
};

const attributeOf = (field: Field): readonly [string, OnnxAttribute] => {
  const start: AttributeDraft = {
    name: "",
    type: 0,
    float: 0,
    integer: 0,
    text: "",
    graph: null,
    floats: [],
    integers: [],
    strings: [],
  };
  const draft = filled(field.message(), attributeFields, start);
  const value = attributeValues[draft.type]?.(draft) ?? null;
  if (value === null)
    return damagedAt(field.offset, `attribute "${draft.name}" of type ${draft.type} is not used here`);
  return [draft.name, value];
};

interface NodeDraft {
  op: string;
  domain: string;
  name: string;
  readonly inputs: string[];
  readonly outputs: string[];
  readonly attributes: (readonly [string, OnnxAttribute])[];
}

const nodeFields: Table<NodeDraft> = {
  1: (field, draft) => draft.inputs.push(field.text()),
  2: (field, draft) => draft.outputs.push(field.text()),
  3: (field, draft) => {
    draft.name = field.text();
  },
  4: (field, draft) => {
    draft.op = field.text();
  },
  5: (field, draft) => draft.attributes.push(attributeOf(field)),
  7: (field, draft) => {
    draft.domain = field.text();
  },
};

/** "ai.onnx" is another name of the standard domain. */
const domainOf = (name: string): string => (name === "ai.onnx" ? "" : name);

const nodeOf = (field: Field): OnnxNode => {
  const start: NodeDraft = { op: "", domain: "", name: "", inputs: [], outputs: [], attributes: [] };
  const draft = filled(field.message(), nodeFields, start);
  if (draft.op === "") return damagedAt(field.offset, "a node has no operator");
  return { ...draft, domain: domainOf(draft.domain), attributes: Object.fromEntries(draft.attributes) };
};

interface GraphDraft {
  name: string;
  doc: string | null;
  readonly nodes: OnnxNode[];
  readonly inputs: OnnxValue[];
  readonly outputs: OnnxValue[];
  readonly initializers: OnnxInitializer[];
}

const graphFields: Table<GraphDraft> = {
  1: (field, draft) => draft.nodes.push(nodeOf(field)),
  2: (field, draft) => {
    draft.name = field.text();
  },
  5: (field, draft) => draft.initializers.push(tensorOf(field)),
  10: (field, draft) => {
    draft.doc = field.text();
  },
  11: (field, draft) => draft.inputs.push(signatureOf(field)),
  12: (field, draft) => draft.outputs.push(signatureOf(field)),
  15: (field) => damagedAt(field.offset, "sparse tensors are not used here"),
};

const graphOf = (field: Field): OnnxGraph => {
  const start: GraphDraft = { name: "", doc: null, nodes: [], inputs: [], outputs: [], initializers: [] };
  const { doc, ...graph } = filled(field.message(), graphFields, start);
  return { ...graph, ...(doc === null ? {} : { doc }) };
};

const pairFields: Table<{ key: string; value: string }> = {
  1: (field, draft) => {
    draft.key = field.text();
  },
  2: (field, draft) => {
    draft.value = field.text();
  },
};

const opsetFields: Table<{ domain: string; version: number }> = {
  1: (field, draft) => {
    draft.domain = domainOf(field.text());
  },
  2: (field, draft) => {
    draft.version = field.integer();
  },
};

interface ModelDraft {
  irVersion: number;
  producer: string;
  graph: OnnxGraph | null;
  readonly opsets: Record<string, number>;
  readonly metadata: (readonly [string, string])[];
}

const modelFields: Table<ModelDraft> = {
  1: (field, draft) => {
    draft.irVersion = field.integer();
  },
  2: (field, draft) => {
    draft.producer = field.text();
  },
  7: (field, draft) => {
    draft.graph = graphOf(field);
  },
  8: (field, draft) => {
    const { domain, version } = filled(field.message(), opsetFields, { domain: "", version: 0 });
    draft.opsets[domain] = version;
  },
  14: (field, draft) => {
    const { key, value } = filled(field.message(), pairFields, { key: "", value: "" });
    draft.metadata.push([key, value]);
  },
  20: (field) => damagedAt(field.offset, "training information is not used here"),
  25: (field) => damagedAt(field.offset, "functions of its own are not used here"),
};

/**
 * An ONNX file as far as this library's own graphs go: static shapes, numbers inside the file, no functions.
 * Initialisers are copies.
 * @throws {LearnFault} "onnx" with the reason and the byte when it is damaged, cut short, foreign, or goes further.
 */
export const readOnnx = (bytes: Uint8Array): OnnxModel => {
  const start: ModelDraft = { irVersion: 0, producer: "", graph: null, opsets: Object.create(null), metadata: [] };
  const { graph, metadata, ...draft } = filled({ bytes, offset: 0, depth: 0 }, modelFields, start);
  if (draft.irVersion < 3) return damagedAt(0, "it names no version of the format");
  if (graph === null) return damagedAt(bytes.length, "it holds no graph");
  const opsets = { ...draft.opsets };
  if (Object.keys(opsets).length === 0) return damagedAt(bytes.length, "it names no operator set");
  return { ...draft, opsets, graph, ...(metadata.length === 0 ? {} : { metadata: Object.fromEntries(metadata) }) };
};
