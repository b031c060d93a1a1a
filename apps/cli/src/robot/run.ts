import { builtPage } from "../page.ts";
import type { Terminal } from "../terminal.ts";
import { openTeaching } from "./teaching.ts";
import { trainedModel } from "./trained-model.ts";
import { troubleTeller } from "./troubles.ts";
import { type WhichRobot, whichRobot } from "./which-robot.ts";

export interface RunRobotOptions extends WhichRobot {
  /** A saved model; left out: nobody decides until somebody teleoperates. */
  readonly model?: string;
  /** Of commands; left out: the model's own. */
  readonly rate?: number;
  /** Ends after so long, s. */
  readonly seconds?: number;
  readonly port: number;
  /** Episodes from the page go into this LeRobot data set; left out: none are taken. */
  readonly out?: string;
  /** Frames a second of the episodes. */
  readonly frames?: number;
}

/** A robot, simulated or real, with its page, and a trained model or a person who decides. */
export async function runRobot(options: RunRobotOptions, terminal: Terminal): Promise<void> {
  const { openRun } = await import("@sakiyomi/robot/node");
  const { guardDefaults } = await import("@sakiyomi/robot");
  const { serveRobotPage } = await import("@sakiyomi/server");
  const model = options.model === undefined ? null : await trainedModel(options.model, options.rate);
  const rate = model?.rate ?? 100;
  const webDir = await builtPage(terminal.note);
  const robot = await whichRobot(options);
  const run = await openRun({ robot, policy: null, guard: { ...guardDefaults, commandPeriod: 1 / rate } });
  try {
    run.onTrouble(troubleTeller(terminal.note));
    const { out, frames = 10 } = options;
    const teaching = out === undefined ? null : await openTeaching(run, { out, rate: frames }, terminal);
    const page = await serveRobotPage({
      robot: { id: "robot", name: run.features.name, run, ...(teaching ? { teaching } : {}) },
      webDir,
      port: options.port,
    });
    terminal.say(`Sakiyomi: ${run.features.name} (${options.robot})`);
    terminal.say(`  Open   ${page.url}`);
    terminal.say("  Stop   Ctrl-C; the page's stop request is no emergency stop");
    if (model) run.setPolicy(model.module(run));
    await Promise.race([terminal.stopped(), passed(options.seconds)]);
    await page.close();
    await teaching?.close();
  } finally {
    const { lateness, limits } = await run.close();
    terminal.say(
      `${lateness.ticks} turns, ${lateness.missed} left out, p99 ${(lateness.p99 * 1000).toFixed(1)} ms late`,
    );
    for (const [limit, turns] of limits) terminal.say(`  ${limit}: ${turns} turns`);
  }
}

const passed = (seconds: number | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (seconds !== undefined) setTimeout(resolve, seconds * 1000);
  });
