import type { Random } from "../random.ts";
import type { Shape } from "../tensor.ts";
import { fillNormal } from "./draws.ts";

/**
 * What is done to that which a model sees in training, never to what it has to predict. Light, colour and erasing are
 * drawn once a sequence, as a lamp or a hand before the lens would be; noise is new in every frame.
 */
export interface Augmentation {
  /** Brightness times 1 ± up to this. */
  readonly brightness?: number;
  /** Contrast about the picture's mean grey, times 1 ± up to this. */
  readonly contrast?: number;
  /** Saturation times 1 ± up to this. */
  readonly saturation?: number;
  /** Share of the sequences in which one box of the picture is grey. */
  readonly erase?: number;
  /** Deviation of the noise on each colour value, in the model's range. */
  readonly imageNoise?: number;
  /** The same on each joint and every other quantity. */
  readonly noise?: number;
}

interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** What was drawn for one sequence. */
export interface Look {
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
  /** In shares of the picture. */
  readonly box: Box | null;
}

/** Always the same number of draws, so that one setting does not move the others. */
export const lookOf = (settings: Augmentation, { uniform }: Random): Look => {
  const around = (spread = 0): number => 1 + spread * (2 * uniform() - 1);
  const [brightness, contrast, saturation] = [
    around(settings.brightness),
    around(settings.contrast),
    around(settings.saturation),
  ];
  const isErased = uniform() < (settings.erase ?? 0);
  const box = boxOf(uniform(), uniform(), uniform(), uniform());
  return { brightness, contrast, saturation, box: isErased ? box : null };
};

/** Area and aspect as torchvision's RandomErasing draws them: 2 to 33 % of the picture, sides from 0.3 to 1 / 0.3. */
const boxOf = (area: number, aspect: number, top: number, left: number): Box => {
  const size = 0.02 + 0.31 * area;
  const ratio = Math.exp(Math.log(0.3) * (1 - 2 * aspect));
  const [height, width] = [Math.min(Math.sqrt(size * ratio), 0.9), Math.min(Math.sqrt(size / ratio), 0.9)];
  return { top: top * (1 - height), left: left * (1 - width), height, width };
};

const GREY = 0.5;
/** ITU-R BT.601 luma, as torchvision's rgb_to_grayscale. */
const LUMA = [0.299, 0.587, 0.114] as const;

const isPlain = ({ brightness, contrast, saturation }: Look): boolean =>
  brightness === 1 && contrast === 1 && saturation === 1;

/** Changes one picture [3, height, width] in 0..1 in place; in torchvision's formulas, clamped to 0..1. */
export const applyLook = (picture: Float32Array, [channels = 1, height = 1, width = 1]: Shape, look: Look): void => {
  if (!isPlain(look)) {
    if (channels === 3) recolour(picture, height * width, look);
    else for (let i = 0; i < picture.length; i += 1) picture[i] = clamped((picture[i] as number) * look.brightness);
  }
  if (look.box) erase(picture, channels, height, width, look.box);
};

const clamped = (x: number): number => (x < 0 ? 0 : x > 1 ? 1 : x);

function recolour(picture: Float32Array, plane: number, { brightness, contrast, saturation }: Look): void {
  const [r, g, b] = [picture.subarray(0, plane), picture.subarray(plane, 2 * plane), picture.subarray(2 * plane)];
  const grey = (i: number): number =>
    LUMA[0] * (r[i] as number) + LUMA[1] * (g[i] as number) + LUMA[2] * (b[i] as number);
  let mean = 0;
  for (let i = 0; i < plane; i += 1) mean += grey(i);
  mean *= brightness / plane;
  const lift = mean * (1 - contrast);
  for (let i = 0; i < plane; i += 1) {
    const luma = clamped(grey(i) * brightness * contrast + lift);
    for (const channel of [r, g, b]) {
      const value = clamped((channel[i] as number) * brightness * contrast + lift);
      channel[i] = clamped(luma + (value - luma) * saturation);
    }
  }
}

function erase(picture: Float32Array, channels: number, height: number, width: number, box: Box): void {
  const [top, left] = [Math.round(box.top * height), Math.round(box.left * width)];
  const [bottom, right] = [top + Math.round(box.height * height), left + Math.round(box.width * width)];
  for (let c = 0; c < channels; c += 1)
    for (let row = top; row < Math.min(bottom, height); row += 1)
      picture.fill(GREY, (c * height + row) * width + left, (c * height + row) * width + Math.min(right, width));
}

/** Adds N(0, deviation²) to each value. */
export const addNoise = (values: Float32Array, deviation: number, draw: Random): void => {
  if (deviation === 0) return;
  const noise = new Float32Array(values.length);
  fillNormal(noise, draw, deviation);
  for (let i = 0; i < values.length; i += 1) values[i] = (values[i] as number) + (noise[i] as number);
};
