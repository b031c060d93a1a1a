import type { Body, Capability, Instant, Offer, Order, SubjectId } from "@sakiyomi/core";
import { type Arrangement, careAbilities, phasesOf, Thermometry } from "@sakiyomi/robot";
import type { RobotRun, ThreadModule } from "@sakiyomi/robot/node";
import { medicineAbility } from "./medicine-body.ts";
import type { MedicinePort } from "./medicine-port.ts";
import { type Ability, type Findings, type Job, robotBody } from "./robot-body.ts";
import { openSimulatedRobot, type SimulatedRobot } from "./simulated.ts";
import { talkAbility } from "./talk-body.ts";

export interface WardRobot {
  readonly robot: SimulatedRobot;
  readonly body: Body;
  /** Somebody in the simulated room prints labels, or lets the sitter take the medicine or not. */
  arrange(what: Arrangement): Promise<void>;
  close(): Promise<void>;
}

/** What may be asked for, by the name of the parameter. */
const parameters: Readonly<Partial<Record<Capability, string>>> = {
  bring: "thing",
  fetch: "thing",
  "go-to": "place",
  measure: "kind",
};

const id = "robot:simulated" as SubjectId;
/** s */
const timeLimit = 120;

/** What takes more than a policy: the ward has a say in it. */
const isMedicine = (name: string): boolean => name.startsWith("bring-medicine");

/** "bring cup" → bring, with "cup" as what can be brought. */
const offersIn = (names: readonly string[]): readonly Offer[] => {
  const byCapability = Map.groupBy(names, (name) => name.split(" ")[0] as Capability);
  return [...byCapability].map(([capability, all]) => {
    const field = parameters[capability];
    const values = all.map((name) => name.split(" ").slice(1).join(" "));
    return field ? { capability, only: { [field]: values } } : { capability };
  });
};

const nameOf = ({ capability, parameters: given }: Order): string =>
  [capability, ...Object.values(given).map(String)].join(" ");

/** The temperature that its head's thermometer has read when it is done: an estimate, from the skin of the face. */
export const temperatureFound = (wall: () => Instant = Date.now): Findings => {
  const reading = new Thermometry();
  return {
    see: ({ observation, told }) => {
      if (told?.note === "read the temperature") reading.see(observation);
    },
    end: () => {
      const mean = reading.mean();
      if (mean === null) throw new Error("unknown: the thermometer never saw the face for long enough");
      const value = Math.round(mean * 10) / 10;
      return { kind: "body-temperature", value, unit: "Cel", at: wall(), sensor: "infrared-skin" };
    },
  };
};

/**
 * In a room that nobody has arranged, the cup bears the label and the sitter the band of whom it is ordered for: the room's
 * person stands for them.
 */
const labelling = (medicines: MedicinePort, run: Pick<RobotRun, "arrange">): MedicinePort => ({
  begin: async (ask) => {
    const begun = await medicines.begin(ask);
    if (begun.ok) {
      const { labels, wristband } = begun.value;
      await run.arrange({ codes: { label: labels[0] ?? null, wristband } });
    }
    return begun;
  },
  check: (...said) => medicines.check(...said),
  handed: (...said) => medicines.handed(...said),
  notHanded: (...said) => medicines.notHanded(...said),
  observed: (...said) => medicines.observed(...said),
  call: (...said) => medicines.call(...said),
});

/** It can take a temperature without touching anybody, and nothing else yet. */
const healthCheckOf = (robot: SimulatedRobot, jobOf: (ability: string) => Job): Ability =>
  talkAbility({
    run: robot.run,
    voice: robot.voice,
    acquaintances: () => robot.acquaintances,
    going: () => jobOf("go-to person"),
    leaving: () => jobOf("go-to middle"),
    measures: {
      "body-temperature": () => ({ ...jobOf("measure body-temperature"), findings: () => temperatureFound() }),
    },
    isByHand: () => robot.isByHand,
  });

/**
 * A simulated robot in a simulated room that the ward can order about: to fetch, to hand over, to bring, to go somewhere,
 * to take a temperature, to bring a medicine, to come and ask how somebody is, to say something.
 * The room's person stands for whoever it was ordered for.
 */
export const openWardRobot = async (seed: number): Promise<WardRobot> => {
  // Not "bring-medicine": its expert asks no ward.
  const robot = await openSimulatedRobot({ world: "ward-medicine", tasks: ["bring"], seed, pictures: { rate: 5 } });
  const { run } = robot;
  const policyOf = (ability: string): ThreadModule => ({
    url: import.meta.resolve("@sakiyomi/robot/experts"),
    data: { ability, features: run.features },
  });
  const jobOf = (name: string): Job => ({ policy: policyOf(name), touch: null, timeLimit, phases: phasesOf(name) });
  const abilities = offersIn(careAbilities.filter((name) => !isMedicine(name))).map(
    (offer): Ability => ({
      offer,
      job: (order) => {
        const name = nameOf(order);
        const job = jobOf(name);
        return order.capability === "measure" ? { ...job, findings: () => temperatureFound() } : job;
      },
    }),
  );
  let isArranged = false;
  const arrange = async (what: Arrangement): Promise<void> => {
    isArranged = true;
    await run.arrange(what);
  };
  const medicine = medicineAbility({
    robot: id,
    run,
    voice: robot.voice,
    port: () => robot.medicines && (isArranged ? robot.medicines : labelling(robot.medicines, run)),
    policy: policyOf("bring-medicine cup"),
    cups: ["cup"],
    isByHand: () => robot.isByHand,
  });
  const healthCheck = healthCheckOf(robot, jobOf);
  const body = robotBody({
    id,
    title: run.features.name,
    run,
    abilities: [...abilities, medicine, healthCheck],
    isByHand: () => robot.isByHand,
    say: async (words, by) => ({ pages: robot.voice.say(words, by) }),
  });
  return { robot, body, arrange, close: async () => void (await run.close()) };
};
