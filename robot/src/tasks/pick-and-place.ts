import { tableWorld } from "../worlds/index.ts";
import type { Task } from "./task.ts";

export const pickAndPlace: Task = {
  id: "pick-and-place",
  title: "Put the thing on the left on the blue disc",
  world: tableWorld,
  timeLimit: 60,
  touch: null,
  success: [
    { is: "near", body: "thing/1", to: "goal", within: 0.05, for: 1 },
    { is: "upright", body: "thing/1", axis: [0, 0, 1], within: 0.2, for: 1 },
    { is: "away", body: "left_hand/palm", from: "thing/1", by: 0.12, for: 0.5 },
  ],
};
