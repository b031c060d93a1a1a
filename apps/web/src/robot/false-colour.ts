import type { ShownPicture } from "@sakiyomi/robot";

/** m */
export const nearestShown = 0.2;
export const farthestShown = 3;

/** From near to far: light to dark and evenly so (a few places of the map "viridis" of matplotlib, turned round). */
export const depthRamp: readonly (readonly [number, number, number])[] = [
  [253, 231, 37],
  [122, 209, 81],
  [34, 168, 132],
  [42, 120, 142],
  [65, 68, 135],
  [68, 1, 84],
];
const nothing: readonly [number, number, number] = [24, 24, 28];

/** Of a distance in mm; 0: nothing was hit. */
export const colourOfDepth = (mm: number): readonly [number, number, number] => {
  if (mm === 0) return nothing;
  const share = Math.min(1, Math.max(0, (mm / 1000 - nearestShown) / (farthestShown - nearestShown)));
  const place = share * (depthRamp.length - 1);
  const first = Math.min(depthRamp.length - 2, Math.floor(place));
  const [from = nothing, to = nothing] = [depthRamp[first], depthRamp[first + 1]];
  const part = place - first;
  const mixed = from.map((value, i) => Math.round(value + ((to[i] ?? 0) - value) * part));
  return [mixed[0] ?? 0, mixed[1] ?? 0, mixed[2] ?? 0];
};

/** Red, green, blue, opacity, 0 to 255, for a canvas. */
export const rgbaOf = ({ pixels, width, height }: ShownPicture): Uint8ClampedArray<ArrayBuffer> => {
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i += 1) {
    const [r, g, b] =
      pixels instanceof Uint16Array
        ? colourOfDepth(pixels[i] ?? 0)
        : [pixels[3 * i] ?? 0, pixels[3 * i + 1] ?? 0, pixels[3 * i + 2] ?? 0];
    rgba.set([r, g, b, 255], 4 * i);
  }
  return rgba;
};
