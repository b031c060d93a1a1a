import type { ElementType } from "../tensor.ts";
import { ProtobufWriter } from "./protobuf.ts";
import type { OnnxAttribute, OnnxGraph, OnnxInitializer, OnnxModel, OnnxNode, OnnxValue } from "./types.ts";

/** TensorProto.DataType of https://github.com/onnx/onnx/blob/v1.17.0/onnx/onnx.proto; so are all field numbers here. */
export const elementCodes: Readonly<Record<ElementType, number>> = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
};

const attributeTypes = { float: 1, integer: 2, text: 3, graph: 5, floats: 6, integers: 7, texts: 8 } as const;

const writeInitializer = (writer: ProtobufWriter, { name, type, shape, data }: OnnxInitializer): void => {
  for (const size of shape) writer.integer(1, size);
  writer.integer(2, elementCodes[type]);
  writer.text(8, name);
  writer.bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
};

const writeValue = (writer: ProtobufWriter, { name, type, shape, doc }: OnnxValue): void => {
  writer.text(1, name);
  writer.message(2, (typeProto) =>
    typeProto.message(1, (tensor) => {
      tensor.integer(1, elementCodes[type]);
      tensor.message(2, (sizes) => {
        for (const size of shape) sizes.message(1, (one) => one.integer(1, size));
      });
    }),
  );
  if (doc !== undefined) writer.text(3, doc);
};

const writeStructured = (
  writer: ProtobufWriter,
  value: Exclude<OnnxAttribute, number | string | readonly number[]>,
) => {
  if ("float" in value) {
    writer.float(2, value.float);
    return attributeTypes.float;
  }
  if ("floats" in value) {
    for (const one of value.floats) writer.float(7, one);
    return attributeTypes.floats;
  }
  if ("strings" in value) {
    for (const one of value.strings) writer.text(9, one);
    return attributeTypes.texts;
  }
  writer.message(6, (graph) => writeGraph(graph, value.graph));
  return attributeTypes.graph;
};

const isIntegers = (value: OnnxAttribute): value is readonly number[] => Array.isArray(value);

const writePayload = (writer: ProtobufWriter, value: OnnxAttribute): number => {
  if (typeof value === "number") {
    writer.integer(3, value);
    return attributeTypes.integer;
  }
  if (typeof value === "string") {
    writer.text(4, value);
    return attributeTypes.text;
  }
  if (isIntegers(value)) {
    for (const one of value) writer.integer(8, one);
    return attributeTypes.integers;
  }
  return writeStructured(writer, value);
};

const writeNode = (writer: ProtobufWriter, { inputs, outputs, name, op, domain, attributes }: OnnxNode): void => {
  for (const input of inputs) writer.text(1, input);
  for (const output of outputs) writer.text(2, output);
  writer.text(3, name);
  writer.text(4, op);
  for (const [key, value] of Object.entries(attributes))
    writer.message(5, (attribute) => {
      attribute.text(1, key);
      attribute.integer(20, writePayload(attribute, value));
    });
  if (domain !== "") writer.text(7, domain);
};

const writeGraph = (writer: ProtobufWriter, graph: OnnxGraph): void => {
  for (const node of graph.nodes) writer.message(1, (inner) => writeNode(inner, node));
  writer.text(2, graph.name);
  for (const initializer of graph.initializers) writer.message(5, (inner) => writeInitializer(inner, initializer));
  if (graph.doc !== undefined) writer.text(10, graph.doc);
  for (const input of graph.inputs) writer.message(11, (inner) => writeValue(inner, input));
  for (const output of graph.outputs) writer.message(12, (inner) => writeValue(inner, output));
};

/** The bytes of an ONNX file. */
export const encodeModel = (model: OnnxModel): Uint8Array => {
  const writer = new ProtobufWriter();
  writer.integer(1, model.irVersion);
  writer.text(2, model.producer);
  writer.message(7, (graph) => writeGraph(graph, model.graph));
  for (const [domain, version] of Object.entries(model.opsets))
    writer.message(8, (opset) => {
      opset.text(1, domain);
      opset.integer(2, version);
    });
  for (const [key, value] of Object.entries(model.metadata ?? {}))
    writer.message(14, (entry) => {
      entry.text(1, key);
      entry.text(2, value);
    });
  return writer.finish();
};
