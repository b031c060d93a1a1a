import { pan, pieces, stirrer } from "./parts/cooking.ts";
import { contents, hollowCup, namesOf } from "./parts/cup.ts";
import { counter } from "./parts/furniture.ts";
import { world } from "./world.ts";

const drops = 10;
const pieceCount = 6;

/**
 * The counter's front is 0.42 m before the robot. Left: "cup/full" with ten drops in it, "cup/empty" beside it towards the
 * middle. Right: a pan that the hob holds, with six pieces in it, and "stirrer" upright in its stand, farther to the right.
 */
export const kitchen = world({
  name: "kitchen",
  about: "A counter with two cups for pouring, and a pan, a stirring tool and something to stir.",
  vary: {
    "counter/height": {
      from: 0.78,
      to: 0.86,
      unit: "m",
      why: "Japanese kitchens have 0.80 or 0.85, plus uneven floors",
    },
    "counter/friction": { from: 0.5, to: 0.9, unit: "1", why: "wet steel to dry wood" },
    "full/x": { from: 0.56, to: 0.62, unit: "m", why: "where somebody put it down" },
    "full/y": { from: 0.3, to: 0.36, unit: "m", why: "where somebody put it down" },
    "empty/x": { from: 0.57, to: 0.61, unit: "m", why: "where somebody put it down" },
    "empty/y": { from: 0.08, to: 0.13, unit: "m", why: "where somebody put it down" },
    "empty/radius": { from: 0.04, to: 0.045, unit: "m", why: "a mug, wider than what is poured from" },
    "cup/radius": { from: 0.03, to: 0.034, unit: "m", why: "cups for people who need help to drink" },
    "cup/height": { from: 0.095, to: 0.11, unit: "m", why: "cups for people who need help to drink" },
    "cup/mass": { from: 0.08, to: 0.2, unit: "kg", why: "plastic to china" },
    "cup/friction": { from: 0.6, to: 1, unit: "1", why: "wet china to rubber" },
    "pan/x": { from: 0.62, to: 0.68, unit: "m", why: "two hobs" },
    "pan/y": { from: -0.24, to: -0.18, unit: "m", why: "two hobs" },
    "pan/radius": { from: 0.1, to: 0.12, unit: "m", why: "pans for one or two" },
    "stirrer/x": { from: 0.56, to: 0.6, unit: "m", why: "where the stand was put" },
    "stirrer/y": { from: -0.46, to: -0.42, unit: "m", why: "where the stand was put" },
    "stirrer/length": { from: 0.25, to: 0.28, unit: "m", why: "spatulas" },
    "stirrer/mass": { from: 0.06, to: 0.12, unit: "kg", why: "wood to steel" },
    "piece/size": { from: 0.009, to: 0.012, unit: "m", why: "beans to dice of carrot" },
  },
  things: (v) => {
    const top = v["counter/height"];
    const size = { radius: v["cup/radius"], height: v["cup/height"], mass: v["cup/mass"], friction: v["cup/friction"] };
    const full = {
      name: "cup/full",
      at: [v["full/x"], v["full/y"], top] as const,
      colour: [0.85, 0.3, 0.3, 1] as const,
      ...size,
    };
    const empty = {
      ...full,
      name: "cup/empty",
      radius: v["empty/radius"],
      at: [v["empty/x"], v["empty/y"], top] as const,
      colour: [0.95, 0.95, 0.9, 1] as const,
    };
    const thePan = { at: [v["pan/x"], v["pan/y"], top] as const, radius: v["pan/radius"], depth: 0.05 };
    return {
      parts: [
        counter({ name: "counter", at: [0.72, 0, top], half: [0.3, 0.75], friction: v["counter/friction"] }),
        hollowCup(full),
        hollowCup(empty),
        contents("drop", drops, full),
        pan(thePan),
        pieces(pieceCount, thePan, v["piece/size"]),
        stirrer({
          at: [v["stirrer/x"], v["stirrer/y"], top],
          length: v["stirrer/length"],
          handle: 0.014,
          mass: v["stirrer/mass"],
          friction: 0.9,
        }),
      ],
      truth: [
        ...["cup/full", "cup/empty", "pan", "stirrer", "counter"],
        ...namesOf("drop", drops),
        ...namesOf("piece", pieceCount),
      ],
    };
  },
});
