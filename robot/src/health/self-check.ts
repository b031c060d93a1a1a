import type { RobotFeatures } from "../contract/features.ts";
import type { Seconds } from "../contract/robot.ts";
import type { Measure, Part } from "./check.ts";
import { type Finding, type Health, watches } from "./health.ts";

/** Result of one check after some time of watching. */
export interface SelfCheckRow {
  readonly check: string;
  readonly part: Part;
  readonly title: string;
  readonly does: Measure;
  /** "absent": the robot has no such part; "unseen": a robot at rest cannot show it. */
  readonly result: "good" | "absent" | "unseen" | "trouble";
  readonly findings: readonly Finding[];
  readonly remedy: string;
  /** Over by itself when it has been gone for so many seconds; null: a person has to look first. */
  readonly resumes: Seconds | null;
}

export interface SelfCheck {
  /** What one turn found. */
  add(health: Health, hasMoved: boolean): void;
  rows(): readonly SelfCheckRow[];
}

/** Collects what turns of the self-check found, for a report before the robot moves. */
export const selfCheck = (features: RobotFeatures): SelfCheck => {
  const found = new Map<string, Map<string, Finding>>();
  let isMoved = false;
  return {
    add: ({ findings }, hasMoved) => {
      isMoved ||= hasMoved;
      for (const finding of findings) {
        const rows = found.get(finding.check) ?? new Map<string, Finding>();
        found.set(finding.check, rows.set(finding.where, finding));
      }
    },
    rows: () =>
      watches.flatMap(({ part, has, checks }) =>
        checks.map((check): SelfCheckRow => {
          const { id, title, does, remedy, resumes } = check;
          const findings = [...(found.get(id)?.values() ?? [])];
          const result = has(features) ? resultOf(findings, check.needsMotion && !isMoved) : "absent";
          return { check: id, part, title, does, result, findings, remedy, resumes };
        }),
      ),
  };
};

const resultOf = (findings: readonly Finding[], isHidden: boolean): SelfCheckRow["result"] => {
  if (findings.length > 0) return "trouble";
  return isHidden ? "unseen" : "good";
};
