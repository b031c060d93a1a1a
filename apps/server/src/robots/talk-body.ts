import type { Order } from "@sakiyomi/core";
import type { RobotRun } from "@sakiyomi/robot/node";
import type { Acquaintance } from "./port.ts";
import { type Ability, barredBy, byHand, type Job, type Result, type Tell, type Working, work } from "./robot-body.ts";
import {
  type Measure,
  type TalkEffect,
  type TalkEvent,
  type TalkSettings,
  type TalkState,
  talkAfter,
  talkDefaults,
  talkStart,
} from "./talk-state.ts";
import { talk } from "./talk-words.ts";
import { ticking } from "./ticking.ts";
import type { RobotVoice } from "./voice.ts";

export interface TalkBodyOptions {
  readonly run: RobotRun;
  readonly voice: Pick<RobotVoice, "say" | "onHeard">;
  /** Who is who; null: there is no line to the ward yet. */
  readonly acquaintances: () => ((person: string) => Acquaintance | null) | null;
  /** To the person, and away again. */
  readonly going: () => Job;
  readonly leaving: () => Job;
  /** By kind; `touch` of a job says whether it touches. */
  readonly measures: Readonly<Record<string, () => Job>>;
  readonly isByHand?: () => boolean;
  /** Seconds, never backwards. */
  readonly now?: () => number;
  readonly settings?: Partial<TalkSettings>;
  /** Calls back so often until it is told to stop; left out: every quarter of a second. */
  readonly every?: (look: () => void) => () => void;
}

/** A robot that comes, talks, measures and goes: between the policies that move it and the person, who may say no at any time. */
export const talkAbility = (options: TalkBodyOptions): Ability => ({
  offer: { capability: "health-check", only: { kinds: Object.keys(options.measures) } },
  carryOut: async (order, tell, signal) => new HealthCheck(options, order, tell).until(signal),
});

class HealthCheck {
  readonly #options: TalkBodyOptions;
  readonly #who: Acquaintance;
  readonly #by: string;
  readonly #tell: Tell;
  readonly #settings: TalkSettings;
  readonly #end = Promise.withResolvers<Result>();
  /** Of the movement that is being made. */
  #moving: AbortController | null = null;
  #movement: Promise<void> = Promise.resolve();
  #isEnded = false;
  #state: TalkState;

  constructor(options: TalkBodyOptions, order: Order, tell: Tell) {
    this.#options = options;
    this.#by = order.by;
    this.#tell = tell;
    this.#settings = { ...talkDefaults, ...options.settings };
    const who = options.acquaintances()?.(order.subject) ?? null;
    if (who === null) throw new Error("it knows nobody of that name");
    this.#who = who;
    this.#state = talkStart(this.#measuresOf(order), who.name, this.#now());
  }

  async until(signal: AbortSignal): Promise<Result> {
    const { run, voice, every = ticking } = this.#options;
    const cancel = (): void => this.#end.reject(new Error("ended"));
    if (signal.aborted) cancel();
    else signal.addEventListener("abort", cancel, { once: true });
    const offs = [
      () => signal.removeEventListener("abort", cancel),
      // While it only talks nobody else looks.
      run.onTurn((turn) => this.#barred(barredBy(this.#isByHand(), turn, null))),
      voice.onHeard((words) => this.#happens({ type: "heard", words })),
      every(() => this.#passes()),
    ];
    if (!signal.aborted) this.#does({ do: "go" });
    try {
      return await this.#end.promise;
    } finally {
      this.#isEnded = true;
      for (const off of offs) off();
      this.#moving?.abort();
      await this.#movement;
    }
  }

  #measuresOf({ parameters }: Order): readonly Measure[] {
    return (parameters.kinds as readonly string[]).map((kind) => {
      const job = this.#options.measures[kind];
      if (!job) throw new Error(`it cannot measure ${kind}`);
      return { kind, touches: job().touch !== null };
    });
  }

  #now(): number {
    return this.#options.now?.() ?? performance.now() / 1000;
  }

  #isByHand(): boolean {
    return this.#options.isByHand?.() ?? false;
  }

