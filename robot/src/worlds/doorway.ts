import { door } from "./parts/door.ts";
import { world } from "./world.ts";

/**
 * A closed door 1.05 m before the robot, hinged on its right, handle on its left at 1 m height. It opens away from the
 * robot, once the handle is pressed down by 0.4 rad.
 */
export const doorway = world({
  name: "door",
  about: "A door with a handle and a latch, which opens away from the robot.",
  vary: {
    "door/x": { from: 0.95, to: 1.1, unit: "m", why: "how near the robot drove" },
    "door/y": { from: -0.62, to: -0.54, unit: "m", why: "how straight the robot drove" },
    "door/width": { from: 0.85, to: 0.95, unit: "m", why: "doors for wheelchairs" },
    "door/mass": { from: 15, to: 30, unit: "kg", why: "hollow to solid doors" },
    "door/damping": { from: 2, to: 6, unit: "N.m.s/rad", why: "old hinges to a closer" },
    "handle/height": { from: 0.95, to: 1.05, unit: "m", why: "handles for people in wheelchairs and others" },
    "handle/spring": { from: 0.8, to: 1.6, unit: "N.m/rad", why: "worn to new latches" },
  },
  things: (v) => ({
    parts: [
      door({
        at: [v["door/x"], v["door/y"], 0],
        width: v["door/width"],
        handleHeight: v["handle/height"],
        mass: v["door/mass"],
        damping: v["door/damping"],
        handleSpring: v["handle/spring"],
      }),
    ],
    truth: ["door", "door/handle", "door/bolt", "door/frame"],
  }),
});
