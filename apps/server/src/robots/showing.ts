import {
  encodeFrame,
  encodePicture,
  type Frame,
  forceLimit,
  inMillimetres,
  type RobotFeatures,
  regions,
  type SceneState,
  type ShownContact,
  type TouchTask,
  type Turn,
} from "@sakiyomi/robot";
import type { RobotCamera } from "./shapes.ts";

const empty = new Float32Array(0);
const wrists = ["left_wrist/force", "right_wrist/force"] as const;

const wristsOf = ({ observation: { samples } }: Turn): Float32Array | null => {
  const data = wrists.map((name) => samples[name]?.data);
  if (data.every((one) => one === undefined)) return null;
  return Float32Array.from(data.flatMap((one) => Array.from({ length: 6 }, (_, i) => one?.[i] ?? 0)));
};

const contactOf = ({ at, force, region }: ShownContact, task: TouchTask | null): Frame["contacts"][number] => {
  if (region === null) return { at, force, share: null, region: null };
  const index = (regions as readonly string[]).indexOf(region);
  return {
    at,
    force,
    share: Math.hypot(...force) / forceLimit(region, undefined, task),
    region: index < 0 ? null : index,
  };
};

/** What is seen, commanded and expected at one turn, with the scene as it was last told. */
export const frameOf = (turn: Turn, scene: SceneState | null): Uint8Array<ArrayBuffer> => {
  const { observation, sent, guarded, told, asked } = turn;
  const commanded = (sent ?? guarded.command)?.position;
  const expected = (told ?? guarded.state.target)?.expects?.position;
  const { base } = observation;
  return encodeFrame({
    at: turn.at,
    observed: Float32Array.from(observation.joints.position),
    commanded: commanded ? Float32Array.from(commanded) : null,
    predicted: expected ? Float32Array.from(expected) : null,
    torque: Float32Array.from(observation.joints.torque),
    base: base ? Float32Array.of(base.x, base.y, base.yaw) : new Float32Array(3),
    wrists: wristsOf(turn),
    poses: scene?.poses ?? empty,
    contacts: (scene?.contacts ?? []).map((contact) => contactOf(contact, asked.task)),
  });
};

/** Sensors that are pictures: [height, width, 3] of colours, or "…/depth" [height, width] of distances. */
export const camerasOf = ({ sensors }: RobotFeatures): readonly RobotCamera[] =>
  sensors.flatMap(({ name, shape: [height = 0, width = 0, channels] }) => {
    const isDepth = name.endsWith("/depth");
    return isDepth || channels === 3 ? [{ name, width, height, isDepth }] : [];
  });

/** A camera's newest picture; null: it has none. */
export const pictureOf = (
  cameras: readonly RobotCamera[],
  camera: number,
  { observation: { samples } }: Turn,
): { readonly at: number; readonly bytes: () => Uint8Array<ArrayBuffer> } | null => {
  const shown = cameras[camera];
  const sample = shown && samples[shown.name];
  if (!shown || !sample) return null;
  const { width, height, isDepth } = shown;
  const pixels = (): Uint8Array | Uint16Array =>
    isDepth ? inMillimetres(sample.data) : Uint8Array.from(sample.data as Uint8Array);
  return { at: sample.at, bytes: () => encodePicture({ at: sample.at, camera, width, height, pixels: pixels() }) };
};
