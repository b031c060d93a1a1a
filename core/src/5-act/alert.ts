import type { Instant, SubjectId, Text } from "../1-signal/index.ts";
import { type Level, levels } from "../4-decide/index.ts";
import { type EscalationPolicy, type EscalationStep, stepsOf } from "./policy.ts";

/** Somebody was told. */
export interface Telling {
  /** A role. */
  readonly to: string;
  readonly at: Instant;
  /** 0 the first time at this step, then 1, 2 … */
  readonly repeat: number;
}

/**
 * One matter that staff has to know of. `open`: nobody has taken it; `taken`: somebody is on the way;
 * `done`: somebody has seen to it; `ended`: the condition went away before anybody had to.
 */
export interface Alert {
  readonly id: string;
  readonly subject: SubjectId;
  readonly skill: string;
  readonly key: string;
  readonly level: Level;
  /** The highest level since it was raised: a high alert stays until somebody has looked, also where the level fell. */
  readonly peak: Level;
  readonly text: Text;
  readonly by: Instant | null;
  /** Where a skill asks: what may be answered. */
  readonly answers: readonly string[];
  readonly answer: string | null;
  readonly raisedAt: Instant;
  readonly state: "open" | "taken" | "done" | "ended";
  readonly takenBy: string | null;
  readonly takenAt: Instant | null;
  readonly closedAt: Instant | null;
  /** Since when the skill no longer wishes it; null while it does. */
  readonly absentSince: Instant | null;
  /** When the condition was over for good; the next time is a new alert. Null while it stands. */
  readonly overAt: Instant | null;
  /** Index of the escalation step that was reached; -1 before the first. */
  readonly step: number;
  readonly tellings: readonly Telling[];
}

/** What a skill wishes to tell or ask, with what names the alert. */
export interface Matter {
  readonly subject: SubjectId;
  readonly skill: string;
  readonly key: string;
  readonly level: Level;
  readonly text: Text;
  readonly by: Instant | null;
  readonly answers: readonly string[];
}

export const isLive = ({ state }: Alert): boolean => state === "open" || state === "taken";
export const matterOf = ({ subject, skill, key }: Pick<Matter, "subject" | "skill" | "key">): string =>
  `${subject} ${skill} ${key}`;

const rank = (level: Level): number => levels.indexOf(level);

/** A new alert; its id follows from what it is about and when, so that a crash and a repeat give the same one. */
export const raise = (matter: Matter, now: Instant, arrival = 0): Alert => ({
  ...matter,
  id: alertId(matter, now, arrival),
  peak: matter.level,
  answer: null,
  raisedAt: now,
  state: "open",
  takenBy: null,
  takenAt: null,
  closedAt: null,
  absentSince: null,
  overAt: null,
  step: -1,
  tellings: [],
});

