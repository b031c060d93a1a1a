import type { Instant, SubjectId, Text } from "../1-signal/index.ts";
import { hashOf } from "./hash.ts";

/** Something that is due. It belongs to whoever has the role until somebody takes it. */
export interface Task {
  readonly id: string;
  readonly subject: SubjectId;
  readonly skill: string;
  readonly key: string;
  readonly text: Text;
  readonly due: Instant;
  readonly role: string;
  readonly state: "open" | "taken" | "done" | "ended";
  readonly takenBy: string | null;
  readonly closedAt: Instant | null;
}

export interface Errand {
  readonly subject: SubjectId;
  readonly skill: string;
  readonly key: string;
  readonly text: Text;
  readonly due: Instant;
  readonly role: string;
}

export const isPending = ({ state }: Task): boolean => state === "open" || state === "taken";

/** The same matter for another time is another task. */
export const errandOf = ({ subject, skill, key }: Pick<Errand, "subject" | "skill" | "key">): string =>
  `${subject} ${skill} ${key}`;

export const setTask = (errand: Errand, now: Instant): Task => ({
  ...errand,
  id: `t-${now.toString(36)}-${hashOf(errandOf(errand))}`,
  state: "open",
  takenBy: null,
  closedAt: null,
});

/** The skill wishes it still: a done one stays done until it is due anew. */
export function keepTask(task: Task, errand: Errand, now: Instant): Task {
  if (task.state === "done" && errand.due > task.due) return setTask(errand, now);
  if (task.state === "done") return task;
  return { ...task, text: errand.text, due: errand.due, role: errand.role };
}
