import { chunkOf, lossOverFrames } from "../graph/frames.ts";
import { reshape } from "../graph/shape.ts";
import type { Value } from "../graph/value.ts";
import { framesAtOnce } from "../model/frames-at-once.ts";
import { frameWeights, weightedError } from "../model/masked.ts";
import type { Model } from "../model/model.ts";
import { named } from "../model/named.ts";
import { seenAndNext } from "../model/seen.ts";
import {
  checkedPicture,
  decodePicture,
  encodePicture,
  type Picture,
  pictureDecoderLayers,
  pictureEncoderLayers,
} from "./picture.ts";

export interface CaeSettings extends Picture {
  /** Numbers that an image is told in. */
  readonly features: number;
}

/**
 * Convolutional autoencoder: an image in a few numbers and back. EIPL's BasicCAE (model/CAE.py). Its target is the clean
 * image of the same frame, so that it learns to see past what augmentation put into the one it is shown.
 */
export const cae = (given: Partial<CaeSettings> = {}): Model<CaeSettings> => {
  const s = checkedPicture({ height: 128, width: 128, features: 10, hasLayerNorm: false, ...given });
  const observation = { image: [3, s.height, s.width] };
  return {
    kind: "cae",
    settings: s,
    parameters: [
      ...pictureEncoderLayers(s, "encoder", s.features),
      ...pictureDecoderLayers(s, "decoder", s.features, true),
    ],
    inputs: (size) => seenAndNext(observation, size, 0),
    loss: (p, x, { time, batch, chunk = framesAtOnce(s) }) => {
      const flat = (name: string): Value => reshape(named(x, name), [time * batch, 3, s.height, s.width]);
      const weights = frameWeights(named(x, "mask"));
      const total = lossOverFrames(
        ([image, target, share]) => {
          const again = decodePicture(s, encodePicture(s, image as Value, p, "encoder"), p, "decoder");
          return weightedError(again, target as Value, share as Value);
        },
        [flat("image"), flat("image.next"), weights],
        { chunk: chunkOf(time * batch, chunk) },
      );
      return { total, parts: { image: total } };
    },
    observation,
    state: {},
    step: (p, seen) => {
      const code = encodePicture(s, reshape(named(seen, "image"), [1, 3, s.height, s.width]), p, "encoder");
      const image = decodePicture(s, code, p, "decoder");
      return {
        outputs: { image: reshape(image, [3, s.height, s.width]), features: reshape(code, [s.features]) },
        state: {},
      };
    },
  };
};