/** FHIR id: letters, digits, dots, dashes, at most 64. */
function alertId({ subject, skill, key }: Matter, now: Instant, arrival: number): string {
  let hash = 0xcbf29ce484222325n; // FNV-1a, 64 bits
  for (const char of `${subject} ${skill} ${key} ${arrival}`)
    hash = BigInt.asUintN(64, (hash ^ BigInt(char.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return `a-${now.toString(36)}-${hash.toString(36)}`;
}

/**
 * The skill still wishes it. Told once until it changes: a higher level, or another sentence, opens it again and is
 * told again; new figures in the same sentence only replace the old ones.
 */
export function renew(alert: Alert, matter: Matter, now: Instant): Alert {
  const { level, text, by, answers } = matter;
  const peak = rank(level) > rank(alert.peak) ? level : alert.peak;
  const renewed = { ...alert, level, peak, text, by, answers, absentSince: null };
  const isWorse = rank(level) > rank(alert.level);
  const isOther = text.key !== alert.text.key;
  if (alert.state === "done" && !isWorse) return { ...renewed, level: alert.level };
  if (!isWorse && !isOther) return renewed;
  return isWorse ? reopened(renewed, now) : { ...renewed, step: alert.state === "open" ? -1 : alert.step };
}

const reopened = (alert: Alert, now: Instant): Alert => ({
  ...alert,
  state: "open",
  raisedAt: now,
  takenBy: null,
  takenAt: null,
  closedAt: null,
  step: -1,
  tellings: [],
});

/**
 * The skill no longer wishes it. Only after `holdMs` does it count as over (hysteresis); a high alert that nobody has
 * taken stays until somebody has looked, because a short high alarm is no less dangerous than a long one.
 */
export function lapse(alert: Alert, now: Instant, { holdMs }: EscalationPolicy): Alert {
  const absentSince = alert.absentSince ?? now;
  if (now - absentSince < holdMs) return { ...alert, absentSince };
  if (!isLive(alert)) return { ...alert, absentSince, overAt: now };
  const needsEyes = alert.peak === "high" && alert.state === "open";
  if (needsEyes) return { ...alert, absentSince };
  return { ...alert, absentSince, overAt: now, state: "ended", closedAt: now };
}

export const take = (alert: Alert, by: string, now: Instant): Alert => ({
  ...alert,
  state: "taken",
  takenBy: by,
  takenAt: now,
});

export const finish = (alert: Alert, by: string, now: Instant, answer: string | null = null): Alert => ({
  ...alert,
  state: "done",
  takenBy: alert.takenBy ?? by,
  takenAt: alert.takenAt ?? now,
  closedAt: now,
  answer,
});

/** Who has to be told now: each step that is due and has not been said, and the repeats of the last one. */
export function escalate(alert: Alert, now: Instant, policy: EscalationPolicy): Alert {
  if (alert.state !== "open") return alert;
  const steps = stepsOf(policy, alert.level);
  const reached = steps.findLastIndex((step) => now - alert.raisedAt >= step.afterMs);
  const said = lastStep(alert, steps);
  if (reached > said) {
    const skipped = steps.slice(said + 1, reached + 1).map(({ to }) => ({ to, at: now, repeat: 0 }));
    return { ...alert, step: reached, tellings: [...alert.tellings, ...skipped] };
  }
  const again = repeatDue(alert, steps[said], now);
  return again ? { ...alert, tellings: [...alert.tellings, again].slice(-100) } : alert;
}

/** A level that fell has fewer steps: then its last one goes on. */
const lastStep = ({ step }: Alert, steps: readonly EscalationStep[]): number => Math.min(step, steps.length - 1);

function repeatDue(alert: Alert, step: EscalationStep | undefined, now: Instant): Telling | null {
  const last = alert.tellings.at(-1);
  if (!step || step.repeatMs === null || !last || now - last.at < step.repeatMs) return null;
  return { to: step.to, at: now, repeat: last.repeat + 1 };
}

/** When the next step or repeat is due; null where nothing more will be said. */
export function nextTelling(
  alert: Alert,
  policy: EscalationPolicy,
): { readonly at: Instant; readonly to: string } | null {
  if (alert.state !== "open") return null;
  const steps = stepsOf(policy, alert.level);
  const said = lastStep(alert, steps);
  const [step, next] = [steps[said], steps[said + 1]];
  const last = alert.tellings.at(-1);
  const repeat = step?.repeatMs && last ? { at: last.at + step.repeatMs, to: step.to } : null;
  const climb = next ? { at: alert.raisedAt + next.afterMs, to: next.to } : null;
  return climb && repeat ? (climb.at <= repeat.at ? climb : repeat) : (climb ?? repeat);
}

/** Most urgent first: open before taken, high before low, older first. */
export const byUrgency = (a: Alert, b: Alert): number =>
  Number(b.state === "open") - Number(a.state === "open") || rank(b.level) - rank(a.level) || a.raisedAt - b.raisedAt;
