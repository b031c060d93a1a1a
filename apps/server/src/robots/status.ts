import { forceLimit, type LoopReport, regions, type Turn } from "@sakiyomi/robot";
import type { RobotVisitor, ShownRobot } from "./port.ts";
import type { RobotCamera, RobotHello, RobotRights, RobotStatus, RobotTaskState } from "./shapes.ts";

export const noTask: RobotTaskState = { id: null, phase: null, isDone: null, time: null, seed: null };

/** What does not change while a page is open. */
export const helloOf = (
  { id, name, run, tasks, teaching }: ShownRobot,
  cameras: readonly RobotCamera[],
  visitor: RobotVisitor,
  rights: RobotRights,
): RobotHello => ({
  type: "hello",
  id,
  name,
  features: run.features,
  scene: run.scene,
  cameras,
  regions: regions.map((region) => ({ name: region, limit: forceLimit(region) })),
  tasks: tasks?.list ?? [],
  rights,
  person: visitor.person,
  isSimulated: run.scene !== null,
  teaches: teaching !== undefined,
});

export interface StatusParts
  extends Pick<RobotStatus, "limits" | "troubles" | "stop" | "task" | "episode" | "driver" | "lateInputs"> {
  readonly now: number;
  readonly turn: Turn | null;
  readonly report: LoopReport | null;
  readonly meter: Pick<RobotStatus, "turns" | "realTime" | "age">;
}

const noLateness: RobotStatus["lateness"] = { median: 0, p99: 0, longest: 0, missed: 0 };

export const statusOf = ({ now, turn, report, meter, task, ...parts }: StatusParts): RobotStatus => {
  const latch = turn?.guarded.state.latch ?? null;
  return {
    type: "status",
    ...parts,
    at: now,
    // The guard's clock is not the page's: what is told is when it was, by the wall.
    latch: latch && turn ? { limit: latch.limit, why: latch.why, at: now - (turn.at - latch.at) * 1000 } : null,
    findings: (turn?.findings ?? []).map(({ check, part, where, found, remedy, does }) => ({
      ...{ check, part, remedy, does },
      found: `${where} ${found}`,
    })),
    turns: meter.turns,
    realTime: meter.realTime,
    age: meter.age,
    lateness: report?.lateness ?? noLateness,
    nearestPerson: turn?.observation.nearestPerson?.distance ?? null,
    task: { ...task, phase: task.phase ?? turn?.guarded.state.target?.note ?? null },
  };
};
