import { Fault } from "@sakiyomi/core";
import type { Command } from "commander";
import { type AddCommand, examples } from "../command.ts";
import { readNumber } from "../open.ts";
import type { RecordForm } from "../robot/record.ts";
import type { WhichRobot } from "../robot/which-robot.ts";
import { exits, sayJson } from "../terminal.ts";

type Flags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

const text = (flags: Flags, name: string): string | undefined => {
  const value = flags[name];
  return typeof value === "string" ? value : undefined;
};
const number = (flags: Flags, name: string, least: number, most: number): number | undefined => {
  const value = text(flags, name);
  return value === undefined ? undefined : readNumber(`--${name}`, value, least, most);
};
/** `{}` where it was not given: options that are left out have their own defaults. */
const given = <K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } =>
  (value === undefined ? {} : { [name]: value }) as { readonly [P in K]?: V };

const seedOf = (flags: Flags): number => number(flags, "seed", 0, 4_294_967_295) ?? 1;
const picturesOf = (flags: Flags): number => number(flags, "pictures", 0, 60) ?? 0;
const portOf = (flags: Flags): number => number(flags, "port", 0, 65_535) ?? 0;

const withWorld = (command: Command, pictures: string): Command =>
  command
    .option("--seed <n>", "of the simulated world: the same seed is the same world", "1")
    .option("--pictures <n>", "of each simulated camera a second; 0: none", pictures);

const withPort = (command: Command): Command => command.option("--port <n>", "0 takes any that is free", "0");

const withRobot = (command: Command): Command =>
  command
    .option(
      "--robot <which>",
      "simulated, ros1:http://HOST:11311, openrtm:HOST:2809/NAME.rtc, rosbridge:ws://HOST:9090",
      "simulated",
    )
    .option("--features <file>", "what the robot is, as JSON, where it does not tell")
    .option("--world <name>", "of the simulated one", "table");

const robotOf = (flags: Flags): WhichRobot => ({
  robot: text(flags, "robot") ?? "simulated",
  world: text(flags, "world") ?? "table",
  seed: seedOf(flags),
  pictures: picturesOf(flags),
  ...given("features", text(flags, "features")),
});

const sim: AddCommand = (robot, terminal) => {
  withPort(withWorld(robot.command("sim"), "10"))
    .argument("[task]", "reach, pick-and-place, pour, stir, bring, …; left out: nobody decides")
    .description("A simulated robot with its page: a task's expert at work, or yours to teleoperate.")
    .option("--world <name>", "without a task: robot-alone, table, kitchen, ward-lying, ward-sitting, door, …")
    .option("--model <model>", "a trained model at the task, in the expert's place")
    .option("--runs <n>", "end after so many runs of the task")
    .option("--no-open", "only print the page's address")
    .action(async (task: string | undefined, flags: Flags) => {
      const { simulateRobot } = await import("../robot/sim.ts");
      await simulateRobot(
        {
          ...given("task", task),
          ...given("world", text(flags, "world")),
          ...given("runs", number(flags, "runs", 1, 100_000)),
          ...given("model", text(flags, "model")),
          seed: seedOf(flags),
          port: portOf(flags),
          pictures: picturesOf(flags),
          opensBrowser: flags.open === true && terminal.isWatched,
        },
        terminal,
      );
    });
};

const run: AddCommand = (robot, terminal) => {
  withPort(withWorld(withRobot(robot.command("run")), "10"))
    .argument("<model>", "a saved model, as `train` makes it")
    .description("Let a trained model move a robot, behind the guard, with its page.")
    .option("--rate <hz>", "of its commands (default: the model's own)")
    .option("--seconds <n>", "end after so long")
    .action(async (model: string, flags: Flags) => {
      const { runRobot } = await import("../robot/run.ts");
      const more = {
        ...given("rate", number(flags, "rate", 1, 100)),
        ...given("seconds", number(flags, "seconds", 1, 86_400)),
      };
      await runRobot({ ...robotOf(flags), ...more, model, port: portOf(flags) }, terminal);
    });
};

