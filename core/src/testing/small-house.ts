import {
  type Instant,
  type Kind,
  MINUTE,
  SECOND,
  type Signal,
  type SourceId,
  type SubjectId,
  type ValueOf,
} from "../1-signal/index.ts";
import {
  type ConsentPurpose,
  memoryRecords,
  memoryStore,
  type Records,
  type RosterEvent,
  type Store,
} from "../2-store/index.ts";
import { inlineHost, type Skill, type SkillHost } from "../4-decide/index.ts";
import { type Alert, type Body, type Deed, defaultPolicy, type EscalationPolicy } from "../5-act/index.ts";
import { Loop, type LoopEvent } from "../loop.ts";
import type { Taken } from "../mind.ts";

export const MORNING: Instant = Date.UTC(2026, 3, 6, 8);
export const personOf = (name: string): SubjectId => `person:${name}` as SubjectId;
export const deviceOf = (name: string): SourceId => `device:${name}` as SourceId;

/** A house with a clock that the test moves. The store and the records outlive a crash; the loop does not. */
export class SmallHouse {
  readonly store: Store;
  readonly records: Records;
  readonly heard: LoopEvent[] = [];
  skills: readonly Skill[];
  policy: EscalationPolicy = { ...defaultPolicy, holdMs: MINUTE };
  bodies: readonly Body[] = [];
  host: ((skills: readonly Skill[]) => SkillHost) | undefined;
  now = MORNING;
  #loop: Loop | null = null;
  #sequence = 0;

  constructor(skills: readonly Skill[], store: Store = memoryStore(), records: Records = memoryRecords()) {
    this.skills = skills;
    this.store = store;
    this.records = records;
  }

  get loop(): Loop {
    if (!this.#loop) throw new Error("open the house first");
    return this.#loop;
  }

  /** Also after a crash: nothing of the loop before is left. */
  async open(): Promise<this> {
    const { store, records, skills, policy, bodies } = this;
    const host = (this.host ?? inlineHost)(skills);
    let isMine = true;
    const clock = () => this.now;
    const hear = (event: LoopEvent) => void (isMine && this.heard.push(event));
    this.#silence?.();
    this.#silence = () => {
      isMine = false;
    };
    this.#loop = await Loop.open({ store, records, host, skills, clock, policy, hear, bodies });
    return this;
  }
  #silence: (() => void) | undefined;

  async admit(name: string, consents: readonly ConsentPurpose[] = ["record", "predict"]): Promise<void> {
    const id = personOf(name);
    const person = { id, name, birthDate: "1940-05-01", pregnant: null, place: null, admittedAt: this.now };
    await this.change({ type: "admitted", person, consents });
  }

  async change(event: RosterEvent): Promise<boolean> {
    const done = await this.loop.change(event, "staff:tanaka");
    await this.loop.idle();
    return done;
  }

  signal<K extends Kind>(name: string, kind: K, value: ValueOf<K>, at = this.now, source = deviceOf(name)): Signal {
    this.#sequence += 1;
    const rest = { subject: personOf(name), receivedAt: 0, sequence: this.#sequence, quality: "good", source };
    return { ...rest, kind, value, at } as unknown as Signal;
  }

  /** A second of somebody's acceleration. */
  wave(name: string): Signal {
    return this.signal(name, "acceleration-z", {
      rate: 4,
      scale: 0.001,
      offset: 0,
      samples: Int32Array.of(1, 2, 3, 4),
    });
  }

  async say(...signals: readonly Signal[]): Promise<void> {
    await this.loop.receive(signals);
    await this.loop.idle();
  }

  /** Time goes on in steps, with a tick at each. */
  async wait(ms: number, step = 5 * SECOND): Promise<void> {
    for (const end = this.now + ms; this.now < end; ) {
      this.now = Math.min(end, this.now + step);
      this.loop.tick();
      await this.loop.idle();
    }
  }

  get turns(): readonly Taken[] {
    return this.heard.flatMap((event) => (event.type === "turn" ? [event.taken] : []));
  }

  get deeds(): readonly Deed[] {
    return this.heard.flatMap((event) => (event.type === "deeds" ? event.deeds : []));
  }

  get troubles(): readonly unknown[] {
    return this.heard.flatMap((event) => (event.type === "trouble" ? [event.error] : []));
  }

  get alerts(): readonly Alert[] {
    return [...this.loop.standing.alerts.values()];
  }

  /** "raised fast", "told nurse": what was done, in words short enough for a test. */
  get done(): readonly string[] {
    return this.deeds.map((deed) => {
      if (deed.type === "told") return `told ${deed.telling.to} of ${deed.alert.key}`;
      if (deed.type === "alert") return `${deed.change} ${deed.alert.key}`;
      if (deed.type === "task") return `${deed.change} task ${deed.task.key}`;
      if (deed.type === "order") return `${deed.change} order ${deed.order.key}`;
      return `refused ${deed.refusal.code}`;
    });
  }
}
