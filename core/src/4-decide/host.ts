import {
  type Code,
  checkValue,
  type Instant,
  isOfDesk,
  rowOf,
  type Signal,
  type SubjectId,
} from "../1-signal/index.ts";
import type { Prediction } from "../3-predict/index.ts";
import type { Made, Person, Skill, Step } from "./skill.ts";
import type { Wish } from "./wish.ts";

export interface TurnRequest {
  readonly skill: string;
  readonly subject: SubjectId;
  /** The state as JSON text; null: start anew. */
  readonly state: string | null;
  readonly signals: readonly Signal[];
  readonly settings: unknown;
  readonly person: Person;
  readonly now: Instant;
}

/** What a turn gave. `state` and `output` are JSON texts: the very bytes that a replay has to give again. */
export type TurnResult =
  | {
      readonly ok: true;
      readonly state: string;
      readonly output: string;
      /** See Step. */
      readonly sleeps?: true;
    }
  | {
      readonly ok: false;
      readonly code: Code;
      readonly why: string;
      /** It never began (the turn before it, of somebody else, was stopped): it may be asked for again at once. */
      readonly untried?: boolean;
    };

/** What `output` says. */
export interface Output {
  readonly predictions: Readonly<Record<string, Prediction>>;
  readonly wishes: readonly Wish[];
  readonly made: readonly Made[];
}

/** Where skills run: in this thread (tests, replay), or each in a worker of its own with a time budget. */
export interface SkillHost {
  turn(request: TurnRequest): Promise<TurnResult>;
  close(): Promise<void>;
}

/** One turn of a pure skill. Never throws. */
export function takeTurn(skill: Skill, request: TurnRequest): TurnResult {
  try {
    const state = request.state === null ? skill.start(request.now) : JSON.parse(request.state);
    const settings = skill.settings.parse(request.settings ?? {});
    const step = skill.step(state, { signals: request.signals, settings, person: request.person }, request.now);
    const { predictions, wishes, made = [] } = step;
    const broken = breach(skill, step, request.now);
    if (broken) return { ok: false, code: "SKILL_OUTPUT", why: broken };
    return {
      ok: true,
      ...{ state: JSON.stringify(step.state), output: JSON.stringify({ predictions, wishes, made }) },
      ...(step.sleeps && { sleeps: true }),
    };
  } catch (error) {
    return { ok: false, code: "SKILL_THREW", why: error instanceof Error ? error.message : String(error) };
  }
}

/** Which promise of the contract the outcome breaks, or null. `does` is asked again by act, which also journals it. */
function breach(skill: Skill, { state, predictions, wishes, made = [] }: Step<unknown>, now: Instant): string | null {
  if (state === undefined) return "no state";
  const keys = wishes.map((wish) => `${wish.do} ${wish.key}`);
  if (new Set(keys).size < keys.length) return "the same wish twice in one turn";
  for (const one of made) {
    const wrong = wrongMade(skill, one, now);
    if (wrong) return `made ${one.kind}, ${wrong}`;
  }
  const odd = notPlain({ state, predictions, wishes, made });
  return odd === null ? null : `not plain data: ${odd}`;
}

/** What a skill makes is a signal like any other: of its row, and not of the future. */
function wrongMade(skill: Skill, { kind, at, value }: Made, now: Instant): string | null {
  if (!skill.makes.includes(kind)) return "which it never declared";
  if (isOfDesk(kind)) return "which only somebody with the right to say it may say";
  const { class: shape } = rowOf(kind);
  if (shape === "wave" || shape === "frame") return "which a skill cannot make";
  if (!Number.isInteger(at) || at < 0 || at > now) return `at ${at}, which is no time until now`;
  const read = checkValue(kind, value);
  return read.ok ? null : `${read.refusal.field} ${read.refusal.found}, expected ${read.refusal.expected}`;
}

/** The first place that JSON could not say and read back: NaN, undefined in a list, a Date, a Map. Null: all is plain. */
function notPlain(value: unknown, path = ""): string | null {
  if (value === null || typeof value !== "object") return isPlain(value) ? null : `${path} is ${String(value)}`;
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return `${path} is no plain object`;
  for (const [key, part] of Object.entries(value)) {
    const isLeftOut = part === undefined && !Array.isArray(value);
    const odd = isLeftOut ? null : notPlain(part, `${path}.${key}`);
    if (odd !== null) return odd;
  }
  return null;
}

const isPlain = (value: unknown): boolean =>
  value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);

export function inlineHost(skills: readonly Skill[]): SkillHost {
  const byId = new Map(skills.map((skill) => [skill.id, skill]));
  return {
    async turn(request) {
      const skill = byId.get(request.skill);
      return skill ? takeTurn(skill, request) : { ok: false, code: "SKILL_THREW", why: `no skill ${request.skill}` };
    },
    async close() {},
  };
}
