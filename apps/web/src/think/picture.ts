/** A picture [3, height, width] of 0 … 1 as the bytes of a canvas. Less than nothing is black, more than all is full. */
export function canvasBytes(picture: Float32Array, pixels: number): Uint8ClampedArray<ArrayBuffer> {
  const bytes = new Uint8ClampedArray(pixels * 4);
  for (let i = 0; i < pixels; i += 1) {
    for (let channel = 0; channel < 3; channel += 1)
      bytes[i * 4 + channel] = (picture[channel * pixels + i] as number) * 255;
    bytes[i * 4 + 3] = 255;
  }
  return bytes;
}

/**
 * How strongly a model with attention sees each pixel because of one point: exp(−‖pixel − point‖² / heat), places in
 * shares of the picture. `shown` is the size of the result, however large the model's own maps are.
 */
export function heatOf(x: number, y: number, heat: number, shown: number): Float32Array {
  const map = new Float32Array(shown * shown);
  for (let row = 0; row < shown; row += 1)
    for (let column = 0; column < shown; column += 1) {
      const dx = column / (shown - 1) - x;
      const dy = row / (shown - 1) - y;
      map[row * shown + column] = Math.exp(-(dx * dx + dy * dy) / heat);
    }
  return map;
}

/** Where two pictures differ: mean over the channels of the absolute difference, [height, width]. */
export function differenceOf(a: Float32Array, b: Float32Array, pixels: number): Float32Array {
  const map = new Float32Array(pixels);
  for (let i = 0; i < pixels; i += 1)
    for (let channel = 0; channel < 3; channel += 1)
      map[i] =
        (map[i] as number) + Math.abs((a[channel * pixels + i] as number) - (b[channel * pixels + i] as number)) / 3;
  return map;
}
