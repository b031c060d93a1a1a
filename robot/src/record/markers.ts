import type { Vector3 } from "../contract/features.ts";
import type { Quaternion } from "../contract/robot.ts";
import type { Scene, SceneState, Shape, ShownContact } from "../worlds/simulation.ts";
import { worldFrame } from "./frames.ts";
import { type Header, headerOf, type Stamp, type Transform, transformOf, xyz, xyzw } from "./messages.ts";

/** Numbers of visualization_msgs/Marker. */
const forms = { arrow: 0, box: 1, ball: 2, cylinder: 3, words: 9 } as const;
const [add, removeAll] = [0, 3];

type Colour = readonly [number, number, number, number];

interface Marker {
  readonly header: Header;
  readonly ns: string;
  readonly id: number;
  readonly type: number;
  readonly action: number;
  readonly pose: object;
  readonly scale: object;
  readonly color: object;
  readonly lifetime: object;
  readonly frame_locked: boolean;
  readonly points: readonly object[];
  readonly colors: readonly object[];
  readonly text: string;
  readonly mesh_resource: string;
  readonly mesh_use_embedded_materials: boolean;
}

export interface MarkerArray {
  readonly markers: readonly Marker[];
}

const upright: Quaternion = [1, 0, 0, 0];
const origin: Vector3 = [0, 0, 0];

interface Drawn {
  readonly type: number;
  readonly at?: Vector3;
  readonly turn?: Quaternion;
  readonly size: Vector3;
  readonly colour: Colour;
  readonly points?: readonly Vector3[];
  readonly text?: string;
}

const marker = (header: Header, ns: string, id: number, drawn: Drawn, isLocked: boolean): Marker => {
  const { type, at = origin, turn = upright, size, colour, points = [], text = "" } = drawn;
  const [r, g, b, a] = colour;
  return {
    header,
    ns,
    id,
    type,
    action: add,
    pose: { position: xyz(at), orientation: xyzw(turn) },
    scale: xyz(size),
    color: { r, g, b, a },
    lifetime: { sec: 0, nsec: 0 },
    frame_locked: isLocked,
    points: points.map(xyz),
    colors: [],
    text,
    mesh_resource: "",
    mesh_use_embedded_materials: false,
  };
};

/** The first of an array: what was shown before is over. */
const cleared = (header: Header, ns: string): Marker => ({
  ...marker(header, ns, 0, { type: forms.box, size: [1, 1, 1], colour: [0, 0, 0, 0] }, false),
  action: removeAll,
});

/** A plane without an end is drawn so large, m. */
const endless = 10;

const along = ([w, x, y, z]: Quaternion, length: number): Vector3 => [
  2 * (x * z + w * y) * length,
  2 * (y * z - w * x) * length,
  (1 - 2 * (x * x + y * y)) * length,
];
const plus = ([a, b, c]: Vector3, [x, y, z]: Vector3): Vector3 => [a + x, b + y, c + z];

/** MuJoCo's half-lengths as the whole ones of markers. */
const drawnAs: Readonly<Record<Shape["form"], (shape: Shape) => readonly Drawn[]>> = {
  box: (shape) => [{ ...shape, type: forms.box, size: doubled(shape.size) }],
  ellipsoid: (shape) => [{ ...shape, type: forms.ball, size: doubled(shape.size) }],
  ball: (shape) => [{ ...shape, type: forms.ball, size: doubled([shape.size[0], shape.size[0], shape.size[0]]) }],
  cylinder: (shape) => [rod(shape)],
  capsule: (shape) => [
    rod(shape),
    ...[1, -1].map((end) => ({
      type: forms.ball,
      at: plus(shape.at, along(shape.turn, end * shape.size[1])),
      size: doubled([shape.size[0], shape.size[0], shape.size[0]]),
      colour: shape.colour,
    })),
  ],
  plane: (shape) => {
    const [x, y] = [shape.size[0] || endless, shape.size[1] || endless];
    return [{ ...shape, type: forms.box, size: [2 * x, 2 * y, 0.001] }];
  },
};

const doubled = ([x, y, z]: Vector3): Vector3 => [2 * x, 2 * y, 2 * z];
const rod = (shape: Shape): Drawn => {
  const [radius, half] = shape.size;
  return { ...shape, type: forms.cylinder, size: doubled([radius, radius, half]) };
};

/** The frame of a body of the scene. */
const bodyFrame = (name: string): string => (name === worldFrame ? worldFrame : `scene/${name}`);

/** Things and people as they are made; where they are is told by frames. `robot` names what the description shows. */
export const sceneMarkers = ({ bodies, shapes }: Scene, robot: ReadonlySet<string>, stamp: Stamp): MarkerArray => {
  const markers: Marker[] = [];
  for (const shape of shapes) {
    const body = bodies[shape.body] ?? worldFrame;
    if (robot.has(body)) continue;
    const header = headerOf(stamp, bodyFrame(body));
    for (const drawn of drawnAs[shape.form](shape))
      markers.push(marker(header, shape.region ?? "things", markers.length, drawn, true));
  }
  return { markers };
};

export const sceneFrames = (
  { bodies }: Scene,
  { poses }: SceneState,
  robot: ReadonlySet<string>,
  stamp: Stamp,
): readonly Transform[] =>
  bodies.flatMap((name, body) => {
    if (robot.has(name) || name === worldFrame) return [];
    const [x = 0, y = 0, z = 0, ...turn] = poses.subarray(7 * body, 7 * body + 7);
    return [transformOf(headerOf(stamp, worldFrame), bodyFrame(name), [x, y, z], turn as unknown as Quaternion)];
  });

/** Length of an arrow, m/N: 50 N are a quarter of a metre. */
const arrowScale = 0.005;
const red: Colour = [0.9, 0.1, 0.1, 1];
const orange: Colour = [1, 0.6, 0.1, 1];

const contactMarkers = (header: Header, { at, force, region }: ShownContact, i: number): readonly Marker[] => {
  const [x, y, z] = force;
  const end = plus(at, [x * arrowScale, y * arrowScale, z * arrowScale]);
  const colour = region === null ? orange : red;
  const arrow: Drawn = { type: forms.arrow, size: [0.01, 0.02, 0.02], colour, points: [at, end] };
  if (region === null) return [marker(header, "contacts", 2 * i, arrow, false)];
  const text = `${Math.hypot(x, y, z).toFixed(1)} N ${region}`;
  const words: Drawn = { type: forms.words, at: end, size: [0.05, 0.05, 0.05], colour, text };
  return [marker(header, "contacts", 2 * i, arrow, false), marker(header, "contacts", 2 * i + 1, words, false)];
};

export const contactsShown = (contacts: readonly ShownContact[], stamp: Stamp): MarkerArray => {
  const header = headerOf(stamp, worldFrame);
  return {
    markers: [cleared(header, "contacts"), ...contacts.flatMap((one, i) => contactMarkers(header, one, i))],
  };
};

/** Above the robot, m. */
const overhead: Vector3 = [0, 0, 1.8];

export const limitsShown = (words: string, frame: string, stamp: Stamp): MarkerArray => {
  const header = headerOf(stamp, frame);
  const drawn: Drawn = { type: forms.words, at: overhead, size: [0.08, 0.08, 0.08], colour: red, text: words };
  return {
    markers: [cleared(header, "limits"), ...(words === "" ? [] : [marker(header, "limits", 1, drawn, true)])],
  };
};
