export interface PraeSettings {
  /** Numbers of the body a frame. */
  readonly joints: number;
  /** Numbers that an image was told in (by a convolutional autoencoder). */
  readonly features: number;
  /** Words of a sentence, with its first and last mark. */
  readonly words: number;
  /** Words there are, marks included. */
  readonly symbols: number;
  /** Units of each LSTM. */
  readonly hidden: number;
  /** LSTMs above each other for motion. */
  readonly layers: number;
  /** Numbers in which a sentence and a motion meet. */
  readonly shared: number;
  readonly noise: PraeNoise;
  readonly weights: PraeWeights;
}

/** Deviations of what is added in training, in the model's range. */
export interface PraeNoise {
  readonly joints: number;
  /** New in every frame. */
  readonly features: number;
  /** One draw an episode: another light, a camera moved. */
  readonly light: number;
  readonly shared: number;
}

export interface PraeWeights {
  /** Of each sentence, told from itself and from its motion. */
  readonly language: number;
  /** Of each motion, made from itself and from its sentence. */
  readonly joints: number;
  /** Of the images foretold beside the motion. */
  readonly features: number;
  /** Of the distance between a sentence and its motion. */
  readonly binding: number;
}

export const praeDefaults = {
  hidden: 100,
  layers: 1,
  shared: 100,
  noise: { joints: 0.05, features: 0.05, light: 0.05, shared: 0.1 },
  weights: { language: 1, joints: 1, features: 0.1, binding: 1 },
} as const;
