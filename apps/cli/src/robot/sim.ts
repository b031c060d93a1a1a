import { spawn } from "node:child_process";
import { Fault } from "@sakiyomi/core";
import type { RobotPage, SimulatedRobot } from "@sakiyomi/server";
import { builtPage } from "../page.ts";
import type { Terminal } from "../terminal.ts";
import { trainedModel } from "./trained-model.ts";
import { troubleTeller } from "./troubles.ts";

export interface SimOptions {
  /** Left out: a robot that nobody tells anything, in `world`. */
  readonly task?: string;
  readonly world?: string;
  readonly seed: number;
  readonly port: number;
  /** Pictures a second; 0: none. */
  readonly pictures: number;
  readonly opensBrowser: boolean;
  /** Ends after so many runs of the task, done or not; left out: goes on until it is stopped. */
  readonly runs?: number;
  /** A saved model or the folder of a run decides in the expert's place. */
  readonly model?: string;
}

/** A simulated robot with its page, and the expert of a task at work. */
export async function simulateRobot(options: SimOptions, terminal: Terminal): Promise<void> {
  const { openSimulatedRobot, serveRobotPage } = await import("@sakiyomi/server");
  const world = await worldOf(options);
  const webDir = await builtPage(terminal.note);
  terminal.note(`Starting the simulation of "${world}" …`);
  const pictures = options.pictures > 0 ? { rate: options.pictures } : null;
  const model = options.model === undefined ? null : await trainedModel(options.model);
  const robot = await openSimulatedRobot({
    ...(model ? { decides: model.module, rate: model.rate } : {}),
    world,
    seed: options.seed,
    task: options.task ?? null,
    pictures,
    goesOn: true,
  });
  try {
    robot.run.onTrouble(troubleTeller(terminal.note));
    const page = await serveRobotPage({ robot, webDir, port: options.port });
    tell(page, robot, options, terminal);
    if (options.opensBrowser) openBrowser(page.url);
    await Promise.race([terminal.stopped(), runsOf(robot, options.runs)]);
    await page.close();
  } finally {
    const { lateness } = await robot.run.close();
    const { done, failed } = robot.counts;
    if (options.task) terminal.say(`${options.task}: ${done} done, ${failed} not`);
    terminal.say(
      `${lateness.ticks} turns, ${lateness.missed} left out, p99 ${(lateness.p99 * 1000).toFixed(1)} ms late`,
    );
  }
}

async function worldOf({ task, world }: SimOptions): Promise<string> {
  const { expertTasks, taskNamed } = await import("@sakiyomi/robot");
  if (task === undefined) return world ?? "ward-lying";
  const known = taskNamed(task);
  if (!known || !expertTasks.includes(task))
    throw new Fault("CLI_USAGE", `There is no task "${task}": ${expertTasks.join(", ")}.`);
  return known.world.name;
}

function tell(page: RobotPage, robot: SimulatedRobot, { task, seed }: SimOptions, terminal: Terminal): void {
  terminal.say(`Sakiyomi: ${robot.name}, simulated${task ? `, at "${task}"` : ""}, seed ${seed}`);
  terminal.say(`  Open   ${page.url}`);
  terminal.say("         in one browser on this machine; the address works once");
  terminal.say("  Stop   Ctrl-C");
}

/** Resolves when so many runs are over. */
const runsOf = (robot: SimulatedRobot, runs: number | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (runs === undefined) return;
    const off = robot.run.onTurn(() => {
      const { done, failed } = robot.counts;
      if (done + failed < runs) return;
      off();
      resolve();
    });
  });

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
  linux: ["xdg-open"],
};

/** The address is printed as well: a machine without a browser is no trouble. */
function openBrowser(url: string): void {
  const [command, ...given] = openers[process.platform] ?? [];
  if (!command) return;
  const child = spawn(command, [...given, url], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}