const teleop: AddCommand = (robot, terminal) => {
  withPort(withWorld(withRobot(robot.command("teleop")), "10"))
    .description("Move a robot by hand from the browser: mouse, keys or a gamepad; episodes are recorded from there.")
    .option("--out <dir>", "a LeRobot data set for the episodes that are taken from the page")
    .option("--frames <hz>", "frames a second of the episodes", "10")
    .action(async (flags: Flags) => {
      const { runRobot } = await import("../robot/run.ts");
      const teaching = { ...given("out", text(flags, "out")), ...given("frames", number(flags, "frames", 1, 100)) };
      await runRobot({ ...robotOf(flags), ...teaching, port: portOf(flags) }, terminal);
    });
};

const record: AddCommand = (robot, terminal) => {
  withWorld(robot.command("record"), "10")
    .argument("<task>", "whose expert demonstrates: pick-and-place, …")
    .requiredOption("--out <dir>", "a new folder")
    .description("Record demonstrations of a task: MCAP for Foxglove and replay, a LeRobot data set to learn from.")
    .option("--form <form>", "mcap, lerobot, both", "both")
    .option("--episodes <n>", "each with the next seed", "5")
    .option("--rate <hz>", "frames a second of the data set", "10")
    .option("--noise <m>", "how much demonstrations differ: standard deviation of where a way ends", "0.01")
    .option("--keep-failed", "keep demonstrations that failed in the data set, too")
    .action(async (task: string, flags: Flags) => {
      const { recordForms, recordRobot } = await import("../robot/record.ts");
      const form: RecordForm | undefined = recordForms.find((one) => one === flags.form);
      if (!form) throw new Fault("CLI_USAGE", `--form ${flags.form}: take ${recordForms.join(", ")}.`);
      await recordRobot(
        {
          task,
          form,
          out: text(flags, "out") ?? "",
          episodes: number(flags, "episodes", 1, 100_000) ?? 5,
          seed: seedOf(flags),
          rate: number(flags, "rate", 1, 100) ?? 10,
          pictures: picturesOf(flags),
          noise: number(flags, "noise", 0, 0.2) ?? 0,
          keepsFailed: flags.keepFailed === true,
        },
        terminal,
      );
    });
};

const replay: AddCommand = (robot, terminal) => {
  robot
    .command("replay")
    .argument("<file>", "a recording, .mcap")
    .description("Play a recording into guard and loop again: every decision has to be the same to the bit.")
    .option("--recover", "give a file that was cut its end and its index first")
    .option("--expert <task>", "set beside it what this task's expert would have told")
    .option("--json", "print the figures as JSON")
    .action(async (file: string, flags: Flags) => {
      const { replayRecording } = await import("../robot/replay.ts");
      await replayRecording(
        {
          file,
          recovers: flags.recover === true,
          json: flags.json === true,
          ...given("expert", text(flags, "expert")),
        },
        terminal,
      );
    });
};

const view: AddCommand = (robot, terminal) => {
  withWorld(robot.command("view"), "10")
    .argument("[file]", "a recording; left out: a simulated robot, live")
    .description("Show a robot at work, or a recording, to Foxglove and Lichtblick.")
    .option("--task <task>", "of the simulated robot: its expert at work")
    .option("--world <name>", "of the simulated robot, without a task")
    .option("--speed <x>", "of a recording: times as fast as it was", "1")
    .option("--repeat", "begin the recording anew at its end")
    .option("--port <n>", "of the WebSocket", "8765")
    .option("--origin <origin...>", "pages that may connect: https://app.foxglove.dev")
    .option("--token <token>", "that whoever connects has to have")
    .action(async (file: string | undefined, flags: Flags) => {
      const { viewRobot } = await import("../robot/view.ts");
      const origins = Array.isArray(flags.origin) ? (flags.origin as readonly string[]) : undefined;
      await viewRobot(
        {
          ...given("file", file),
          ...given("task", text(flags, "task")),
          ...given("world", text(flags, "world")),
          ...given("token", text(flags, "token")),
          ...given("origins", origins),
          speed: number(flags, "speed", 0.01, 100) ?? 1,
          isRepeated: flags.repeat === true,
          seed: seedOf(flags),
          pictures: picturesOf(flags),
          port: number(flags, "port", 0, 65_535) ?? 8765,
        },
        terminal,
      );
    });
};

