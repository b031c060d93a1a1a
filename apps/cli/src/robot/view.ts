import { Fault } from "@sakiyomi/core";
import type { LiveServer, LiveSettings, LiveView } from "@sakiyomi/foxglove";
import type { RobotRun } from "@sakiyomi/robot/node";
import type { Terminal } from "../terminal.ts";

export interface ViewOptions {
  /** A recording; left out: a simulated robot, live. */
  readonly file?: string;
  /** Times as fast as it was. */
  readonly speed?: number;
  /** Begins the recording anew at its end. */
  readonly isRepeated?: boolean;
  /** Of the simulated robot: a task with its expert at work; left out: nobody decides, in `world`. */
  readonly task?: string;
  readonly world?: string;
  readonly seed: number;
  /** Of each camera a second; 0: none. */
  readonly pictures: number;
  readonly port: number;
  readonly host?: string;
  readonly token?: string;
  /** Origins of pages that may connect: "https://app.foxglove.dev". */
  readonly origins?: readonly string[];
}

/** A robot at work, or a recording as it happened, for Foxglove and Lichtblick to look at. */
export const viewRobot = (options: ViewOptions, terminal: Terminal): Promise<void> =>
  options.file === undefined ? viewLive(options, terminal) : viewRecording(options.file, options, terminal);

const settingsOf = ({ port, host, token, origins }: ViewOptions): LiveSettings => ({
  port,
  ...(host !== undefined && { host }),
  ...(token !== undefined && { token }),
  ...(origins !== undefined && { origins }),
});

const tell = (url: string, what: string, terminal: Terminal): void => {
  terminal.say(`Sakiyomi: ${what}`);
  terminal.say(`  Open   ${url}`);
  terminal.say("         in Foxglove or Lichtblick: Open connection → Foxglove WebSocket");
  terminal.say("  Stop   Ctrl-C");
};

async function viewRecording(file: string, options: ViewOptions, terminal: Terminal): Promise<void> {
  const { openLiveServer, openMcapRecording } = await import("@sakiyomi/foxglove");
  const { about } = await openMcapRecording(file);
  const server = await openLiveServer({ ...settingsOf(options), name: about.features.name });
  const ended = new AbortController();
  const stopped = terminal.stopped().then(() => ended.abort());
  try {
    tell(server.url, `${file}${about.task ? `, "${about.task}"` : ""}`, terminal);
    await Promise.race([stopped, played(file, server, options, ended.signal)]);
  } finally {
    ended.abort();
    await server.close();
  }
}

async function played(
  file: string,
  server: LiveServer,
  { speed, isRepeated }: ViewOptions,
  signal: AbortSignal,
): Promise<void> {
  const { playMcap } = await import("@sakiyomi/foxglove");
  do await playMcap(file, server, { signal, ...(speed !== undefined && { speed }) });
  while (isRepeated && !signal.aborted);
}

/** States of the scene a second. */
const sceneRate = 20;

async function viewLive(options: ViewOptions, terminal: Terminal): Promise<void> {
  const { openSimulatedRobot } = await import("@sakiyomi/server");
  const { task = null, seed, pictures } = options;
  const world = await worldOf(options);
  terminal.note(`Starting the simulation of "${world}" …`);
  const robot = await openSimulatedRobot({
    world,
    seed,
    task,
    pictures: pictures > 0 ? { rate: pictures } : null,
    goesOn: true,
  });
  const { run } = robot;
  try {
    const view = await liveViewOf(run, options);
    const stopShowing = shown(run, view);
    tell(view.url, `${robot.name}, simulated${task ? `, at "${task}"` : ""}, seed ${seed}`, terminal);
    await terminal.stopped();
    stopShowing();
    await view.close();
    if (view.skipped > 0) terminal.note(`${view.skipped} messages were left out for slow viewers.`);
  } finally {
    const { lateness } = await run.close();
    terminal.say(`${lateness.ticks} turns, ${lateness.missed} left out`);
  }
}

async function liveViewOf(run: RobotRun, options: ViewOptions): Promise<LiveView> {
  const { openLiveView } = await import("@sakiyomi/foxglove");
  const { epochOf, robotUrdf } = await import("@sakiyomi/robot");
  const { hostClock } = await import("@sakiyomi/robot/node");
  const { features, scene } = run;
  const now = hostClock().now();
  return openLiveView({
    ...settingsOf(options),
    about: { features, guard: null, epoch: epochOf(Date.now(), now), description: robotUrdf() },
    from: now,
    ...(scene && { scene }),
    onStop: () => run.stop("Foxglove"),
  });
}

/** Shows what happens from now on. Gives back how to end it. */
function shown(run: RobotRun, view: LiveView): () => void {
  const ends = [run.onTurn((turn) => view.turn(turn)), run.onTrouble((trouble) => view.trouble(trouble))];
  // A run that is ending does not tell its state any more: the next picture is as good.
  const look = (): void =>
    void run
      .state()
      .then((state) => state && view.scene(state))
      .catch(() => {});
  const looking = setInterval(look, 1000 / sceneRate);
  return () => {
    clearInterval(looking);
    for (const end of ends) end();
  };
}

async function worldOf({ task, world }: ViewOptions): Promise<string> {
  const { expertTasks, taskNamed } = await import("@sakiyomi/robot");
  if (task === undefined) return world ?? "ward-lying";
  const known = taskNamed(task);
  if (known && expertTasks.includes(task)) return known.world.name;
  throw new Fault("CLI_USAGE", `There is no task "${task}": ${expertTasks.join(", ")}.`);
}
