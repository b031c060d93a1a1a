import type { z } from "zod";
import type { Instant, Kind, Signal, SubjectId, ValueOf, Words } from "../1-signal/index.ts";
import type { SkillConsent } from "../2-store/index.ts";
import type { Prediction } from "../3-predict/index.ts";
import type { Verb, Wish } from "./wish.ts";

/** Facts about the person that a skill may know beside signals. */
export interface Person {
  readonly id: SubjectId;
  /** Whole years; null where nobody has entered a birth date. */
  readonly ageYears: number | null;
  readonly pregnant: boolean | null;
}

export interface Inputs<S> {
  /** What arrived since the last turn, in order of arrival; only kinds in `reads`, only what consent allows. */
  readonly signals: readonly Signal[];
  readonly settings: S;
  readonly person: Person;
}

/** A signal that the skill derives; other skills may read it. */
export type Made = { [K in Kind]: { readonly kind: K; readonly at: Instant; readonly value: ValueOf<K> } }[Kind];

export interface Step<St> {
  readonly state: St;
  /** By name; the names are fixed by the skill. */
  readonly predictions: Readonly<Record<string, Prediction>>;
  /** Everything that still holds; see Wish. */
  readonly wishes: readonly Wish[];
  readonly made?: readonly Made[];
  /** Nothing will change until a signal arrives: until then periodic turns are left out. For who wears no sensor, mostly. */
  readonly sleeps?: boolean;
}

/**
 * A state machine that can be stored and replayed. Pure: time and chance are arguments, the state is plain JSON data.
 * The keys stand in the order in which the data flow.
 */
export interface Skill<St = unknown, Se = unknown> {
  /** kebab-case, unique; the folder's name. */
  readonly id: string;
  /** Keys of `words`: `title`, `about`. */
  readonly owner: string;
  /** semver; a new one starts from a new state unless `upgrade` can carry the old one over. */
  readonly version: string;
  readonly risk: "informs" | "suggests" | "moves";
  /**
   * What the person must have agreed to. Left out: `predict`. `record` is for a skill that foretells nothing and only
   * keeps the house to what was ordered: whoever lets their care be recorded is owed that it is done in time.
   */
  readonly consent?: SkillConsent;
  /**
   * For whom it is made: naps are watched of small children, a pregnancy of who is pregnant. Left out: everybody. Asked when
   * what the house keeps of the person changes, on a birthday, and when the house starts.
   */
  suits?(person: Person): boolean;
  readonly reads: readonly Kind[];
  readonly makes: readonly Kind[];
  readonly does: readonly Verb[];
  /** It turns at whole multiples of this time, and at once on an event, a state change, or a value charted by hand. */
  readonly periodMs: number;
  /** Where the machine cannot keep up its period is made longer, but no longer than this; left out: 15 s. See Pace. */
  readonly slowestMs?: number;
  /** Waves and quantities that give it a turn at once, too: where an alert must not wait for the period. */
  readonly wakesOn?: readonly Kind[];
  /** These wake it at most so often, however small the blocks are that a device sends; left out: every 200 ms. */
  readonly wakesEveryMs?: number;
  /** CPU time that one turn may take. */
  readonly budgetMs: number;
  /** Flat object of settings, each with a default and `.meta({ unit?, source })`. A clinician approves clinical ones before use. */
  readonly settings: z.ZodType<Se>;
  /**
   * By the key of a text that it tells: what makes this alarm rarer. A setting that is a number goes up or down by so much at a time,
   * another one takes this value. It is proposed to a nurse where the alarm is ignored again and again, and never done by itself.
   * An alarm that is not named here is not to be made rarer: death or harm may follow.
   */
  readonly quieter?: Readonly<Record<string, { readonly setting: string; readonly by: number | string | boolean }>>;
  start(now: Instant): St;
  step(state: St, inputs: Inputs<Se>, now: Instant): Step<St>;
  /** Carries the state of an older version over; null starts anew. */
  upgrade?(state: unknown, from: string): St | null;
  readonly words: Words;
}

/** Keeps the types of state and settings inside, forgets them outside. */
export const defineSkill = <St, Se>(skill: Skill<St, Se>): Skill => skill as unknown as Skill;
