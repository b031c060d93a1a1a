import { at, type Doubles, fromIndex } from "./doubles.ts";
import { scale } from "./elementwise.ts";
import { reshape } from "./movement.ts";
import { softmax } from "./reductions.ts";

/** 0 … 1 */
const place = (index: number, count: number): number => (count === 1 ? 0 : index / (count - 1));

/** x [frames, channels, height, width] → where each channel looks, x and y of 0 … 1: [frames, channels · 2]. */
export const spatialSoftmax = (x: Doubles, temperature: number): Doubles => {
  const [frames, channels, height, width] = x.shape as [number, number, number, number];
  const weights = softmax(reshape(scale(x, 1 / temperature), [frames, channels, height * width]));
  return fromIndex([frames, channels * 2], ([frame = 0, out = 0]) => {
    const [channel, isDown] = [Math.floor(out / 2), out % 2 === 1];
    let expected = 0;
    for (let cell = 0; cell < height * width; cell++) {
      const where = isDown ? place(Math.floor(cell / width), height) : place(cell % width, width);
      expected += where * at(weights, [frame, channel, cell]);
    }
    return expected;
  });
};

/** A bell around each point, exp(−distance² / heat): [frames, channels, height, width]. */
export const spatialHeat = (points: Doubles, height: number, width: number, heat: number): Doubles => {
  const [frames, twice] = points.shape as [number, number];
  return fromIndex([frames, twice / 2, height, width], ([frame = 0, channel = 0, row = 0, column = 0]) => {
    const across = place(column, width) - at(points, [frame, channel * 2]);
    const down = place(row, height) - at(points, [frame, channel * 2 + 1]);
    return Math.exp(-(across ** 2 + down ** 2) / heat);
  });
};
