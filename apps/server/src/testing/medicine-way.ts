import type { Order } from "@sakiyomi/core";
import { type Arrangement, bringMedicine, medicineWorld } from "@sakiyomi/robot";
import { medicineAbility } from "../robots/medicine-body.ts";
import { RobotVoice } from "../robots/voice.ts";
import { FakeMedicines, medicineCodes, medicineDose, tenPastEight } from "./fake-medicines.ts";
import { type LockstepRun, lockstepRun } from "./lockstep-run.ts";

/** How a robot's way with a medicine through the simulated room went. */
export interface Way {
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly why: string | null;
  readonly ward: FakeMedicines;
  readonly notes: readonly string[];
  /** Of the cup at the end: its height, and how far it is from where it stood and from the place before the person, m. */
  readonly height: number;
  readonly fromFirst: number;
  readonly fromGoal: number;
  /** N, the most on anybody. */
  readonly force: number;
}

/** What happens once, when the robot comes to a row of its way. */
export interface Happening {
  readonly note: string;
  readonly happens: (world: { readonly ward: FakeMedicines; readonly lockstep: LockstepRun }) => void;
}

const order = {
  capability: "bring-medicine",
  subject: "person:ann",
  by: "staff:tanaka",
  parameters: { cup: "cup", doses: [medicineDose] },
} as unknown as Order;

const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((x, i) => x - (b[i] ?? Number.NaN)));

/** Whoever sits there says the right name. */
const answeringVoice = (): RobotVoice => {
  const voice = new RobotVoice();
  voice.onSaid((_, __, isQuestion) => {
    if (isQuestion) queueMicrotask(() => voice.hear("佐藤和子です", "page"));
    return 1;
  });
  return voice;
};

/** Notes of the robot, and the most force that anybody felt. */
const watched = ({ run }: LockstepRun, { note, happens }: { note: string; happens: () => void }) => {
  const seen = { notes: [] as string[], force: 0 };
  run.onTurn(({ told, observation }) => {
    seen.force = Math.max(seen.force, ...observation.contacts.map(({ force }) => force));
    if (told?.note === undefined || told.note === seen.notes.at(-1)) return;
    seen.notes.push(told.note);
    if (told.note === note) happens();
  });
  return seen;
};

const bodyOf = ({ run, simulation }: LockstepRun, ward: FakeMedicines, wall: () => number) =>
  medicineAbility({
    robot: "robot:simulated",
    run,
    voice: answeringVoice(),
    port: () => ward,
    policy: { url: "medicine" },
    cups: ["cup"],
    now: () => simulation.now(),
    wall,
    every: () => () => {},
    settings: { watchFor: 20 },
  });

const placesOf = async ({ simulation }: LockstepRun) => {
  const truth = await simulation.truth();
  return { cup: truth.get("cup")?.at ?? [], goal: truth.get("goal")?.at ?? [] };
};

const ends = async (
  lockstep: LockstepRun,
  ability: ReturnType<typeof bodyOf>,
): Promise<Pick<Way, "result" | "why">> => {
  if (!("carryOut" in ability)) throw new TypeError("it is carried out by itself");
  let outcome: Pick<Way, "result" | "why"> | null = null;
  ability
    .carryOut(order, () => {}, new AbortController().signal)
    .then(
      (result) => {
        outcome = { result, why: null };
      },
      (error: Error) => {
        outcome = { result: null, why: error.message };
      },
    );
  await lockstep.pass(180, () => outcome !== null);
  // It stands for a moment: what it holds it has to go on holding.
  await lockstep.pass(1, () => false);
  return outcome ?? { result: null, why: "it came to no end" };
};

/** A robot in the simulated room is asked for Ann's medicine, with the real loop, guard and check. */
export const medicineWay = async (
  seed: number,
  arranged: Arrangement,
  happening: Happening = { note: "", happens: () => {} },
): Promise<Way> => {
  const lockstep = await lockstepRun(medicineWorld, seed, (_, features) => bringMedicine(features));
  try {
    const { simulation } = lockstep;
    const { label, band } = medicineCodes;
    await simulation.arrange?.({ ...arranged, codes: { label, wristband: band, ...arranged.codes } });
    const wall = (): number => tenPastEight + simulation.now() * 1000;
    const ward = new FakeMedicines(wall);
    const { note, happens } = happening;
    const seen = watched(lockstep, { note, happens: () => happens({ ward, lockstep }) });
    const first = await placesOf(lockstep);
    const outcome = await ends(lockstep, bodyOf(lockstep, ward, wall));
    const { cup, goal } = await placesOf(lockstep);
    const [fromFirst, fromGoal] = [distance(cup, first.cup), distance(cup, goal)];
    return { ...outcome, ward, ...seen, height: cup[2] ?? 0, fromFirst, fromGoal };
  } finally {
    await lockstep.close();
  }
};
