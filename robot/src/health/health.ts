import type { RobotFeatures } from "../contract/features.ts";
import type { Seconds } from "../contract/robot.ts";
import { cameras } from "./cameras.ts";
import type { Check, HealthInputs, Measure, Part, Trouble, Watch } from "./check.ts";
import { communication } from "./communication.ts";
import { encoders } from "./encoders.ts";
import { forces } from "./forces.ts";
import type { HealthSettings } from "./settings.ts";
import { temperatures } from "./temperatures.ts";

/** Something that is wrong with the robot now. Plain data. */
export interface Finding extends Trouble {
  readonly check: string;
  readonly part: Part;
  readonly title: string;
  readonly does: Measure;
  readonly remedy: string;
  readonly since: Seconds;
  /** Over by itself when it has been gone for so long; null: a person has to look first. */
  readonly resumes: Seconds | null;
}

/** A trouble that is, or was a moment ago. */
interface Known {
  readonly since: Seconds;
  readonly last: Seconds;
  readonly finding: Finding | null;
}

export interface HealthState {
  /** When it began to be watched; null: not yet. */
  readonly since: Seconds | null;
  /** What each part remembers, in the order of the parts. */
  readonly memories: readonly unknown[];
  readonly known: ReadonlyMap<string, Known>;
}

export interface Health {
  readonly state: HealthState;
  readonly findings: readonly Finding[];
  /** Share of its speed that the robot keeps, for the guard; 0 before it has been watched for a moment. */
  readonly slow: number;
  /** Why to stop, for the guard; empty: no reason. */
  readonly stops: readonly string[];
}

/** A memory belongs to its part's own functions: nobody else looks into it. */
const anyWatch = <M>(watch: Watch<M>): Watch<unknown> => watch as Watch<unknown>;

/** All that is watched. */
export const watches: readonly Watch<unknown>[] = [
  anyWatch(encoders),
  anyWatch(temperatures),
  anyWatch(cameras),
  anyWatch(forces),
  anyWatch(communication),
];

export const healthStart = (features: RobotFeatures): HealthState => ({
  since: null,
  memories: watches.map(({ start }) => start(features)),
  known: new Map(),
});

interface Row {
  readonly part: Part;
  readonly check: Check<unknown>;
  readonly trouble: Trouble;
}

/**
 * One turn of the self-check. Pure: what it knows is in `state`. What comes and goes by itself is over by itself; what
 * needs a person's look stays until somebody has looked and it is gone.
 */
export const healthStep = (
  features: RobotFeatures,
  settings: HealthSettings,
  state: HealthState,
  inputs: HealthInputs,
): Health => {
  const looked = watches.map((watch, i) => {
    const before = { ...inputs, features, settings, memory: state.memories[i] };
    const memory = watch.has(features) ? watch.remember(before) : before.memory;
    return { watch, look: { ...before, memory } };
  });
  const rows = looked.flatMap(({ watch, look }) =>
    watch.has(features)
      ? watch.checks.flatMap((check) => check.look(look).map((trouble): Row => ({ part: watch.part, check, trouble })))
      : [],
  );
  const known = knownAfter(state.known, rows, inputs);
  const findings = [...known.values()].flatMap(({ finding }) => (finding ? [finding] : []));
  const since = state.since ?? inputs.now;
  const isWatched = inputs.now - since >= settings.before;
  const share = findings.some(({ does }) => does === "slow") ? settings.slowTo : 1;
  return {
    state: { since, memories: looked.map(({ look }) => look.memory), known },
    findings,
    slow: isWatched ? share : 0,
    stops: findings
      .filter(({ does }) => does === "stop")
      .map(({ where, found }) => `the self-check: ${where} ${found}`),
  };
};

const knownAfter = (
  before: ReadonlyMap<string, Known>,
  rows: readonly Row[],
  { now, release }: HealthInputs,
): ReadonlyMap<string, Known> => {
  if (rows.length === 0 && before.size === 0) return before;
  const after = new Map<string, Known>();
  for (const row of rows) {
    const key = `${row.check.id} ${row.trouble.where}`;
    after.set(key, { since: before.get(key)?.since ?? now, last: now, finding: findingOf(row, before.get(key), now) });
  }
  const isLookedAt = (release?.person.trim() ?? "") !== "";
  for (const [key, one] of before) if (!after.has(key) && stays(one, isLookedAt, now)) after.set(key, one);
  return after;
};

const findingOf = ({ part, check, trouble }: Row, before: Known | undefined, now: Seconds): Finding | null => {
  const since = before?.since ?? now;
  if (!before?.finding && now - since < check.after) return null;
  const { id, title, does, remedy, resumes } = check;
  return { check: id, part, title, does, remedy, since, resumes, ...trouble };
};

/** A trouble that was not believed yet may blink; one that was stays for its time, or for a person. */
const stays = ({ finding, last }: Known, isLookedAt: boolean, now: Seconds): boolean => {
  if (!finding) return false;
  return finding.resumes === null ? !isLookedAt : now - last < finding.resumes;
};
