import { accept, type Instant, type Read, refuse, type SourceId, type SubjectId } from "@sakiyomi/core";
import {
  type DoseEvent,
  expand,
  foldEvents,
  isGiven,
  type MedicationChart,
  type OneDosePack,
  packLabel,
  type ScheduledDose,
  wristbandLabel,
} from "@sakiyomi/medication";
import { newId } from "../access/secret.ts";
import type { Giver, MedicationDesk } from "../medication/index.ts";
import { languageOf } from "./acquaintances.ts";
import type {
  MedicineAsk,
  MedicineCall,
  MedicineCheck,
  MedicineErrand,
  MedicineObservation,
  MedicinePort,
  MedicineScan,
} from "./medicine-port.ts";
import { medicineReasons } from "./medicine-words.ts";

type Handed = Extract<DoseEvent, { readonly type: "handed" }>;
/** A check as it was decided, and what was written after it. */
interface Errand {
  readonly check: MedicineCheck;
  handed: readonly Handed[];
}

/** Doses are looked for so far around now, ms: an order's window is at most a day. */
const around = 36 * 3_600_000;

/** What the ward's medicines say to a robot. */
export const medicinesOf = (desk: MedicationDesk): MedicinePort => new WardMedicines(desk);

/**
 * A robot may hand over what the member of the staff who ordered it may: never more than a carer who assists, and it never
 * overrules anything. Everything goes through the same desk as a phone's scans: the same check, claim, journal and signals.
 */
class WardMedicines implements MedicinePort {
  readonly #desk: MedicationDesk;
  /** The last one, by robot. */
  readonly #errands = new Map<string, Errand>();

  constructor(desk: MedicationDesk) {
    this.#desk = desk;
  }

  async begin(ask: MedicineAsk): Promise<Read<MedicineErrand>> {
    const { room } = this.#desk;
    this.#errands.delete(ask.robot);
    const giver = this.#giver(ask);
    if (!giver.ok) return giver;
    const chart = room.book.chart(ask.person as SubjectId);
    if (!chart?.isHere) return refuse("SIG_SUBJECT", "person", ask.person, "somebody who is here");
    const doses = this.#doses(chart, ask.doses);
    if (!doses.ok) return doses;
    const labels = labelsOf(chart, room.book.gsrn(chart.person as SubjectId), ask.doses);
    if (labels.length === 0) return refuse("REC_MISSING", "pack", ask.doses, "a labelled pack of just these doses");
    const window = windowOf(doses.value);
    const language = languageOf(room.ward.zone);
    const wristband = bandOf(chart, room.ward.now());
    return accept({ person: ask.person, name: chart.name, doses: ask.doses, labels, wristband, window, language });
  }

  async check(ask: MedicineAsk, { label, wristband }: MedicineScan): Promise<Read<MedicineCheck>> {
    const giver = this.#giver(ask);
    if (!giver.ok) return giver;
    const request = {
      person: ask.person,
      wanted: ask.doses,
      scan: { how: "wristband" as const, code: wristband },
      items: [{ code: label, count: 1, isPartial: false }],
      route: null,
      device: ask.robot,
      witness: null,
    };
    const read = await this.#desk.check(request, giver.value);
    if (read.ok) this.#errands.set(ask.robot, { check: read.value, handed: [] });
    return read;
  }

  async handed(ask: MedicineAsk, check: string, identified: readonly string[]): Promise<Read<null>> {
    const giver = this.#giver(ask);
    if (!giver.ok) return giver;
    const errand = this.#errands.get(ask.robot);
    if (errand?.check.id !== check) return refuse("MED_CHECK", "check", check, "the last one of this robot");
    for (const give of errand.check.decision.toGive) {
      const event: Handed = {
        ...this.#common(ask, give),
        type: "handed",
        amount: give.amount,
        route: give.route,
        lots: [...give.lots],
        identified: [...identified],
        witness: null,
        override: null,
        check,
      };
      const said = await this.#desk.say(event, giver.value);
      if (!said.ok) {
        // All of them or none: one hand opens once.
        await this.notHanded(ask, "another dose of the same cup was refused");
        return said;
      }
      errand.handed = [...errand.handed, event];
    }
    return accept(null);
  }

