import type { Decision, DoseEvent, Handed, Outcome, PersonScan, ToGive } from "@sakiyomi/medication";

/** Who says it, on which phone, when. */
export interface Saying {
  /** "staff:tanaka" */
  readonly by: string;
  readonly device: string;
  readonly offline: boolean;
  readonly at: number;
}

export interface Handing extends Saying {
  readonly person: string;
  /** The kept check; null: none was kept. */
  readonly check: string | null;
  readonly scan: PersonScan | null;
  readonly witness: string | null;
  readonly override: Handed["override"];
  /** The same one for the same dose, however often it is said: a second link of it is a repetition, no second dose. */
  readonly idOf: (dose: string) => string;
}

const identifiedBy = (scan: PersonScan | null): Handed["identified"] => {
  if (scan === null) return [];
  if (scan.how === "wristband") return ["wristband"];
  return scan.second === null ? ["photo"] : ["photo", scan.second.type];
};

/** A medicine as needed is named after the event that handed it over. */
const doseId = ({ dose }: ToGive, id: string): string => (dose.endsWith("@prn") ? `${dose}/${id}` : dose);

/** What is said when the decision is followed: one event a dose. */
export function handedEvents({ toGive }: Pick<Decision, "toGive">, handing: Handing): readonly Handed[] {
  const { person, by, device, offline, at, check, scan, witness, override, idOf } = handing;
  return toGive.map((one) => {
    const id = idOf(one.dose);
    return {
      ...{ type: "handed", id, person, order: one.order, dose: doseId(one, id), at, by, device, offline },
      ...{ amount: one.amount, route: one.route, lots: [...one.lots], identified: identifiedBy(scan) },
      ...{ witness, override, check },
    };
  });
}

/** The dose that something is said of. */
export interface About {
  readonly person: string;
  readonly order: string;
  readonly dose: string;
}

const common = ({ person, order, dose }: About, { by, device, offline, at }: Saying, id: string) => ({
  ...{ id, person, order, dose, at, by, device, offline },
});

export const takenEvent = (about: About, saying: Saying, id: string): DoseEvent => ({
  ...common(about, saying, id),
  type: "taken",
  confirmed: "seen",
  share: 1,
});

export interface NotTakenSaid {
  readonly outcome: Outcome;
  readonly share: number;
  readonly reason: string;
  readonly next: string;
}
export const notTakenEvent = (about: About, said: NotTakenSaid, saying: Saying, id: string): DoseEvent => ({
  ...common(about, saying, id),
  type: "not-taken",
  ...said,
});

export type Effect = Extract<DoseEvent, { type: "effect" }>["effect"];
export const effectEvent = (about: About, effect: Effect, note: string, saying: Saying, id: string): DoseEvent => ({
  ...common(about, saying, id),
  type: "effect",
  effect,
  note,
});
