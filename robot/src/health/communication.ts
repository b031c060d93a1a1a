import type { Check, Look, Watch } from "./check.ts";

interface Line {
  /** Share of the last turns, of about a second, in which nothing new had come from the robot. */
  readonly missed: number;
  /** Share of them that came more than two periods late. */
  readonly late: number;
}

/** Weight of a turn in a share of about a second. */
const weight = ({ settings }: Look<Line>): number => Math.min(1, settings.period);

const age = ({ now, observation }: Look<Line>): number => now - observation.joints.at;

const isMissed = (look: Look<Line>): boolean => !(age(look) <= 1.5 / look.features.rate + look.settings.period);

const remember = (look: Look<Line>): Line => {
  const w = weight(look);
  const isLate = (look.late ?? 0) > 2 * look.settings.period;
  const { missed, late } = look.memory;
  return { missed: missed + w * ((isMissed(look) ? 1 : 0) - missed), late: late + w * ((isLate ? 1 : 0) - late) };
};

const percent = (share: number): string => `${(100 * share).toFixed(0)} % of the last second`;
const here = (where: string, found: string | null) => (found === null ? [] : [{ where, found }]);

/** News of the joints may be so many periods of the robot old. */
const oldPeriods = 3;

const checks: readonly Check<Line>[] = [
  {
    id: "line-old",
    title: "news of the robot is old",
    does: "slow",
    remedy: "Look at the network between here and the robot, and at the load of both.",
    after: 0.03,
    resumes: 1,
    needsMotion: false,
    look: (look) =>
      here(
        "the line to the robot",
        age(look) <= oldPeriods / look.features.rate + look.settings.period
          ? null
          : `${(age(look) * 1000).toFixed(0)} ms old`,
      ),
  },
  {
    id: "line-loss",
    title: "some news of the robot is lost",
    does: "tell",
    remedy: "Use a cable instead of radio, and look what else uses the line.",
    after: 0.5,
    resumes: 5,
    needsMotion: false,
    look: ({ memory, settings }) =>
      here(
        "the line to the robot",
        memory.missed > settings.lossTold && memory.missed <= settings.lossSlow ? percent(memory.missed) : null,
      ),
  },
  {
    id: "line-heavy-loss",
    title: "much news of the robot is lost",
    does: "slow",
    remedy: "Use a cable instead of radio, and look what else uses the line.",
    after: 0.1,
    resumes: 5,
    needsMotion: false,
    look: ({ memory, settings }) =>
      here("the line to the robot", memory.missed > settings.lossSlow ? percent(memory.missed) : null),
  },
  {
    id: "loop-late",
    title: "turns of the control loop come late",
    does: "tell",
    remedy: "Give the machine less to do: fewer cameras, no training beside a moving robot.",
    after: 0.5,
    resumes: 5,
    needsMotion: false,
    look: ({ memory, settings }) =>
      here("the control loop", memory.late > settings.lossTold ? percent(memory.late) : null),
  },
];

export const communication: Watch<Line> = {
  part: "communication",
  has: () => true,
  start: () => ({ missed: 0, late: 0 }),
  remember,
  checks,
};
