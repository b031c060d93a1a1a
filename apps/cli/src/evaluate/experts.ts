import { Fault } from "@sakiyomi/core";
import type { Table } from "./table.ts";

export interface ExpertsEvaluation {
  readonly seeds: number;
  readonly firstSeed: number;
  /** Left out: all. */
  readonly task?: string;
  readonly onProgress: (done: number, of: number) => void;
}

/** Not part of the published package. */
const parts = () =>
  import("@sakiyomi/bench").catch((error: unknown) => {
    throw new Fault("CLI_PART", "The experts are judged in a clone only.", { cause: error });
  });

const shown = (value: number | null, digits: number): string => (value === null ? "–" : value.toFixed(digits));

/** Each task's expert through guard and loop on so many seeds of its world: how often it is done, and how hard it touched. */
export async function evaluateExperts({ seeds, firstSeed, task, onProgress }: ExpertsEvaluation): Promise<Table> {
  const { evaluateExperts: judge } = await parts();
  const { expertTasks } = await import("@sakiyomi/robot");
  if (task !== undefined && !expertTasks.includes(task))
    throw new Fault("CLI_USAGE", `There is no task "${task}": ${expertTasks.join(", ")}.`);
  const tasks = task === undefined ? expertTasks : [task];
  let done = 0;
  const rows = await judge({
    tasks,
    seeds,
    firstSeed,
    onRun: () => {
      done += 1;
      onProgress(done, tasks.length * seeds);
    },
  });
  return {
    title: `Experts, ${seeds} seeds each from ${firstSeed}, through guard and control loop in lockstep`,
    columns: ["done", "time s", "force / limit", "stops", "jerk m²/s⁵", "CPU s", "not done"],
    rows: rows.map((row) => ({
      name: row.task,
      cells: [
        `${row.done} of ${row.runs}`,
        shown(row.medianTime, 1),
        shown(row.peakShare, 2),
        String(row.interventions),
        shown(row.medianJerk, 0),
        shown(row.cpu, 1),
        row.failed.join(" ") || "–",
      ],
    })),
    notes: [
      "time and jerk: medians of the runs that were done. force / limit: the largest force on the person in all runs, as a",
      "share of the guard's limit for that region, person and task. stops: a person had to let go of the guard's stop.",
    ],
    figures: { seeds, firstSeed, rows },
  };
}
