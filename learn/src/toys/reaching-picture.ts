/** In sides of the picture, from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Scene {
  readonly arm: readonly Point[];
  readonly hand: Point;
  readonly object: Point;
  /** 0 open, 1 closed: the hand turns from blue to green. */
  readonly grip: number;
  /** Factor on every colour. */
  readonly light: number;
}

type Colour = readonly [number, number, number];
const WALL: Colour = [208, 212, 214];
const TABLE: Colour = [176, 152, 120];
const ARM: Colour = [72, 76, 84];
const OBJECT: Colour = [206, 48, 40];
const OPEN: Colour = [40, 88, 200];
const SHUT: Colour = [24, 150, 96];

const TABLE_AT = 0.8;
const ARM_WIDTH = 0.035;
const HAND_WIDTH = 0.06;
const OBJECT_WIDTH = 0.075;

interface Layer {
  readonly colour: Colour;
  /** Distance from the edge in sides of the picture, negative inside. */
  distance(x: number, y: number): number;
}

/** Paints into [3, size, size]. Edges are one pixel soft. */
export function paintScene(picture: Uint8Array, size: number, scene: Scene): void {
  const layers = layersOf(scene);
  const plane = size * size;
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) {
      const [x, y] = [(column + 0.5) / size, (row + 0.5) / size];
      const colour = colourAt(layers, x, y, size);
      const at = row * size + column;
      for (let c = 0; c < 3; c += 1)
        picture[c * plane + at] = Math.min(255, Math.round((colour[c] as number) * scene.light));
    }
}

function layersOf({ arm, hand, object, grip }: Scene): readonly Layer[] {
  const segments = arm.slice(1).map((to, i): Layer => segment(arm[i] ?? to, to, ARM_WIDTH, ARM));
  const handColour = OPEN.map((open, c) => open + ((SHUT[c] as number) - open) * grip) as unknown as Colour;
  return [...segments, disc(object, OBJECT_WIDTH, OBJECT), disc(hand, HAND_WIDTH, handColour)];
}

const disc = (centre: Point, radius: number, colour: Colour): Layer => ({
  colour,
  distance: (x, y) => Math.hypot(x - centre.x, y - centre.y) - radius,
});

const segment = (from: Point, to: Point, radius: number, colour: Colour): Layer => {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const squared = dx * dx + dy * dy || 1;
  return {
    colour,
    distance: (x, y) => {
      const t = Math.min(Math.max(((x - from.x) * dx + (y - from.y) * dy) / squared, 0), 1);
      return Math.hypot(x - from.x - t * dx, y - from.y - t * dy) - radius;
    },
  };
};

function colourAt(layers: readonly Layer[], x: number, y: number, size: number): number[] {
  const colour: number[] = [...(y < TABLE_AT ? WALL : TABLE)];
  for (const layer of layers) {
    const cover = Math.min(Math.max(0.5 - layer.distance(x, y) * size, 0), 1);
    if (cover > 0)
      for (let c = 0; c < 3; c += 1)
        colour[c] = (colour[c] as number) * (1 - cover) + (layer.colour[c] as number) * cover;
  }
  return colour;
}
