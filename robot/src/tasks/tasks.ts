import { graspCentre } from "../body/index.ts";
import { bringWorld, doorway, kitchen, medicineWorld, tableWorld, wardLying } from "../worlds/index.ts";
import { stripPoints, thighStrip, wipingPad } from "./strip.ts";
import type { Task } from "./task.ts";

const numbered = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${name}/${i + 1}`);

const up = [0, 0, 1] as const;

const reach: Task = {
  id: "reach",
  title: "Bring the left hand over the blue disc",
  world: tableWorld,
  timeLimit: 20,
  touch: null,
  success: [
    {
      is: "near",
      body: "left_hand/palm",
      at: graspCentre("left"),
      to: "goal",
      toAt: [0, 0, 0.12],
      within: 0.03,
      for: 0.5,
    },
  ],
};

const pickAndPlace: Task = {
  id: "pick-and-place",
  title: "Put the thing on the left on the blue disc",
  world: tableWorld,
  timeLimit: 60,
  touch: null,
  success: [
    { is: "near", body: "thing/1", to: "goal", within: 0.05, for: 1 },
    { is: "upright", body: "thing/1", axis: up, within: 0.2, for: 1 },
    { is: "away", body: "left_hand/palm", from: "thing/1", by: 0.12, for: 0.5 },
  ],
};

/** Cups of the kitchen are 3 to 3.4 cm in radius and up to 11 cm high. */
const pour: Task = {
  id: "pour",
  title: "Pour from the red cup into the white one",
  world: kitchen,
  timeLimit: 60,
  touch: null,
  success: [
    {
      is: "inside",
      bodies: numbered("drop", 10),
      vessel: "cup/empty",
      radius: 0.034,
      height: [0, 0.11],
      share: 0.8,
      for: 1,
    },
    { is: "upright", body: "cup/empty", axis: up, within: 0.2, for: 1 },
    { is: "upright", body: "cup/full", axis: up, within: 0.3, for: 0.5 },
  ],
};

const stir: Task = {
  id: "stir",
  title: "Stir what is in the pan",
  world: kitchen,
  timeLimit: 60,
  touch: null,
  success: [
    { is: "circled", body: "stirrer", around: "pan", ring: [0.02, 0.11], height: [0, 0.05], turns: 3 },
    { is: "travelled", bodies: numbered("piece", 6), way: 0.1, share: 0.5 },
  ],
};

const bring: Task = {
  id: "bring",
  title: "Bring the cup to the person's tray",
  world: bringWorld,
  timeLimit: 90,
  touch: null,
  success: [
    { is: "near", body: "cup", to: "goal", within: 0.06, for: 1 },
    { is: "upright", body: "cup", axis: up, within: 0.2, for: 1 },
    { is: "away", body: "left_hand/palm", from: "cup", by: 0.12, for: 0.5 },
  ],
};

/** The cup is put down only by a robot whose scanner has read both codes: its expert does nothing without. */
const bringMedicine: Task = {
  ...bring,
  id: "bring-medicine",
  title: "Bring the labelled cup to the person with the wristband",
  world: medicineWorld,
  timeLimit: 120,
};

const openDoor: Task = {
  id: "open-door",
  title: "Open the door",
  world: doorway,
  timeLimit: 60,
  touch: null,
  // 60°: wide enough for a wheelchair.
  success: [{ is: "turned", body: "door", by: Math.PI / 3, for: 0.3 }],
};

/** What the skin of the thigh is to feel, N: enough to take a wet cloth along, and far below what accidental contact may be. */
const wipingForce = [2, 12] as const;

const wipe: Task = {
  id: "wipe",
  title: "Wipe along the thigh",
  world: wardLying,
  timeLimit: 60,
  // The guard acts at half of it.
  touch: { title: "wipe the left thigh", limits: { thigh: 40 } },
  success: [
    {
      is: "wiped",
      strip: stripPoints(15).map(({ at }) => ({ body: thighStrip.body, at })),
      tool: "right_hand/palm",
      toolAt: wipingPad,
      within: 0.03,
      regions: ["thigh"],
      force: wipingForce,
      share: 0.9,
    },
  ],
};

/** All tasks that there are, simplest first. */
export const tasks: readonly Task[] = [reach, pickAndPlace, pour, openDoor, stir, wipe, bring, bringMedicine];

/** null: there is none of that name. */
export const taskNamed = (id: string): Task | null => tasks.find((task) => task.id === id) ?? null;
