import type { Seconds } from "../contract/robot.ts";

/** What is told beside the numbers of a turn. */
export interface RecordedEvent {
  readonly at: Seconds;
  readonly kind: EventKind;
  /** "guard", "policy", "/head/left/image", a person's name. */
  readonly part: string;
  readonly why: string;
}

/** Levels of rosgraph_msgs/Log. */
const [info, warning, error] = [2, 4, 8];

export const eventKinds = {
  note: { level: info },
  task: { level: info },
  limit: { level: info },
  late: { level: warning },
  stop: { level: warning },
  release: { level: warning },
  latch: { level: error },
  trouble: { level: error },
  dropped: { level: warning },
} as const satisfies Readonly<Record<string, { readonly level: number }>>;

export type EventKind = keyof typeof eventKinds;

export const levelOf = (kind: EventKind): number => eventKinds[kind].level;
