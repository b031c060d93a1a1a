import type { SensorFeature, Vector3 } from "../contract/features.ts";

/**
 * The head's infrared thermometer. Its first sensor reads the mean temperature of the surfaces within its spot; its second
 * one reads the sensor itself, which is as warm as the room: thermopiles give both.
 */
export const thermometer = {
  sees: "head/thermometer",
  room: "head/thermometer/room",
  link: "head/link_3",
  /** Between the eyes, in the frame of its link, m; it looks along that frame's x, as they do. */
  at: [0.105, 0, 0.1] satisfies Vector3,
  /** Width of the spot for each metre of distance: 6 cm on a face 1.5 m away, which is half of the face. */
  spot: 1 / 24,
} as const;

export const thermometerSensors: readonly SensorFeature[] = [
  { name: thermometer.sees, shape: [1], unit: "Cel", rate: 10 },
  { name: thermometer.room, shape: [1], unit: "Cel", rate: 10 },
];

/**
 * How far a face lies from the room towards the body's core: 0.81 puts 34.5 °C on a face at a core of 37 °C in a room of
 * 24 °C, as foreheads of rested people are. A model of heat that flows from blood through skin to the room, with one figure
 * for everybody: people differ from it by some tenths of a degree, which is why what comes of it is an estimate.
 */
export const faceShare = 0.81;

/** The body's temperature that a skin temperature speaks for in this room, Cel: what forehead thermometers call adjusted. */
export const coreFrom = (skin: number, room: number): number => room + (skin - room) / faceShare;
