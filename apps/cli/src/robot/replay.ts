import type { McapRecording } from "@sakiyomi/foxglove";
import type { Comparison, DecidedAgain, RecordedEvent, RecordedTurn } from "@sakiyomi/robot";
import { progressOn } from "../progress.ts";
import { textTable } from "../table.ts";
import { exits, sayJson, type Terminal } from "../terminal.ts";

export interface ReplayOptions {
  readonly file: string;
  /** A file that was cut gets its end and its index. */
  readonly recovers?: boolean;
  /** An expert's task: what it would have told at each observation is set beside what was told then. */
  readonly expert?: string;
  readonly json?: boolean;
}

/**
 * Plays a recording into guard and loop again: every decision has to be the same to the bit. Where it is not, the guard
 * or its settings are others than they were, or the file is not what was recorded.
 */
export async function replayRecording(options: ReplayOptions, terminal: Terminal): Promise<void> {
  const { openMcapRecording, recoverMcap } = await import("@sakiyomi/foxglove");
  const { compareDecisions } = await import("@sakiyomi/robot");
  if (options.recovers) {
    const { isRecovered, messages } = await recoverMcap(options.file);
    if (isRecovered) terminal.note(`${options.file} is recovered: ${messages} messages.`);
  }
  const recording = await openMcapRecording(options.file);
  const seen = await summary(recording, terminal);
  const decided = await compareDecisions(recording);
  const looped = decided.unknown > 0 ? null : await throughLoop(recording);
  const differs = options.expert === undefined ? null : await beside(recording, options.expert);
  const result = { file: options.file, ...seen, decided: { ...decided, first: undefined }, looped, differs };
  if (options.json) sayJson(terminal, result);
  else say(recording, result, decided, terminal);
  if (decided.different > 0 || (looped?.different ?? 0) > 0) terminal.exit(exits.trouble);
}

interface Summary {
  readonly seconds: number;
  readonly turns: number;
  /** Turns that are not in the file. */
  readonly missing: number;
  readonly longestLate: number;
  readonly limits: Readonly<Record<string, number>>;
  readonly events: readonly RecordedEvent[];
}

async function summary(recording: McapRecording, terminal: Terminal): Promise<Summary> {
  const progress = progressOn(terminal, "turns");
  const limits: Record<string, number> = {};
  let [turns, last, longestLate, from, to] = [0, 0, 0, Number.NaN, Number.NaN];
  for await (const turn of recording.turns()) {
    turns += 1;
    last = turn.sequence;
    longestLate = Math.max(longestLate, turn.late);
    if (turns === 1) from = turn.at;
    to = turn.at;
    for (const limit of turn.limits) limits[limit] = (limits[limit] ?? 0) + 1;
    progress.at(turns, Math.max(turns, last));
  }
  progress.end();
  const events: RecordedEvent[] = [];
  for await (const event of recording.events()) events.push(event);
  return { seconds: to - from || 0, turns, missing: last - turns, longestLate, limits, events };
}

interface Looped {
  readonly turns: number;
  readonly different: number;
}

/** Through the real loop, with the recording as robot, policy and clock. It begins as a loop begins: not in mid-run, nor after a gap. */
async function throughLoop(recording: McapRecording): Promise<Looped> {
  const { controlLoop, isSame, openReplay } = await import("@sakiyomi/robot");
  const { guard } = recording.about;
  if (!guard) return { turns: 0, different: 0 };
  const replay = await openReplay(recording);
  let [turns, different] = [0, 0];
  const loop = controlLoop({
    robot: replay.robot,
    policy: async () => replay.policy,
    guard,
    clock: replay.clock,
    slow: replay.slow,
    onTurn: ({ guarded }) => {
      turns += 1;
      if (!isSame(guarded.command, replay.turn?.decided ?? null)) different += 1;
    },
  });
  replay.attach(loop);
  await replay.robot.open();
  await loop.run(replay.ended);
  return { turns, different };
}

interface Beside {
  readonly commands: number;
  /** Root mean square of the difference of the joints, in their units. */
  readonly difference: number;
}

async function beside(recording: McapRecording, task: string): Promise<Beside> {
  const { expertFor } = await import("@sakiyomi/robot");
  const policy = expertFor(task, recording.about.features);
  await policy.reset();
  let [commands, sum, count] = [0, 0, 0];
  for await (const turn of recording.turns()) {
    const said = await policy.step(turn.observation, turn.at);
    const then = turn.told;
    if (!said || !then) continue;
    commands += 1;
    for (const [i, at] of said.position.entries()) {
      sum += (at - (then.position[i] ?? at)) ** 2;
      count += 1;
    }
  }
  await policy.close();
  return { commands, difference: Math.sqrt(sum / Math.max(1, count)) };
}

interface Result extends Summary {
  readonly looped: Looped | null;
  readonly differs: Beside | null;
}

const verdict = ({ same, turns, different, unknown }: Comparison, looped: Looped | null): string => {
  const loop = looped ? `; through the loop ${looped.turns - looped.different} of ${looped.turns}` : "";
  const open = unknown > 0 ? `, ${unknown} not known (begun in mid-run, or after gaps)` : "";
  return `Decided again: ${same} of ${turns} the same to the bit, ${different} not${open}${loop}`;
};

const mostEvents = 20;

const say = ({ about, isWhole }: McapRecording, result: Result, decided: Comparison, terminal: Terminal): void => {
  const { seconds, turns, missing, longestLate, limits, events, looped, differs } = result;
  const what = [about.task, about.seed === undefined ? "" : `seed ${about.seed}`, about.model].filter(Boolean);
  terminal.say(`${about.features.name}${what.length > 0 ? `: ${what.join(", ")}` : ""}`);
  terminal.say(`${turns} turns in ${seconds.toFixed(1)} s, longest ${(longestLate * 1000).toFixed(1)} ms late`);
  if (!isWhole) terminal.say("It was cut: everything that reached the file is here. --recover gives it its index.");
  if (missing > 0) terminal.say(`${missing} turns are not in the file.`);
  const rows = Object.entries(limits).sort(([, a], [, b]) => b - a);
  if (rows.length > 0)
    for (const line of textTable([["Limit", "Turns"], ...rows.map(([limit, count]) => [limit, String(count)])]))
      terminal.say(line);
  for (const { at, kind, why } of events.slice(0, mostEvents))
    terminal.say(`${at.toFixed(2).padStart(8)} s  ${kind}: ${why}`);
  if (events.length > mostEvents) terminal.say(`           and ${events.length - mostEvents} more`);
  terminal.say(verdict(decided, looped));
  for (const one of decided.first) terminal.say(`  ${otherwise(one)}`);
  if (differs)
    terminal.say(
      `The expert would have told otherwise by ${differs.difference.toFixed(4)} (RMS over ${differs.commands} commands)`,
    );
};

const otherwise = ({ turn, guarded }: DecidedAgain): string => {
  const now = [...(guarded?.limits ?? [])].sort().join(", ") || "none";
  return `turn ${turn.sequence} at ${turn.at.toFixed(3)} s: limits then ${limitsOf(turn)}, now ${now}`;
};

const limitsOf = ({ limits }: RecordedTurn): string => [...limits].sort().join(", ") || "none";
