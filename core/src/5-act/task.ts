import type { Instant, SubjectId, Text } from "../1-signal/index.ts";

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
  id: taskId(errand, now),
  state: "open",
  takenBy: null,
  closedAt: null,
});

function taskId({ subject, skill, key }: Errand, now: Instant): string {
  let hash = 0x811c9dc5; // FNV-1a, 32 bits
  for (const char of `${subject} ${skill} ${key}`)
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return `t-${now.toString(36)}-${hash.toString(36)}`;
}

/** The skill wishes it still: a done one stays done until it is due anew. */
export function keepTask(task: Task, errand: Errand, now: Instant): Task {
  if (task.state === "done" && errand.due > task.due) return setTask(errand, now);
  if (task.state === "done") return task;
  return { ...task, text: errand.text, due: errand.due, role: errand.role };
}
