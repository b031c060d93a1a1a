import { LearnFault } from "../fault.ts";
import { type Shape, shown, type Tensor } from "../tensor.ts";

/** A SARNN of EIPL, in our names: the sizes that its weights tell, and the weights. */
export interface EiplSarnn {
  readonly settings: { readonly joints: number; readonly points: number; readonly hidden: number };
  readonly weights: Readonly<Record<string, Tensor<"float32">>>;
}

const refused = (message: string, remedy: string): never => {
  throw new LearnFault("weights", `EIPL's SARNN: ${message}`, remedy);
};

/** torch.compile and DataParallel put these before every name. */
const prefixes = /^(?:_orig_mod\.|module\.)+/;
/** Grids of the attention layers: PyTorch saves them, nothing learns them. */
const grids = new Set(["pos_encoder.6.pos_x", "pos_encoder.6.pos_y", "issm.pos_xy"]);

const layer = (name: string, weight: Shape, bias: number): readonly (readonly [string, Shape])[] => [
  [`${name}.weight`, weight],
  [`${name}.bias`, [bias]],
];

/** model/SARNN.py of https://github.com/ogata-lab/eipl, in its order. Gates of the cell: i, f, g, o, as in PyTorch. */
const shapesOf = ({ joints, points, hidden }: EiplSarnn["settings"]): readonly (readonly [string, Shape])[] => [
  ...["pos_encoder", "im_encoder"].flatMap((encoder) => [
    ...layer(`${encoder}.0`, [16, 3, 3, 3], 16),
    ...layer(`${encoder}.2`, [32, 16, 3, 3], 32),
    ...layer(`${encoder}.4`, [points, 32, 3, 3], points),
  ]),
  ["rec.weight_ih", [4 * hidden, joints + 2 * points]],
  ["rec.weight_hh", [4 * hidden, hidden]],
  ["rec.bias_ih", [4 * hidden]],
  ["rec.bias_hh", [4 * hidden]],
  ...layer("decoder_joint.0", [joints, hidden], joints),
  ...layer("decoder_point.0", [2 * points, hidden], 2 * points),
  ...layer("decoder_image.0", [points, 32, 3, 3], 32),
  ...layer("decoder_image.2", [32, 16, 3, 3], 16),
  ...layer("decoder_image.4", [16, 3, 3, 3], 3),
];

const size = (tensors: ReadonlyMap<string, Tensor>, name: string, axis: number): number => {
  const tensor = tensors.get(name);
  return (
    tensor?.shape[axis] ??
    refused(
      tensor ? `"${name}" is ${shown(tensor.shape)}.` : `"${name}" is missing.`,
      "Give the whole state_dict of one SARNN.",
    )
  );
};

const taken = (tensors: ReadonlyMap<string, Tensor>, name: string, shape: Shape): Tensor<"float32"> => {
  const tensor = tensors.get(name);
  if (!tensor) return refused(`"${name}" is missing.`, "Give the whole state_dict of one SARNN.");
  if (tensor.type !== "float32" || shown(tensor.shape) !== shown(shape))
    return refused(
      `"${name}" is ${tensor.type} ${shown(tensor.shape)}, not float32 ${shown(shape)}.`,
      "Give the weights of a SARNN with EIPL's layers.",
    );
  return tensor as Tensor<"float32">;
};

/**
 * Weights of EIPL's SARNN (a `state_dict` as safetensors or npz) as weights of ours. Names and order of the gates are the
 * same; what comes beside them (grids, prefixes of torch.compile) is left out.
 * @throws {LearnFault} "weights" naming the tensor that is missing, too many, or of another shape.
 */
export const eiplSarnnWeights = (tensors: Readonly<Record<string, Tensor>>): EiplSarnn => {
  const named = Object.entries(tensors).map(([name, tensor]) => [name.replace(prefixes, ""), tensor] as const);
  const known = new Map(named.filter(([name]) => !grids.has(name)));
  const settings = {
    joints: size(known, "decoder_joint.0.weight", 0),
    points: size(known, "decoder_point.0.weight", 0) / 2,
    hidden: size(known, "rec.weight_hh", 1),
  };
  const weights = shapesOf(settings).map(([name, shape]) => [name, taken(known, name, shape)] as const);
  const wanted = new Set(weights.map(([name]) => name));
  const extra = [...known.keys()].filter((name) => !wanted.has(name));
  if (extra.length > 0)
    refused(`${extra.map((name) => `"${name}"`).join(", ")} belongs to no layer of it.`, "Is it another model?");
  return { settings, weights: Object.fromEntries(weights) };
};
