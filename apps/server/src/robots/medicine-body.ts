import type { Instant, Order } from "@sakiyomi/core";
import {
  codeIn,
  drinkingSensor,
  failureIn,
  medicinePhases,
  type Sample,
  type Seconds,
  scanner,
  type Trouble,
  type Turn,
} from "@sakiyomi/robot";
import type { RobotRun, ThreadModule } from "@sakiyomi/robot/node";
import { errandAfter } from "./medicine-errand.ts";
import type { MedicineAsk, MedicinePort } from "./medicine-port.ts";
import {
  type MedicineEffect,
  type MedicineEvent,
  type MedicineSettings,
  type MedicineState,
  medicineDefaults,
  medicineStart,
} from "./medicine-state.ts";
import { type Sentence, sentence, whyOf } from "./medicine-words.ts";
import { type Ability, barredBy, type Result } from "./robot-body.ts";
import { ticking } from "./ticking.ts";
import type { RobotVoice } from "./voice.ts";

export interface MedicineBodyOptions {
  /** "robot:airec" */
  readonly robot: string;
  readonly run: RobotRun;
  readonly voice: Pick<RobotVoice, "say" | "onHeard">;
  /** null: there is no line to the ward's medicines yet. */
  readonly port: () => MedicinePort | null;
  /** Of "bring-medicine", for the run's policy thread. */
  readonly policy: ThreadModule;
  /** Cups that it can be asked for. */
  readonly cups: readonly string[];
  readonly isByHand?: () => boolean;
  /** Seconds, never backwards. */
  readonly now?: () => Seconds;
  readonly wall?: () => Instant;
  readonly settings?: Partial<MedicineSettings>;
  /** Calls back so often until it is told to stop; left out: every quarter of a second. */
  readonly every?: (look: () => void) => () => void;
}

/** A robot brings a medicine: between the policy that moves it, the person who answers, and the ward that decides. */
export const medicineAbility = (options: MedicineBodyOptions): Ability => ({
  offer: { capability: "bring-medicine", only: { cup: options.cups } },
  carryOut: async (order, tell, signal) => {
    const port = options.port();
    if (port === null) throw new Error(whyOf("not-connected"));
    return new MedicineErrandRun(options, port, order, tell).until(signal);
  },
});

type Doing<K extends MedicineEffect["do"]> = Extract<MedicineEffect, { readonly do: K }>;
type Told = (progress: number | null, phase: string | null) => void;

class MedicineErrandRun {
  readonly #options: MedicineBodyOptions;
  readonly #port: MedicinePort;
  readonly #settings: MedicineSettings;
  readonly #ask: MedicineAsk;
  readonly #told: Told;
  readonly #end = Promise.withResolvers<Result>();
  /** What the ward was told, and has not answered yet. */
  readonly #reports = new Set<Promise<unknown>>();
  readonly #began: Seconds;
  #state: MedicineState;
  #note = "";
  #isAtWork = false;
  #furthest = 0;

  constructor(options: MedicineBodyOptions, port: MedicinePort, { subject, parameters, by }: Order, told: Told) {
    this.#options = options;
    this.#port = port;
    this.#settings = { ...medicineDefaults, ...options.settings };
    this.#ask = { person: subject, doses: (parameters.doses ?? []) as readonly string[], robot: options.robot, by };
    this.#told = told;
    this.#began = this.#now();
    this.#state = medicineStart(this.#began);
  }

