import { DAY, type Instant, type Records } from "@sakiyomi/core";
import type { DoseGiven } from "@sakiyomi/medication";
import { dayOf, type KeptEvent } from "./kept.ts";

/** As many doses as may stay in memory for the next analysis: 90 days of some 150 people. */
const mostKept = 200_000;

/** What was handed over, for rates. Read from the records day by day; days that were read stay for a while. */
export class DosesGiven {
  readonly #records: Records;
  readonly #days = new Map<string, readonly DoseGiven[]>();
  #kept = 0;

  constructor(records: Records) {
    this.#records = records;
  }

  async within(from: Instant, until: Instant): Promise<readonly DoseGiven[]> {
    const given: DoseGiven[] = [];
    for (let day = from; dayOf(day) <= dayOf(until); day += DAY)
      for (const dose of await this.#of(dayOf(day))) if (from <= dose.at && dose.at < until) given.push(dose);
    return given;
  }

  /** Something of that day was said only now. */
  changed(day: string): void {
    this.#kept -= this.#days.get(day)?.length ?? 0;
    this.#days.delete(day);
  }

  /** Somebody was erased. */
  forget(): void {
    this.#days.clear();
    this.#kept = 0;
  }

  async #of(day: string): Promise<readonly DoseGiven[]> {
    const known = this.#days.get(day);
    if (known) return known;
    const kept = await this.#records.search<KeptEvent>("DoseEvent", { day });
    const doses = kept.flatMap(({ resource: { said } }): readonly DoseGiven[] => {
      const { type, at, person, by } = said.event;
      return type === "handed" ? [{ at, person, place: said.place, by }] : [];
    });
    this.#days.set(day, doses);
    this.#kept += doses.length;
    for (const oldest of this.#days.keys()) {
      if (this.#kept <= mostKept || oldest === day) break;
      this.changed(oldest);
    }
    return doses;
  }
}
