import { ProtobufWriter } from './protobuf';

export type ElementType = 'float32' | 'int64' | 'bool';

/** `TensorProto.DataType` of onnx.proto3. */
const ELEMENT_CODE: Readonly<Record<ElementType, number>> = { float32: 1, int64: 7, bool: 9 };

/** `{ float }` marks a number that ONNX wants as a float attribute; a bare number is an integer. */
export type Attribute = number | readonly number[] | { readonly float: number };

export interface OnnxNode {
  readonly operator: string;
  /** Absent means the standard ONNX operators. */
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
}

/** A constant; `data` is little-endian, row-major. */
export interface OnnxConstant extends OnnxValue {
  readonly data: Uint8Array;
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly constants: readonly OnnxConstant[];
}

const IR_VERSION = 8;
/** Opset 17 has every operator used here in its final form and is read by any onnxruntime since 1.12. */
const OPSET = 17;

/** Serialises a graph as a `ModelProto` (the content of an `.onnx` file). Field numbers are onnx.proto3's. */
export function encodeModel(graph: OnnxGraph): Uint8Array {
  const proto = new ProtobufWriter();
  graph.nodes.forEach((node, index) => proto.message(1, encodeNode(node, index)));
  proto.text(2, 'stagecraft');
  for (const constant of graph.constants) proto.message(5, encodeConstant(constant));
  for (const input of graph.inputs) proto.message(11, encodeValue(input));
  for (const output of graph.outputs) proto.message(12, encodeValue(output));
  return new ProtobufWriter()
    .integer(1, IR_VERSION)
    .text(2, 'stagecraft')
    .message(7, proto)
    .message(8, new ProtobufWriter().text(1, '').integer(2, OPSET))
    .message(8, new ProtobufWriter().text(1, 'com.microsoft').integer(2, 1))
    .finish();
}

function encodeNode(node: OnnxNode, index: number): ProtobufWriter {
  const proto = new ProtobufWriter();
  for (const input of node.inputs) proto.text(1, input);
  for (const output of node.outputs) proto.text(2, output);
  proto.text(3, `${index}_${node.operator}`).text(4, node.operator);
  for (const [name, value] of Object.entries(node.attributes)) proto.message(5, encodeAttribute(name, value));
  if (node.domain !== undefined) proto.text(7, node.domain);
  return proto;
}

function encodeAttribute(name: string, value: Attribute): ProtobufWriter {
  const proto = new ProtobufWriter().text(1, name);
  if (typeof value === 'number') return proto.integer(3, value).integer(20, 2);
  if ('float' in value) return proto.float(2, value.float).integer(20, 1);
  for (const item of value) proto.integer(8, item);
  return proto.integer(20, 7);
}

function encodeConstant({ name, type, shape, data }: OnnxConstant): ProtobufWriter {
  const proto = new ProtobufWriter();
  for (const size of shape) proto.integer(1, size);
  return proto.integer(2, ELEMENT_CODE[type]).text(8, name).bytes(9, data);
}

function encodeValue({ name, type, shape }: OnnxValue): ProtobufWriter {
  const dimensions = new ProtobufWriter();
  for (const size of shape) dimensions.message(1, new ProtobufWriter().integer(1, size));
  const tensor = new ProtobufWriter().integer(1, ELEMENT_CODE[type]).message(2, dimensions);
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensor));
}
