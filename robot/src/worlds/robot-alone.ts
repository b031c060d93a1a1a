import { world } from "./world.ts";

/** The robot on an empty floor. */
export const robotAlone = world({
  name: "robot-alone",
  about: "The robot on an empty floor.",
  vary: {},
  things: () => ({ parts: [] }),
});