const check: AddCommand = (robot, terminal) => {
  withWorld(withRobot(robot.command("check")), "10")
    .description("Watch a robot for some seconds and say what is not well; it moves nothing.")
    .option("--seconds <n>", "how long", "5")
    .option("--json", "print the rows as JSON")
    .action(async (flags: Flags) => {
      const { whichRobot } = await import("../robot/which-robot.ts");
      const { checkRobot } = await import("../robot/check.ts");
      const { hostClock } = await import("@sakiyomi/robot/node");
      const { url, data } = await whichRobot({ ...robotOf(flags), isLockstep: true });
      const { openRobot } = (await import(url)) as typeof import("@sakiyomi/ros1/worker");
      const seconds = number(flags, "seconds", 1, 3600) ?? 5;
      await checkRobot(await openRobot(data), terminal, { seconds, json: flags.json === true, clock: hostClock() });
    });
};

const parity: AddCommand = (robot, terminal) => {
  robot
    .command("parity")
    .description(
      "One policy and one scene through simulator, ROS 1 and OpenRTM: the same commands in lockstep, and how late freely.",
    )
    .option("--task <task>", "whose expert decides", "pick-and-place")
    .option("--seed <n>", "of the world", "1")
    .option("--turns <n>", "in lockstep", "600")
    .option("--json", "print the figures as JSON")
    .addHelpText("after", "\nIn a clone only, with Debian's ROS 1 and omniORB.\n")
    .action(async (flags: Flags) => {
      const { parityTable, robotParity } = await import("@sakiyomi/bench").catch((error: unknown) => {
        throw new Fault("CLI_PART", "Parity is measured in a clone only.", { cause: error });
      });
      const rows = await robotParity({
        ...given("task", text(flags, "task")),
        ...given("turns", number(flags, "turns", 10, 100_000)),
        seed: seedOf(flags),
        onStep: (step) => terminal.note(step),
      });
      if (flags.json === true) sayJson(terminal, rows);
      else terminal.say(parityTable(rows));
      if (rows.some(({ farthest }) => !(farthest <= 1e-6))) terminal.exit(exits.trouble);
    });
};

/** One row a verb. */
const verbs: readonly AddCommand[] = [sim, run, record, replay, teleop, view, parity, check];

export const robot: AddCommand = (program, terminal) => {
  const command = program
    .command("robot")
    .description("A care robot: simulated, on ROS 1, on OpenRTM-aist or behind a rosbridge.")
    .addHelpText(
      "after",
      examples(
        "robot sim pick-and-place",
        "robot teleop --world kitchen",
        "robot record pick-and-place --out demos --episodes 20",
        "robot view --task pour",
        "robot check --robot ros1:http://localhost:11311",
      ),
    );
  for (const add of verbs) add(command, terminal);
};

export const safety: AddCommand = (program, terminal) => {
  program
    .command("safety")
    .description("What can go wrong with a robot, what is done about it, and what shows it.")
    .addHelpText("after", examples("safety report", "safety report --robot --quick"))
    .command("report")
    .description(
      "The matrix hazard, mitigation, test, last result; ends with 1 where a hazard has no test or one fails.",
    )
    .option("--robot", "the robot's hazards alone, without the ward's")
    .option("--quick", "only what can be shown within a second: named tests are not run")
    .option("--json", "print the rows as JSON")
    .action(async (flags: Flags) => {
      const { safetyReport } = await import("../robot/safety.ts");
      await safetyReport(terminal, {
        robot: flags.robot === true,
        quick: flags.quick === true,
        json: flags.json === true,
      });
    });
};
