import type { Level } from "@sakiyomi/core";

/** As apps/server/src/ward/port.ts has it. */
export interface Step {
  readonly to: string;
  readonly afterMs: number;
  readonly repeatMs: number | null;
}
export interface Policy {
  readonly steps: Readonly<Record<Level, readonly Step[]>>;
  readonly holdMs: number;
}

const MINUTE = 60_000;

export const withStep = (policy: Policy, level: Level, index: number, part: Partial<Step>): Policy =>
  withSteps(
    policy,
    level,
    policy.steps[level].map((step, i) => (i === index ? { ...step, ...part } : step)),
  );

/** A new step comes later than the last, as the rule of the policy wants it. */
export function withNewStep(policy: Policy, level: Level): Policy {
  const last = policy.steps[level].at(-1);
  return withSteps(policy, level, [
    ...policy.steps[level],
    { to: "nurse", afterMs: (last?.afterMs ?? -5 * MINUTE) + 5 * MINUTE, repeatMs: 5 * MINUTE },
  ]);
}

export const withoutStep = (policy: Policy, level: Level, index: number): Policy =>
  withSteps(
    policy,
    level,
    policy.steps[level].filter((_, i) => i !== index),
  );

const withSteps = (policy: Policy, level: Level, steps: readonly Step[]): Policy => ({
  ...policy,
  steps: { ...policy.steps, [level]: steps },
});

/** The first at once, each later than the one before; nobody may be left without being told. */
export const isSound = ({ steps }: Policy): boolean =>
  Object.values(steps).every(
    (list) =>
      list[0]?.afterMs === 0 && list.every(({ afterMs }, i) => i === 0 || afterMs > (list[i - 1]?.afterMs ?? 0)),
  );
