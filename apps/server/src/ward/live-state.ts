import {
  identityOf,
  type Kind,
  type LoopEvent,
  type Prediction,
  type Roster,
  type Signal,
  type Store,
  type SubjectId,
} from "@sakiyomi/core";
import type { PredictionView } from "../api.ts";

/** What a board shows of now: the newest of each kind, and the newest predictions. Kept in memory, rebuilt at start. */
export class LiveState {
  readonly #store: Store;
  readonly #latest = new Map<SubjectId, Map<Kind, Signal>>();
  readonly #predictions = new Map<SubjectId, Map<string, PredictionView>>();
  readonly #health = new Map<string, SkillHealth>();
  readonly #changes = new Map<SubjectId, number>();

  constructor(store: Store) {
    this.#store = store;
  }

  async load(roster: Roster): Promise<void> {
    for (const person of roster.people.keys()) await this.reload(person);
  }

  latest(subject: SubjectId): ReadonlyMap<Kind, Signal> {
    return this.#latest.get(subject) ?? new Map();
  }

  /** Counts up with whatever is new of somebody. */
  changes(subject: SubjectId): number {
    return this.#changes.get(subject) ?? 0;
  }

  predictions(subject: SubjectId): readonly PredictionView[] {
    return [...(this.#predictions.get(subject)?.values() ?? [])];
  }

  health(skill: string): SkillHealth {
    return this.#health.get(skill) ?? { lastTurnAt: null, failures: 0, lastFailure: null, ok: true };
  }

  /** A strike-out uncovers what was there before; that only the store knows. */
  async hear(event: LoopEvent): Promise<void> {
    if (event.type === "turn") this.#heardTurn(event.taken);
    if (event.type !== "arrived") return;
    for (const signal of event.signals) {
      if (signal.quality === "entered-in-error") await this.reload(signal.subject);
      else this.#keep(signal);
    }
  }

  forget(subject: SubjectId, skill?: string): void {
    this.#changed(subject);
    if (skill === undefined) this.#predictions.delete(subject);
    else
      for (const key of this.#predictions.get(subject)?.keys() ?? [])
        if (key.startsWith(`${skill} `)) this.#predictions.get(subject)?.delete(key);
  }

  erase(subject: SubjectId): void {
    this.#changes.delete(subject);
    this.#latest.delete(subject);
    this.#predictions.delete(subject);
  }

  #changed(subject: SubjectId): void {
    this.#changes.set(subject, this.changes(subject) + 1);
  }

  #keep(signal: Signal): void {
    this.#changed(signal.subject);
    const ofSubject = this.#latest.get(signal.subject) ?? new Map<Kind, Signal>();
    const was = ofSubject.get(signal.kind);
    if (!was || signal.at > was.at || (signal.at === was.at && signal.sequence >= was.sequence))
      ofSubject.set(signal.kind, signal);
    this.#latest.set(signal.subject, ofSubject);
  }

  /** Asks the store again what is the newest. */
  async reload(subject: SubjectId): Promise<void> {
    this.#changed(subject);
    this.#latest.delete(subject);
    const seen = new Set<string>();
    for (const signal of await this.#store.latest(subject)) {
      if (seen.has(identityOf(signal))) continue;
      seen.add(identityOf(signal));
      this.#keep(signal);
    }
  }

  #heardTurn({ skill, subject, now, result, output }: Extract<LoopEvent, { type: "turn" }>["taken"]): void {
    const was = this.health(skill.id);
    const failed = {
      lastTurnAt: now,
      failures: was.failures + 1,
      lastFailure: result.ok ? null : result.why,
      ok: false,
    };
    this.#health.set(skill.id, result.ok ? { ...was, lastTurnAt: now, ok: true } : failed);
    if (!output) return;
    this.#changed(subject);
    const all = Object.values(output.predictions);
    const hasNothingToSay = result.ok && result.sleeps === true && all.every(({ known }) => !known);
    if (hasNothingToSay) this.#dropPredictions(subject, skill.id);
    else this.#setPredictions(subject, skill.id, now, output.predictions);
  }

  /** Fourteen skills that know nothing of somebody would hide the one that does. */
  #dropPredictions(subject: SubjectId, skill: string): void {
    const ofSubject = this.#predictions.get(subject);
    for (const [key, view] of ofSubject ?? []) if (view.skill === skill) ofSubject?.delete(key);
  }

  #setPredictions(subject: SubjectId, skill: string, at: number, said: Readonly<Record<string, Prediction>>): void {
    const ofSubject = this.#predictions.get(subject) ?? new Map<string, PredictionView>();
    for (const [name, prediction] of Object.entries(said))
      ofSubject.set(`${skill} ${name}`, { skill, name, at, prediction });
    this.#predictions.set(subject, ofSubject);
  }
}

export interface SkillHealth {
  readonly ok: boolean;
  readonly lastTurnAt: number | null;
  readonly failures: number;
  readonly lastFailure: string | null;
}