  /** A robot that has fallen silent has no turns. */
  #passes(): void {
    if (this.#isByHand()) this.#barred(byHand);
    else this.#happens({ type: "time" });
  }

  /** A stop, or a person who has taken it by hand: nothing goes on, whatever the talk has come to. */
  #barred(why: string | null): void {
    if (why === null) return;
    this.#isEnded = true;
    this.#end.reject(new Error(why));
  }

  #happens(event: TalkEvent): void {
    if (this.#isEnded) return;
    const before = this.#state.stage;
    const { state, effects } = talkAfter(this.#state, event, this.#now(), this.#settings);
    this.#state = state;
    if (state.stage !== before && state.stage !== "over") this.#tell(progressOf(state), phases[state.stage] ?? null);
    for (const effect of effects) this.#does(effect);
  }

  #does(effect: TalkEffect): void {
    if (effect.do === "say") this.#says(effect);
    if (effect.do === "break-off") this.#moving?.abort();
    if (effect.do === "finish") this.#end.resolve(effect.result);
    if (effect.do === "go") this.#move(this.#options.going(), () => ({ type: "arrived" }));
    // Whoever stands in its way does not keep it from having been told no.
    if (effect.do === "leave") this.#move(this.#options.leaving(), () => ({ type: "left" }), { type: "left" });
    if (effect.do === "measure") this.#measure(effect.kind);
  }

  #measure(kind: string): void {
    const job = this.#options.measures[kind]?.();
    if (job) this.#move(job, (result) => ({ type: "measured", result }), { type: "not-measured", why: "it failed" });
  }

  /** One movement after the other: what was broken off tells nothing any more. */
  #move(job: Job, done: (result: Result) => TalkEvent, failed: TalkEvent | null = null): void {
    const working: Working = { run: this.#options.run, isByHand: () => this.#isByHand(), now: () => this.#now() };
    const moving = new AbortController();
    this.#moving = moving;
    const tell: Tell = (_, phase) => this.#tell(progressOf(this.#state), phase);
    // The one before has to have let go: it would take the say from this one.
    this.#movement = this.#movement
      .then(() => work(working, job, tell, moving.signal))
      .then(
        (result) => this.#moved(moving, done(result)),
        (error: unknown) => this.#moved(moving, failed, error),
      );
  }

  #moved(moving: AbortController, event: TalkEvent | null, error: unknown = null): void {
    if (this.#moving !== moving || moving.signal.aborted) return;
    this.#moving = null;
    if (event === null || isBarring(error)) this.#barred(error instanceof Error ? error.message : "it failed");
    else this.#happens(event);
  }

  #says({ what, kinds, isQuestion }: Extract<TalkEffect, { do: "say" }>): void {
    try {
      this.#options.voice.say(talk(what, this.#who.language, kinds), this.#by, isQuestion);
    } catch {
      // No page is open.
      queueMicrotask(() => this.#happens({ type: "mute" }));
    }
  }
}

const isBarring = (error: unknown): boolean => error instanceof Error && /by hand|^stopped/.test(error.message);

/** What the page shows, by the words of apps/server/src/robot-words.ts. */
const phases: Readonly<Partial<Record<TalkState["stage"], string>>> = {
  greeting: "greet",
  asking: "ask for consent",
  feeling: "ask how they are",
  announcing: "say what comes",
  leaving: "take leave",
};

const order: readonly TalkState["stage"][] = ["going", "greeting", "asking", "feeling", "announcing", "leaving"];

const progressOf = ({ stage, at, measures }: TalkState): number => {
  const begun = stage === "measuring" ? order.indexOf("announcing") : order.indexOf(stage);
  const measuring = stage === "measuring" || stage === "announcing" ? at / Math.max(1, measures.length) : 0;
  return Math.min(0.99, (begun + measuring) / order.length);
};
