import { codeIn, drinkingSensor, scanner } from "../../body/index.ts";
import type { RobotFeatures } from "../../contract/features.ts";
import type { Observation, Policy } from "../../contract/robot.ts";
import type { ExpertOptions } from "./expert.ts";
import { bringMedicine } from "./medicine.ts";
import type { MedicineTold } from "./medicine-told.ts";

/** It counts as drinking from here on. */
const drinks = 0.7;
/** s: as long as a ward's answer is good for. */
const within = 30;

/** What it tells itself at each place where it waits; null: not yet. */
const answers: Readonly<Record<string, (seen: Observation) => MedicineTold | null>> = {
  "read the label": ({ samples }) => (codeIn(samples[scanner.reads]) === null ? null : { medicine: "take" }),
  "ask the name": () => ({ medicine: "identify" }),
  "read the wristband": ({ samples }) => (codeIn(samples[scanner.reads]) === null ? null : { medicine: "wait" }),
  "wait for the check": () => ({ medicine: "hand-over", within }),
  "hold it out": () => ({ medicine: "let-go", within }),
  "watch the taking": ({ samples }) =>
    (samples[drinkingSensor.name]?.data[0] ?? 0) > drinks ? { medicine: "end" } : null,
};

/**
 * The way with a medicine, without a ward: whatever its scanner reads is right. For showing the motion and counting how often
 * it succeeds; a house never runs this one.
 */
export const bringMedicineAlone = (features: RobotFeatures, options: ExpertOptions): Policy => {
  const policy = bringMedicine(features, options);
  return {
    reset: () => policy.reset(),
    close: () => policy.close(),
    tell: (message) => policy.tell?.(message),
    step: async (observation, now) => {
      const command = await policy.step(observation, now);
      const told = answers[command?.note ?? ""]?.(observation);
      if (told) policy.tell?.(told);
      return command;
    },
  };
};
