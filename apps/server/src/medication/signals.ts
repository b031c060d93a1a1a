import { mayRecord, mayTurn, type SourceId, type SubjectId } from "@sakiyomi/core";
import type { DoseEvent, MedicationOrder, MedicationPolicy } from "@sakiyomi/medication";
import type { Ward } from "../ward/port.ts";

interface Raw {
  readonly subject: string;
  readonly kind: "medication-order" | "medication-dose";
  readonly at: string;
  readonly sequence: number;
  readonly value: object;
}

/**
 * Says orders and doses into the loop, where the skill `medication-rounds` reminds and escalates. The records of a treatment
 * are kept by law whoever agrees; what a skill reads is not: without the person's consent to `record`, and for somebody who
 * is not here, only the signal is left out.
 */
export class Signals {
  readonly #ward: Ward;
  readonly #trouble: (error: unknown) => void;
  #last = 0;

  constructor(ward: Ward, trouble: (error: unknown) => void) {
    this.#ward = ward;
    this.#trouble = trouble;
  }

  async orders(orders: readonly MedicationOrder[], policy: MedicationPolicy): Promise<void> {
    const at = this.#ward.now();
    const { zone } = this.#ward;
    await this.#say(orders.map((order) => this.#raw(order.person, "medication-order", at, { order, zone, policy })));
  }

  async dose(event: DoseEvent, flags: readonly string[]): Promise<void> {
    // What a wrong clock put ahead is said as of now; the event itself says what the clock said.
    const at = Math.min(event.at, this.#ward.now());
    const value = flags.length === 0 ? { event } : { event, flags };
    await this.#say([this.#raw(event.person, "medication-dose", at, value)]);
  }

  /** Whether the skill is at work for this person: once it is again, it begins with nothing and has to hear what stands. */
  isReminded(person: SubjectId): boolean {
    return mayTurn(this.#ward.roster, person, { id: "medication-rounds", consent: "record" });
  }

  isHeard(person: SubjectId): boolean {
    const { roster } = this.#ward;
    return roster.people.get(person)?.dischargedAt === null && mayRecord(roster, person);
  }

  async #say(all: readonly Raw[]): Promise<void> {
    const raw = all.filter(({ subject }) => this.isHeard(subject as SubjectId));
    if (raw.length === 0) return;
    // One voice for staff, robots and dispensers: who it was stands in the order or event itself.
    const { refused } = await this.#ward.receive(raw, { source: "skill:medication" as SourceId });
    for (const { refusal } of refused) this.#trouble(new Error(`${refusal.code} ${refusal.field}: ${refusal.found}`));
  }

  #raw(subject: string, kind: Raw["kind"], at: number, value: object): Raw {
    // Two of one millisecond are two.
    this.#last = Math.max(this.#last + 1, Math.floor(this.#ward.now() * 1000));
    return { subject, kind, at: new Date(at).toISOString(), sequence: this.#last, value };
  }
}
