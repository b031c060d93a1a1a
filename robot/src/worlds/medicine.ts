import { bringWorld } from "./bring.ts";
import type { CodeSpot } from "./codes.ts";
import { world } from "./world.ts";

/** Thickness of a forearm where the band is, m: see `segments`. */
const wrist = 0.037;

/** Where the codes are: on the cup's lid, and on the outer side of the left wrist. */
export const medicineSpots: readonly CodeSpot[] = [
  { name: "label", body: "cup", at: [0, 0, 0.101], faces: [0, 0, 1] },
  { name: "wristband", body: "person/left_forearm", at: [-0.19, 0, wrist + 0.001], faces: [0, 0, 1] },
];

/**
 * The room of "ward-bring" with what medicines need: a label on the lid of "cup", a wristband on the sitter's left wrist, a
 * scanner in the robot's head, and a sitter who takes what is put before them.
 */
export const medicineWorld = world({
  name: "ward-medicine",
  about: "The room of ward-bring: the cup is labelled, and who sits there wears a wristband and takes what it holds.",
  vary: {
    ...bringWorld.vary,
    "scanner/no-read": { from: 0.05, to: 0.4, unit: "1", why: "glare on the foil, a hand that trembles" },
    "scanner/misread": { from: 0, to: 0.01, unit: "1", why: "rare: 2D symbols correct errors" },
    "drinker/after": { from: 2, to: 8, unit: "s", why: "people take their time" },
    "drinker/lasts": { from: 1.5, to: 3, unit: "s", why: "a gulp or two" },
  },
  things: (v) => ({
    ...bringWorld.things(v),
    codes: {
      spots: medicineSpots,
      noRead: v["scanner/no-read"] ?? 0,
      misread: v["scanner/misread"] ?? 0,
    },
    drinker: {
      cup: "cup",
      before: "goal",
      mouth: { body: "person/head", at: [0.09, 0, 0.115] },
      after: v["drinker/after"] ?? 0,
      lasts: v["drinker/lasts"] ?? 0,
    },
  }),
});
