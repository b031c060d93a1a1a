import type { SensorFeature, Vector3 } from "../contract/features.ts";
import type { Sample } from "../contract/robot.ts";

/**
 * A code reader in the robot's head, between its eyes: an imager with a long lens, which therefore has to be aimed. What it
 * can do is reckoned for 2D symbols with modules of 0.5 mm, as on wristbands and on the lids of cups: a lens of 25 mm before
 * pixels of 1.85 µm puts 5 pixels on a module at 1.3 m, and 4,000 of them see ±8.5°. Readers bear about 65° of tilt.
 */
export const scanner = {
  reads: "head/scanner",
  link: "head/link_3",
  /** In the frame of its link, m; it looks along that frame's x. */
  at: [0.105, 0, 0.1] satisfies Vector3,
  nearest: 0.2,
  farthest: 1.6,
  /** Half its field of view, rad. */
  view: 0.148,
  /** Between its line of sight and the code's normal, rad. */
  tilt: 1.1,
  /** Characters at most: a 2D symbol of 0.5 mm modules that fits on a wristband holds fewer. */
  longest: 96,
} as const;

/** [how many characters, their codes …]; no characters: nothing was read. */
export const scannerSensor: SensorFeature = {
  name: scanner.reads,
  shape: [1 + scanner.longest],
  unit: "1",
  rate: 10,
};

/** What a sample of the scanner says; null: it read nothing. */
export const codeIn = (sample: Pick<Sample, "data"> | undefined): string | null => {
  const [count = 0, ...codes] = sample?.data ?? [];
  return count > 0 ? String.fromCharCode(...codes.slice(0, count)) : null;
};

/** null, and what is too long to be read: nothing. */
export const dataOfCode = (code: string | null): Float32Array => {
  const data = new Float32Array(1 + scanner.longest);
  const read = code !== null && code.length <= scanner.longest ? code : "";
  data[0] = read.length;
  for (let i = 0; i < read.length; i += 1) data[1 + i] = read.charCodeAt(i);
  return data;
};

/**
 * Whether the robot's eyes see somebody drink from the cup, 0 to 1: [confidence]. It stands for a model that looks at
 * pictures; what such a model is worth is a question of its own.
 */
export const drinkingSensor: SensorFeature = { name: "head/drinking", shape: [1], unit: "1", rate: 10 };
