import type { Seconds } from "../../contract/robot.ts";

/**
 * What a robot with a medicine is told by whoever answers for it (the ward's part, never a model). It does nothing that comes
 * near the person, and lets go of nothing, without being told.
 */
export type MedicineTold =
  /** The label is right: take the cup, and go to the person. */
  | { readonly medicine: "take" }
  /** The name was said: look for the wristband. */
  | { readonly medicine: "identify" }
  /** The wristband was read: wait, holding the cup, until it is decided. */
  | { readonly medicine: "wait" }
  /** The check passed: put it before the person, still in the hand. It has to stand there within so many seconds. */
  | { readonly medicine: "hand-over"; readonly within: Seconds }
  /** Nobody else has given it: open the hand. It has to begin within so many seconds. */
  | { readonly medicine: "let-go"; readonly within: Seconds }
  /** There is a doubt: go back with it and set it down. */
  | { readonly medicine: "back"; readonly why: string }
  /** Nothing is left to be watched. */
  | { readonly medicine: "end" };

/** Names of what it is at while it waits, with what ends the waiting. */
export const medicineWaits = {
  "read the label": "take",
  "ask the name": "identify",
  "read the wristband": "wait",
  "wait for the check": "hand-over",
  "hold it out": "let-go",
  "watch the taking": "end",
} as const satisfies Readonly<Record<string, MedicineTold["medicine"]>>;
export type MedicineWait = keyof typeof medicineWaits;

const isTime = (value: unknown): value is Seconds => typeof value === "number" && value >= 0 && value <= 120;

/** null: it is something else. */
export const readMedicineTold = (message: unknown): MedicineTold | null => {
  if (typeof message !== "object" || message === null) return null;
  const { medicine, within, why } = message as Readonly<Record<string, unknown>>;
  switch (medicine) {
    case "take":
    case "identify":
    case "wait":
    case "end":
      return { medicine };
    case "hand-over":
    case "let-go":
      return isTime(within) ? { medicine, within } : null;
    case "back":
      return typeof why === "string" && why !== "" ? { medicine, why } : null;
    default:
      return null;
  }
};
