import { emitOne, graphOf, resolved } from "./graph.ts";
import { transpose } from "./move.ts";
import { reshape } from "./shape.ts";
import type { Value } from "./value.ts";

/**
 * The runtime's inner layout: channels in blocks of 8 or 16, the block innermost, so that one vector register holds the
 * same pixel of a whole block. Shapes stay [frames, channels, height, width] in name. The domain is internal to ONNX
 * Runtime and may change with its version: `Kernels.blockedChannels` is not 0 only where it has passed its self-check.
 */
const domain = "com.microsoft.nchwc";

/** The same numbers in the blocked layout, where they are at hand. */
const twins = new WeakMap<Value, Value>();

const blockOf = (value: Value): number => value.graph.kernels.blockedChannels;

export const isWholeBlocks = (value: Value, channels: number): boolean =>
  blockOf(value) > 0 && channels % blockOf(value) === 0;

export const blockedTwin = (x: Value): Value | undefined => twins.get(resolved(x));

const toBlocked = (x: Value): Value => {
  const known = blockedTwin(x);
  if (known) return known;
  const blocked = emitOne("ReorderInput", [x], x.shape, { domain });
  twins.set(resolved(x), blocked);
  return blocked;
};

/** Back to rows of pixels; who needs the blocks again takes the twin. */
export const fromBlocked = (blocked: Value): Value => {
  const x = emitOne("ReorderOutput", [blocked], blocked.shape, {
    domain,
    attributes: { channels: blocked.shape[1] as number },
  });
  twins.set(x, blocked);
  return x;
};

/** [out, in, height, width] with out, and in where it is not a few only, in blocks. */
const blockedFilter = (w: Value): Value => {
  const [out, input, height, width] = w.shape as [number, number, number, number];
  const block = blockOf(w);
  const outer = out / block;
  const arranged =
    input < block
      ? transpose(reshape(w, [outer, block, input, height, width]), [0, 2, 3, 4, 1])
      : transpose(reshape(w, [outer, block, input / block, block, height, width]), [0, 2, 4, 5, 3, 1]);
  return reshape(arranged, w.shape);
};

/** Few channels are read as they lie; many have to fill blocks. */
export const isBlockable = (x: Value, w: Value): boolean => {
  const [out, input] = w.shape as [number, number];
  return isWholeBlocks(x, out) && (input < blockOf(x) || isWholeBlocks(x, input));
};

export interface BlockedConv {
  readonly stride: number;
  /** Zeros above, left, below, right. */
  readonly pads: readonly number[];
  readonly leaky: number;
}

/** Convolution in the blocked layout, its rectifier fused. */
export const blockedConv = (
  x: Value,
  w: Value,
  b: Value | null,
  shape: readonly number[],
  { stride, pads, leaky }: BlockedConv,
): Value => {
  const isFew = (w.shape[1] as number) < blockOf(x);
  const fused = leaky === 1 ? {} : { activation: "LeakyRelu", activation_params: { floats: [leaky] } };
  const y = emitOne("Conv", [isFew ? x : toBlocked(x), blockedFilter(w), ...(b ? [b] : [])], shape, {
    domain,
    attributes: { kernel_shape: w.shape.slice(2), strides: [stride, stride], pads, ...fused },
  });
  return fromBlocked(y);
};

/** `f` of values in the layout they all have: blocked where all have a twin. Element by element only. */
export const inOneLayout = (values: readonly Value[], f: (values: readonly Value[]) => Value): Value => {
  const blocked = values.map(blockedTwin);
  if (!blocked.every((value) => value !== undefined && graphOf(value).kernels.blockedChannels > 0)) return f(values);
  return fromBlocked(f(blocked as readonly Value[]));
};
