import { LearnFault } from "../fault.ts";
import { conv2d, convTranspose2d } from "../graph/conv.ts";
import { relu, tanh } from "../graph/elementwise.ts";
import { layerNorm } from "../graph/normalise.ts";
import { reshape } from "../graph/shape.ts";
import type { Value } from "../graph/value.ts";
import { layer } from "../model/initial.ts";
import type { ParameterSpec, Values } from "../model/model.ts";
import { dense, named } from "../model/named.ts";
import { sizeOf } from "../tensor.ts";

/** Feature maps from picture to code, each of half the size of the one before: EIPL's BasicCAE and CNNRNN. */
const maps = [64, 32, 16, 12, 8] as const;
const halvings = 2 ** maps.length;
const between = 50;

export interface Picture {
  /** Pixels; multiples of 32. */
  readonly height: number;
  readonly width: number;
  /** Layer normalisation and rectifiers instead of tanh. */
  readonly hasLayerNorm: boolean;
}

export const checkedPicture = <T extends Picture>(picture: T): T => {
  if (picture.height % halvings !== 0 || picture.width % halvings !== 0)
    throw new LearnFault(
      "settings",
      `${picture.height} × ${picture.width} pixels are not multiples of ${halvings}.`,
      "Resize the images.",
    );
  return picture;
};

const sizeAt = ({ height, width }: Picture, depth: number): readonly [number, number] => [
  height / 2 ** depth,
  width / 2 ** depth,
];
const innermost = (picture: Picture): readonly [number, number, number] => [8, ...sizeAt(picture, maps.length)];
export const innerSize = (picture: Picture): number => sizeOf(innermost(picture));

const norm = ({ hasLayerNorm }: Picture, name: string, shape: readonly number[]): readonly ParameterSpec[] =>
  hasLayerNorm
    ? [
        { name: `${name}.weight`, shape, initial: { kind: "ones" } },
        { name: `${name}.bias`, shape, initial: { kind: "zeros" } },
      ]
    : [];

const active = (picture: Picture, x: Value, p: Values, name: string): Value =>
  picture.hasLayerNorm ? relu(layerNorm(x, named(p, `${name}.norm.weight`), named(p, `${name}.norm.bias`))) : tanh(x);

/** Five convolutions of stride 2, then two dense layers to `features`. */
export const pictureEncoderLayers = (picture: Picture, name: string, features: number): readonly ParameterSpec[] => [
  ...maps.flatMap((out, i) => [
    ...layer(`${name}.conv${i}`, [out, maps[i - 1] ?? 3, 3, 3], out),
    ...norm(picture, `${name}.conv${i}.norm`, [out, ...sizeAt(picture, i + 1)]),
  ]),
  ...layer(`${name}.dense0`, [between, innerSize(picture)], between),
  ...norm(picture, `${name}.dense0.norm`, [between]),
  ...layer(`${name}.dense1`, [features, between], features),
  ...norm(picture, `${name}.dense1.norm`, [features]),
];

/** From [frames, 3, height, width] to [frames, features]. */
export const encodePicture = (picture: Picture, image: Value, p: Values, name: string): Value => {
  const at = (i: number): string => `${name}.conv${i}`;
  const convolved = maps.reduce<Value>((x, _, i) => {
    const y = conv2d(x, named(p, `${at(i)}.weight`), named(p, `${at(i)}.bias`), { stride: 2, pad: 1 });
    return active(picture, y, p, at(i));
  }, image);
  const flat = reshape(convolved, [convolved.shape[0] as number, innerSize(picture)]);
  const first = active(picture, dense(flat, p, `${name}.dense0`), p, `${name}.dense0`);
  return active(picture, dense(first, p, `${name}.dense1`), p, `${name}.dense1`);
};

const outMaps = [12, 16, 32, 64, 3] as const;

/** Dense layers from `from` numbers (through `between` ones, if given), then five transposed convolutions. */
export const pictureDecoderLayers = (
  picture: Picture,
  name: string,
  from: number,
  hasBetween: boolean,
): readonly ParameterSpec[] => [
  ...(hasBetween
    ? [...layer(`${name}.dense0`, [between, from], between), ...norm(picture, `${name}.dense0.norm`, [between])]
    : []),
  ...layer(`${name}.dense1`, [innerSize(picture), hasBetween ? between : from], innerSize(picture)),
  ...norm(picture, `${name}.dense1.norm`, [innerSize(picture)]),
  ...outMaps.flatMap((out, i) => [
    ...layer(`${name}.conv${i}`, [outMaps[i - 1] ?? 8, out, 3, 3], out),
    ...(i < outMaps.length - 1
      ? norm(picture, `${name}.conv${i}.norm`, [out, ...sizeAt(picture, maps.length - 1 - i)])
      : []),
  ]),
];

/** From [frames, numbers] to [frames, 3, height, width]. */
export const decodePicture = (picture: Picture, code: Value, p: Values, name: string): Value => {
  const hasBetween = p[`${name}.dense0.weight`] !== undefined;
  const first = hasBetween ? active(picture, dense(code, p, `${name}.dense0`), p, `${name}.dense0`) : code;
  const second = active(picture, dense(first, p, `${name}.dense1`), p, `${name}.dense1`);
  const grid = reshape(second, [code.shape[0] as number, ...innermost(picture)]);
  return outMaps.reduce<Value>((x, _, i) => {
    const at = `${name}.conv${i}`;
    const y = convTranspose2d(x, named(p, `${at}.weight`), named(p, `${at}.bias`), { stride: 2, pad: 1, outputPad: 1 });
    if (i < outMaps.length - 1) return active(picture, y, p, at);
    return picture.hasLayerNorm ? relu(y) : tanh(y);
  }, grid);
};
