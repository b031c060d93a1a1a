import { posesOf, type RobotFeatures, type Scene, type Shape } from "@sakiyomi/robot";
import {
  BoxGeometry,
  type BufferGeometry,
  CapsuleGeometry,
  Color,
  CylinderGeometry,
  Float32BufferAttribute,
  Matrix4,
  Quaternion,
  SphereGeometry,
  Vector3,
} from "three";
import { mergeGeometries } from "three/addons/utils/BufferGeometryUtils.js";

/** How finely round things are drawn: a processor that draws by itself counts every corner. */
export type Detail = "fine" | "coarse";

interface Rounds {
  /** Round the axis. */
  readonly round: number;
  /** From pole to pole. */
  readonly along: number;
}

const rounds: Readonly<Record<Detail, Rounds>> = { fine: { round: 22, along: 14 }, coarse: { round: 10, along: 6 } };

/** Half-lengths as MuJoCo has them; a capsule and a cylinder of three.js lie along y, here along z. */
const geometries: Readonly<Record<Shape["form"], (size: Shape["size"], rounds: Rounds) => BufferGeometry>> = {
  box: ([x, y, z]) => new BoxGeometry(2 * x, 2 * y, 2 * z),
  ball: ([r], { round, along }) => new SphereGeometry(r, round, along),
  capsule: ([r, half], { round, along }) => new CapsuleGeometry(r, 2 * half, along / 2, round).rotateX(Math.PI / 2),
  cylinder: ([r, half], { round }) => new CylinderGeometry(r, r, 2 * half, round).rotateX(Math.PI / 2),
  ellipsoid: ([x, y, z], { round, along }) => new SphereGeometry(1, round, along).scale(x, y, z),
  plane: ([x, y]) => new BoxGeometry(2 * x, 2 * y, 0.002),
};

const one = new Vector3(1, 1, 1);

const placed = ({ form, size, at, turn, colour }: Shape, detail: Detail): BufferGeometry => {
  const geometry = geometries[form](size, rounds[detail]);
  const [w, x, y, z] = turn;
  geometry.applyMatrix4(new Matrix4().compose(new Vector3(...at), new Quaternion(x, y, z, w), one));
  const count = geometry.getAttribute("position").count;
  // Colours are told as they look on a screen; light is added up in a linear space.
  const { r, g, b } = new Color().setRGB(colour[0], colour[1], colour[2], "srgb");
  const colours = Float32Array.from({ length: 3 * count }, (_, i) => [r, g, b][i % 3] ?? 0);
  geometry.setAttribute("color", new Float32BufferAttribute(colours, 3));
  geometry.deleteAttribute("uv");
  return geometry;
};

/** A plane without an end, or as big as a field, is the floor that the stage draws by itself. */
const isFloor = ({ form, size }: Shape): boolean => form === "plane" && (size[0] === 0 || size[0] > 20);

export interface BodyGeometry {
  readonly body: number;
  readonly geometry: BufferGeometry;
  readonly opacity: number;
  readonly isPerson: boolean;
}

/** One geometry for all that moves together: as few things to draw as possible. */
export const bodyGeometries = ({ bodies, shapes }: Scene, detail: Detail): readonly BodyGeometry[] => {
  const drawn = shapes.filter((shape) => !isFloor(shape));
  return bodies.flatMap((_, body) => {
    const own = drawn.filter((shape) => shape.body === body);
    const opacities = [...new Set(own.map(({ colour }) => colour[3]))];
    return opacities.map((opacity): BodyGeometry => {
      const alike = own.filter(({ colour }) => colour[3] === opacity);
      return {
        body,
        opacity,
        geometry: mergeGeometries(alike.map((shape) => placed(shape, detail))),
        isPerson: alike.every(({ region }) => region !== null),
      };
    });
  });
};

const grey: Shape["colour"] = [0.8, 0.83, 0.86, 1];

/** A robot of whose looks nobody tells: the balls that the guard measures with. */
export const sceneOfFeatures = ({ links }: RobotFeatures): Scene => ({
  bodies: links.map(({ name }) => name),
  shapes: links.flatMap(({ balls }, body) =>
    balls.map(
      ({ at, radius }): Shape => ({
        body,
        form: "ball",
        size: [radius, 0, 0],
        at,
        turn: [1, 0, 0, 0],
        colour: grey,
        region: null,
      }),
    ),
  ),
});

export type FlatPoses = Float32Array;

/** x, y, z, qw, qx, qy, qz of each link, in the world's frame. */
export const linkPoses = (
  features: RobotFeatures,
  position: ArrayLike<number>,
  [x = 0, y = 0, yaw = 0]: ArrayLike<number> & Iterable<number>,
): FlatPoses => {
  const [c, s, w, k] = [Math.cos(yaw), Math.sin(yaw), Math.cos(yaw / 2), Math.sin(yaw / 2)];
  return Float32Array.from(
    posesOf(features, position).flatMap(({ at, turn: [tw, tx, ty, tz] }) => [
      x + c * at[0] - s * at[1],
      y + s * at[0] + c * at[1],
      at[2],
      w * tw - k * tz,
      w * tx - k * ty,
      w * ty + k * tx,
      w * tz + k * tw,
    ]),
  );
};
