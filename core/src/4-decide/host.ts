import type { Code, Instant, Signal, SubjectId } from "../1-signal/index.ts";
import type { Prediction } from "../3-predict/index.ts";
import type { Made, Person, Skill } from "./skill.ts";
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
  | { readonly ok: true; readonly state: string; readonly output: string }
  | { readonly ok: false; readonly code: Code; readonly why: string };

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
    const broken = breach(skill, wishes, made);
    if (broken) return { ok: false, code: "SKILL_OUTPUT", why: broken };
    return { ok: true, state: JSON.stringify(step.state), output: JSON.stringify({ predictions, wishes, made }) };
  } catch (error) {
    return { ok: false, code: "SKILL_THREW", why: error instanceof Error ? error.message : String(error) };
  }
}

/** Which promise of the contract the outcome breaks, or null. `does` is asked again by act, which also journals it. */
function breach(skill: Skill, wishes: readonly Wish[], made: readonly Made[]): string | null {
  const keys = wishes.map((wish) => `${wish.do} ${wish.key}`);
  if (new Set(keys).size < keys.length) return "the same wish twice in one turn";
  const undeclared = made.find((one) => !skill.makes.includes(one.kind));
  return undeclared ? `made ${undeclared.kind}, which it never declared` : null;
}

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