  async until(signal: AbortSignal): Promise<Result> {
    const { run, voice, isByHand = () => false, every = ticking } = this.#options;
    if (signal.aborted) throw new Error("ended");
    const cancel = (): void => this.#cancelled(String(signal.reason));
    signal.addEventListener("abort", cancel, { once: true });
    const offs = [
      () => signal.removeEventListener("abort", cancel),
      run.onTurn((turn) => this.#turned(turn)),
      run.onTrouble((trouble) => this.#troubled(trouble)),
      voice.onHeard((words) => this.#happens({ type: "heard", words })),
      every(() => this.#happens({ type: "time" })),
    ];
    this.#begin();
    try {
      return await this.#end.promise;
    } finally {
      for (const off of offs) off();
      // Whoever has it in hand keeps it.
      if (this.#isAtWork && !isByHand()) run.setPolicy(null);
      await this.#settled();
    }
  }

  #begin(): void {
    this.#wards(this.#port.begin(this.#ask), (read) => ({ type: "begun", read }));
  }

  #now(): Seconds {
    return this.#options.now?.() ?? performance.now() / 1000;
  }

  #happens(event: MedicineEvent): void {
    const moment = { now: this.#now(), wall: this.#options.wall?.() ?? Date.now() };
    const { state, effects } = errandAfter(this.#state, event, moment, this.#settings);
    this.#state = state;
    for (const effect of effects) this.#does(effect);
  }

  #turned(turn: Turn): void {
    if (!this.#isAtWork || this.#state.stage === "over") return;
    const barred = barredBy(this.#options.isByHand?.() ?? false, turn, null);
    if (barred !== null) {
      this.#happens({ type: "barred", why: barred, isSeen: true });
      return;
    }
    const note = this.#noteOf(turn);
    const { samples } = turn.observation;
    const code = codeOf(samples[scanner.reads]);
    const drinking = samples[drinkingSensor.name]?.data[0] ?? null;
    this.#happens({ type: "turn", note, code, drinking });
    if (note !== null) this.#ends(note);
  }

  /** What it says that it is at, when that is news of this errand. */
  #noteOf({ told }: Turn): string | null {
    const note = told?.note;
    if (note === undefined || note === this.#note) return null;
    // Until it is at a row of this errand, it is the end of what was before that is heard.
    if (this.#note === "" && !medicinePhases.includes(note) && failureIn(note) === null) return null;
    this.#note = note;
    if (note === "done" || failureIn(note) !== null) return note;
    this.#furthest = Math.max(this.#furthest, medicinePhases.indexOf(note) / medicinePhases.length);
    this.#told(this.#furthest, note);
    return note;
  }

  #ends(note: string): void {
    const why = failureIn(note);
    if (why !== null || note === "done") this.#happens({ type: "ended", why });
  }

  #troubled({ part, why }: Trouble): void {
    if (part === "policy" && why.includes("given up")) this.#happens({ type: "barred", why, isSeen: true });
  }

  /** Taken back: it goes back with the cup. A stop, or the end of the house: it stands. */
  #cancelled(why: string): void {
    if (why === "cancelled") this.#happens({ type: "cancelled" });
    else this.#happens({ type: "barred", why, isSeen: false });
  }

  #does(effect: MedicineEffect): void {
    // The row is that of the effect's own kind.
    (this.#doers[effect.do] as (one: MedicineEffect) => void)(effect);
  }

  readonly #doers: { readonly [K in MedicineEffect["do"]]: (effect: Doing<K>) => void } = {
    go: () => this.#go(),
    tell: ({ message }) => this.#options.run.tell(message),
    say: ({ what }) => this.#says(what, false),
    ask: ({ what }) => this.#says(what, true),
    check: ({ scan }) => this.#wards(this.#port.check(this.#ask, scan), (read) => ({ type: "checked", read })),
    claim: ({ check }) =>
      this.#wards(this.#port.handed(this.#ask, check, identified), (read) => ({ type: "claimed", read })),
    unclaim: ({ why }) => this.#tellsWard(this.#port.notHanded(this.#ask, why)),
    observed: ({ seen }) => this.#tellsWard(this.#port.observed(this.#ask, seen)),
    call: ({ call }) => this.#tellsWard(this.#port.call(this.#ask, call)),
    finish: ({ result }) => this.#end.resolve({ seconds: Math.round(this.#now() - this.#began), ...result }),
    fail: ({ why }) => this.#end.reject(new Error(why)),
  };

  #go(): void {
    const { run, policy } = this.#options;
    this.#isAtWork = true;
    run.setTask(null);
    run.setPolicy(policy);
  }

  #says(what: Sentence, isQuestion: boolean): void {
    const words = sentence(what, this.#state.errand?.language ?? "en");
    try {
      this.#options.voice.say(words, this.#ask.robot, isQuestion);
    } catch {
      // No page is open: where an answer is needed that is a doubt, elsewhere it is not heard.
      if (isQuestion) this.#happens({ type: "mute" });
    }
  }

  /** A ward that fails is as good as one that is silent: time makes it a doubt. */
  #wards<T>(asked: Promise<T>, event: (answer: T) => MedicineEvent): void {
    void asked.then(
      (answer) => this.#happens(event(answer)),
      () => {},
    );
  }

  #tellsWard(told: Promise<unknown>): void {
    const report = told.catch(() => {}).finally(() => this.#reports.delete(report));
    this.#reports.add(report);
  }

  /** What the ward was told last is waited for, and no longer than a ward may take. */
  async #settled(): Promise<void> {
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, this.#settings.wardWithin * 1000);
    await Promise.race([Promise.all(this.#reports), late.promise]);
    clearTimeout(timer);
  }
}

const identified = ["wristband", "spoken-name"] as const;

const codeOf = (sample: Sample | undefined): { readonly at: Seconds; readonly text: string } | null => {
  const text = codeIn(sample);
  return sample && text !== null ? { at: sample.at, text } : null;
};