  async notHanded(ask: MedicineAsk, why: string): Promise<Read<null>> {
    const errand = this.#errands.get(ask.robot);
    const handed = errand?.handed ?? [];
    if (errand) errand.handed = [];
    return this.#say(
      ask,
      handed.map((event) => ({ ...this.#common(ask, event), type: "struck-out", event: event.id, reason: why })),
    );
  }

  async observed(ask: MedicineAsk, seen: MedicineObservation): Promise<Read<null>> {
    const handed = this.#errands.get(ask.robot)?.handed ?? [];
    if (seen.saw === "nothing") return accept(null);
    return this.#say(
      ask,
      handed.map((event): DoseEvent => {
        const common = this.#common(ask, event);
        return seen.saw === "taken"
          ? { ...common, type: "taken", confirmed: "robot", share: 1 }
          : { ...common, type: "not-taken", outcome: "refused", share: 0, reason: "", next: "" };
      }),
    );
  }

  /** In the journal, whatever was agreed to; and into the loop, whose skill calls somebody. */
  async call({ person, robot }: MedicineAsk, { why, cup }: MedicineCall): Promise<Read<null>> {
    const { ward } = this.#desk.room;
    const said = Object.hasOwn(medicineReasons, why) ? `why.${why}` : why;
    await ward.journal("robot.call", robot, person as SubjectId, { robot: this.#nameOf(robot), why: said, cup });
    const at = ward.now();
    const raw = { subject: person, kind: "call", at: new Date(at).toISOString(), sequence: at, value: { detail: why } };
    const { refused } = await ward.receive([raw], { source: "skill:bring-medicine" as SourceId });
    const [first] = refused;
    return first ? { ok: false, refusal: first.refusal } : accept(null);
  }

  async #say(ask: MedicineAsk, events: readonly DoseEvent[]): Promise<Read<null>> {
    const giver = this.#giver(ask);
    // What happened has happened: whoever ordered it may have lost the right meanwhile, and it is written all the same.
    const by = giver.ok ? giver.value : this.#robot(ask.robot);
    for (const event of events) {
      const said = await this.#desk.say(event, by);
      if (!said.ok) return said;
    }
    return accept(null);
  }

  #giver({ by, person, robot }: MedicineAsk): Read<Giver> {
    const member = by.startsWith("staff:") ? this.#desk.room.member(by.slice("staff:".length)) : null;
    const may = (["medication.give", "medication.assist"] as const).some(
      (right) => member?.permits(right) && member.reaches(right, person as SubjectId),
    );
    return may ? accept(this.#robot(robot)) : refuse("ACCESS_ROLE", "by", by, "somebody who may hand medicines over");
  }

  #robot(robot: string): Giver {
    return { actor: { id: robot, name: this.#nameOf(robot) }, may: "assist", mayOverride: false, sees: () => false };
  }

  #nameOf(robot: string): string {
    return robot.replace(/^robot:/, "");
  }

  #common({ person, robot }: MedicineAsk, { order, dose }: { readonly order: string; readonly dose: string }) {
    const at = this.#desk.room.ward.now();
    return { id: newId("de"), person, order, dose, at, by: robot, device: robot, offline: false };
  }

  #doses(chart: MedicationChart, wanted: readonly string[]): Read<readonly ScheduledDose[]> {
    const { ward, rules } = this.#desk.room;
    const now = ward.now();
    const range = { from: now - around, until: now + around, zone: ward.zone, policy: rules.policy };
    const due = chart.orders.flatMap((order) => expand(order, range));
    const states = foldEvents(chart.events);
    const found: ScheduledDose[] = [];
    for (const id of wanted) {
      const dose = due.find((one) => one.id === id);
      if (!dose) return refuse("REC_MISSING", "dose", id, "a dose of this person, of today");
      const state = states.get(id);
      if (state && isGiven(state)) return refuse("MED_GIVEN", "dose", id, "a dose that nobody has given");
      found.push(dose);
    }
    return accept(found);
  }
}

const isJust = (pack: OneDosePack, doses: readonly string[]): boolean =>
  pack.doses.length === doses.length && doses.every((dose) => pack.doses.includes(dose));

const labelsOf = (chart: MedicationChart, gsrn: string | null, doses: readonly string[]): readonly string[] =>
  chart.packs
    .filter((pack) => gsrn !== null && pack.withdrawn === null && isJust(pack, doses))
    .flatMap(({ id }) => {
      const label = packLabel({ gsrn: gsrn ?? "", id });
      return label.ok ? [label.value.code] : [];
    });

/** Of the newest band that is valid. */
const bandOf = ({ wristbands }: MedicationChart, now: Instant): string | null => {
  const valid = wristbands.filter(({ from, until }) => from <= now && (until === null || now < until));
  const newest = valid.toSorted((a, b) => b.printing - a.printing)[0];
  const label = newest && wristbandLabel(newest);
  return label?.ok ? label.value.code : null;
};

/** In which all of them may be given. */
const windowOf = (doses: readonly ScheduledDose[]): MedicineErrand["window"] => {
  const windows = doses.flatMap(({ window }) => window ?? []);
  if (windows.length === 0) return null;
  return {
    from: Math.max(...windows.map(({ from }) => from)),
    until: Math.min(...windows.map(({ until }) => until)),
  };
};
