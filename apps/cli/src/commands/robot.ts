import type { Command } from "commander";
import { type AddCommand, examples } from "../command.ts";
import { readNumber } from "../open.ts";
import type { Terminal } from "../terminal.ts";

interface SimFlags {
  readonly world?: string;
  readonly seed: string;
  readonly port: string;
  readonly pictures: string;
  readonly runs?: string;
  readonly open: boolean;
}

const sim = (robot: Command, terminal: Terminal): void => {
  robot
    .command("sim")
    .argument("[task]", "reach, pick-and-place, pour, stir, …; left out: nobody decides")
    .description("A simulated robot with its page: a task's expert at work, or yours to teleoperate.")
    .option(
      "--world <name>",
      "without a task: robot-alone, table, kitchen, ward-lying, ward-sitting, door",
      "ward-lying",
    )
    .option("--seed <n>", "of the world: the same seed is the same world", "1")
    .option("--port <n>", "0 takes any that is free", "0")
    .option("--pictures <n>", "of each camera a second; 0: none", "10")
    .option("--runs <n>", "end after so many runs of the task")
    .option("--no-open", "only print the page's address")
    .action(async (task: string | undefined, flags: SimFlags) => {
      const { simulateRobot } = await import("../robot/sim.ts");
      await simulateRobot(
        {
          ...(task === undefined ? {} : { task }),
          ...(flags.world === undefined ? {} : { world: flags.world }),
          ...(flags.runs === undefined ? {} : { runs: readNumber("--runs", flags.runs, 1, 100_000) }),
          seed: readNumber("--seed", flags.seed, 0, 4_294_967_295),
          port: readNumber("--port", flags.port, 0, 65_535),
          pictures: readNumber("--pictures", flags.pictures, 0, 60),
          opensBrowser: flags.open && terminal.isWatched,
        },
        terminal,
      );
    });
};

/** One row a verb. */
const verbs: readonly AddCommand[] = [sim];

export const robot: AddCommand = (program, terminal) => {
  const command = program
    .command("robot")
    .description("A care robot: simulated, on ROS 1, on OpenRTM-aist or behind a rosbridge.")
    .addHelpText("after", examples("robot sim pick-and-place", "robot sim --world kitchen"));
  for (const add of verbs) add(command, terminal);
};
