import { benchOpenrtm } from "./openrtm.ts";
import { benchRos1 } from "./ros1.ts";
import type { RobotRow } from "./row.ts";
import { benchSimulator } from "./simulator.ts";

export interface RobotBenchOptions {
  /** Parts whose name begins with it: simulator, ros1, openrtm. Empty: all. */
  readonly only?: string;
  readonly isQuick?: boolean;
  readonly onStep?: (step: string) => void;
}

/** One row a part; `isQuick` is for seeing that it runs. */
const parts: Readonly<Record<string, (isQuick: boolean) => Promise<readonly RobotRow[]>>> = {
  simulator: (isQuick) => benchSimulator({ isQuick }),
  ros1: (isQuick) => benchRos1(isQuick ? { rounds: 1, messages: 50 } : {}),
  openrtm: (isQuick) => benchOpenrtm(isQuick ? { rounds: 1 } : {}),
};

/** Simulator, ROS 1 and OpenRTM, each beside its peer in the same run. */
export const benchRobot = async ({
  only = "",
  isQuick = false,
  onStep,
}: RobotBenchOptions): Promise<readonly RobotRow[]> => {
  const rows: RobotRow[] = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (!name.startsWith(only)) continue;
    onStep?.(`${name} …`);
    rows.push(...(await measure(isQuick)));
  }
  return rows;
};
