import type { ElementType, Shape } from "../tensor.ts";

/** An attribute of a node: an integer, integers, text, texts, a float, floats, or the body of a Scan. */
export type OnnxAttribute =
  | number
  | readonly number[]
  | string
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly strings: readonly string[] }
  | { readonly graph: OnnxGraph };

export interface OnnxNode {
  readonly op: string;
  /** "" is the standard domain. */
  readonly domain: string;
  readonly name: string;
  /** "" where an optional input is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
  readonly doc?: string;
}

export interface OnnxInitializer {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
  readonly data: Float32Array | BigInt64Array | Int32Array | Uint8Array;
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly initializers: readonly OnnxInitializer[];
  readonly doc?: string;
}

export interface OnnxModel {
  /** Version of the file format. */
  readonly irVersion: number;
  readonly producer: string;
  /** Version of each operator set by domain; "" is the standard one. */
  readonly opsets: Readonly<Record<string, number>>;
  readonly graph: OnnxGraph;
  readonly metadata?: Readonly<Record<string, string>>;
}
