import { element, type MjcfPart, numbers } from "../body/mjcf-part.ts";
import { faceShare } from "../body/thermometer.ts";
import type { Vector3 } from "../contract/features.ts";
import type { Seconds } from "../contract/robot.ts";
import type { Drawn } from "./vary.ts";

/** What sensors of this world are like. */
export interface Sensing {
  readonly pictures: {
    /** Standard deviation of a pixel, of 1. */
    readonly noise: number;
    /** Factor on brightness. */
    readonly gain: number;
    /** From the light's reaching the sensor to the observation that has the picture. */
    readonly latency: Seconds;
  };
  readonly light: {
    /** Unit vector towards the light, in the world's frame. */
    readonly towards: Vector3;
    /** Share of light that comes from everywhere, 0 to 1. */
    readonly ambient: number;
  };
  /** Standard deviations of "left_wrist/force": N and N·m. */
  readonly force: { readonly noise: number; readonly torqueNoise: number };
  /** What an infrared thermometer meets. */
  readonly warmth: Warmth;
}

export interface Warmth {
  /** Of the room and what stands in it, Cel. */
  readonly room: number;
  /** Of the people's cores, Cel, and how far a face lies from the room towards it, 0 to 1. */
  readonly core: number;
  readonly face: number;
  /** Of the thermometer: what it is wrong by, and the standard deviation of a sample, K. */
  readonly offset: number;
  readonly noise: number;
}

/** What varies in every world. */
export const surroundingsVary = {
  "light/azimuth": { from: -3.14, to: 3.14, unit: "rad", why: "windows and lamps are anywhere in a room" },
  "light/height": { from: 0.7, to: 1.4, unit: "rad", why: "from an afternoon window to a lamp on the ceiling" },
  "light/ambient": { from: 0.35, to: 0.65, unit: "1", why: "bright walls to dark curtains" },
  "picture/gain": { from: 0.75, to: 1.2, unit: "1", why: "automatic exposure settles about a quarter apart" },
  "picture/noise": { from: 0.005, to: 0.025, unit: "1", why: "a small sensor by day and in the evening" },
  "picture/latency": { from: 0.03, to: 0.06, unit: "s", why: "one to two frames of a USB camera at 30 Hz" },
  "force/noise": { from: 0.1, to: 0.4, unit: "N", why: "a six-axis sensor of the wrist with its cable" },
  "room/temperature": { from: 22, to: 25, unit: "Cel", why: "rooms of old people, winter and summer" },
  "thermometer/offset": { from: -0.2, to: 0.2, unit: "K", why: "ISO 80601-2-56 lets a clinical one err by 0.3" },
  "thermometer/noise": { from: 0.03, to: 0.1, unit: "K", why: "a thermopile read ten times a second" },
  "floor/friction": { from: 0.6, to: 1, unit: "1", why: "waxed linoleum to carpet" },
  "floor/shade": { from: 0.55, to: 0.8, unit: "1", why: "floors are of any grey" },
} as const;

/** Floor, light, and what the sensors see of it. */
export const surroundings = (
  drawn: Drawn<typeof surroundingsVary>,
): { readonly part: MjcfPart; readonly sensing: Omit<Sensing, "warmth"> } => {
  const [azimuth, height, shade] = [drawn["light/azimuth"], drawn["light/height"], drawn["floor/shade"]];
  const flat = Math.cos(height);
  const towards = [flat * Math.cos(azimuth), flat * Math.sin(azimuth), Math.sin(height)] as const;
  const lamp = towards.map((x) => 4 * x);
  return {
    part: {
      bodies: [
        element("light", { pos: numbers(lamp), dir: numbers(towards.map((x) => -x)), directional: "true" }),
        element("geom", {
          name: "floor",
          type: "plane",
          size: "30 30 0.1",
          friction: numbers([drawn["floor/friction"], 0.005, 0.0001]),
          rgba: numbers([shade, shade, shade * 0.97, 1]),
        }),
      ],
    },
    sensing: {
      pictures: {
        noise: drawn["picture/noise"],
        gain: drawn["picture/gain"],
        latency: drawn["picture/latency"],
      },
      light: { towards, ambient: drawn["light/ambient"] },
      force: { noise: drawn["force/noise"], torqueNoise: drawn["force/noise"] * 0.02 },
    },
  };
};

/** Of a world whose people are as they are mostly where it does not tell. */
export const warmthIn = (drawn: Readonly<Record<string, number>>): Warmth => ({
  room: drawn["room/temperature"] ?? 23.5,
  core: drawn["person/core"] ?? 36.8,
  face: drawn["person/face"] ?? faceShare,
  offset: drawn["thermometer/offset"] ?? 0,
  noise: drawn["thermometer/noise"] ?? 0,
});
