import { DAY, defineSkill, type Instant, type Level, MINUTE, type Signal, text, type Wish } from "@sakiyomi/core";
import { isAbout, type Priority, type ReviewRequest, requestOf, targetOf } from "./rules.ts";
import { type Settings, settings } from "./settings.ts";
import { words } from "./words.ts";

interface Open extends Pick<ReviewRequest, "id" | "at" | "kind" | "from" | "until" | "reason" | "priority"> {
  readonly signal: string;
}

interface State {
  readonly requests: readonly Open[];
  /** By the identity of the advice: which request it answers. Struck out, the request is open again. */
  readonly answers: readonly { readonly signal: string; readonly about: string; readonly at: Instant }[];
  readonly struck: readonly string[];
}

/** What nobody has answered for so long is no matter of the queue any more; it stays in the record. */
const KEEPS = 60 * DAY;
const MOST = 100;

/** Keeps the house to its word: what somebody asked a doctor to look at is answered in time, or somebody is told. */
export const reviews = defineSkill<State, Settings>({
  id: "reviews",
  owner: "@sakiyomi/care",
  version: "1.0.0",
  risk: "suggests",
  consent: "record",
  reads: ["review-request", "advice"],
  makes: [],
  does: ["tell", "task"],
  periodMs: MINUTE,
  budgetMs: 20,
  settings,
  start: () => ({ requests: [], answers: [], struck: [] }),
  step(before, inputs, now) {
    const state = forget(inputs.signals.reduce(hear, before), now);
    const open = state.requests.filter((request) => !isAnswered(request, state.answers));
    return {
      state,
      predictions: {},
      wishes: open.flatMap((request) => wishesFor(request, inputs.settings, now)),
      sleeps: open.length === 0,
    };
  },
  words,
});

const identity = ({ source, at, sequence, kind }: Signal): string => `${source} ${kind} ${at} ${sequence}`;

function hear(state: State, signal: Signal): State {
  const id = identity(signal);
  if (signal.quality === "entered-in-error") return without(state, id);
  if (state.struck.includes(id) || isKnown(state, id)) return state;
  if (signal.kind === "review-request") {
    return { ...state, requests: [...state.requests, { signal: id, ...requestOf(signal) }] };
  }
  if (signal.kind === "advice")
    return { ...state, answers: [...state.answers, { signal: id, about: signal.value.about, at: signal.at }] };
  return state;
}

const isKnown = ({ requests, answers }: State, id: string): boolean =>
  requests.some(({ signal }) => signal === id) || answers.some(({ signal }) => signal === id);

const without = ({ requests, answers, struck }: State, id: string): State => ({
  requests: requests.filter(({ signal }) => signal !== id),
  answers: answers.filter(({ signal }) => signal !== id),
  struck: [...struck, id].slice(-20),
});

const isAnswered = (request: Open, answers: State["answers"]): boolean =>
  answers.some(({ about }) => isAbout(about, request));

/** What waits for an answer goes last, and an answer never before its request: else that would be asked again. */
function forget({ requests, answers, struck }: State, now: Instant): State {
  const young = requests.filter(({ at }) => now - at < KEEPS);
  const said = answers.filter(({ at }) => now - at < KEEPS);
  if (young.length + said.length <= MOST) return { requests: young, answers: said, struck };
  const open = young.filter((request) => !isAnswered(request, said)).slice(-MOST);
  const done = young.filter((request) => isAnswered(request, said)).slice(-MOST / 2);
  const kept = young.filter((request) => open.includes(request) || done.includes(request));
  // The newest may be about what has not arrived yet.
  const newest = said.length - MOST / 2;
  const about = said.filter((answer, i) => i >= newest || done.some((request) => isAbout(answer.about, request)));
  return { requests: kept, answers: about, struck };
}

/** How loud an answer that is overdue is asked for. */
const overdueLevels: Readonly<Record<Priority, Level>> = { now: "high", today: "medium", routine: "low" };

/** A task until the answer is owed, an alert from then on; what is wanted now is told at once, and rises. */
function wishesFor(request: Open, settings: Settings, now: Instant): readonly Wish[] {
  const { id, at, kind, reason, priority } = request;
  const due = targetOf(priority, at, settings);
  const values = { what: `what.${kind}`, reason, askedAt: at, dueAt: due };
  const isOverdue = now >= due;
  const task: Wish = { do: "task", key: `answer-${id}`, text: text("answer", values), due, role: settings.answers };
  if (!isOverdue && priority !== "now") return [task];
  const level = isOverdue ? overdueLevels[priority] : "medium";
  return [task, { do: "tell", key: `late-${id}`, level, text: text(isOverdue ? "overdue" : "asked-now", values) }];
}
