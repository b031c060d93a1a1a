import { Fault } from "@sakiyomi/core";
import type { EpisodeSource, FormatName } from "@sakiyomi/learn";
import type { Command } from "commander";
import { type AddCommand, examples } from "../command.ts";
import type { SourceOptions } from "../dataset/open.ts";
import { readNumber } from "../open.ts";
import { progressOn } from "../progress.ts";
import { exits, sayJson, type Terminal } from "../terminal.ts";

interface InfoOptions extends SourceOptions {
  readonly hash?: true;
  readonly json?: true;
}

interface ConvertOptions extends SourceOptions {
  readonly to: string;
  readonly test?: string;
  readonly seed: string;
  readonly robot?: string;
  readonly json?: true;
}

interface CheckOptions extends SourceOptions {
  readonly json?: true;
}

interface ViewOptions extends SourceOptions {
  readonly episode?: string;
  readonly frames?: string;
  readonly every: string;
}

/** How the set is opened, in every command that does. */
const withSource = (command: Command): Command =>
  command
    .option("--rate <n>", "frames a second, where the files do not say (EIPL, CSV without times)")
    .option("--mapping <file>", "YAML or JSON: which topics of an MCAP recording become which features")
    .option("--no-video", "leave video features out");

export const dataset: AddCommand = (program, terminal) => {
  const command = program
    .command("dataset")
    .description("Look at recorded episodes, check and convert them.")
    .addHelpText("after", examples("dataset info lifting/", "dataset check lifting/"));
  addInfo(command, terminal);
  addCheck(command, terminal);
  addView(command, terminal);
  addConvert(command, terminal);
};

function addInfo(command: Command, terminal: Terminal): void {
  withSource(command.command("info"))
    .argument("<set>", "folder or file: LeRobot v3, EIPL's arrays, MCAP, CSV, or an unfinished recording")
    .description("What a set of episodes says of itself.")
    .option("--hash", "also the SHA-256 over its files, which models keep in their card")
    .option("--json", "print it as JSON")
    .addHelpText("after", examples("dataset info lifting/", "dataset info eipl-data/ --rate 10 --hash"))
    .action(async (path: string, options: InfoOptions) => {
      const [{ withSet }, { infoLines, infoOf }] = await Promise.all([
        import("../dataset/open.ts"),
        import("../dataset/info.ts"),
      ]);
      await withSet(path, options, async (set) => {
        const hash = options.hash ? { hash: await set.source.hash() } : {};
        if (options.json) return sayJson(terminal, { ...infoOf(set), ...hash });
        for (const line of infoLines(set)) terminal.say(line);
        if (hash.hash) terminal.say(`\nSHA-256 ${hash.hash}`);
      });
    });
}

function addCheck(command: Command, terminal: Terminal): void {
  withSource(command.command("check"))
    .argument("<set>", "folder or file")
    .description("Read a whole set and find what a trainer would stumble over. Exit code 1 where there is something.")
    .option("--json", "print the findings as JSON")
    .addHelpText("after", examples("dataset check lifting/", "dataset check lifting/ --json | jq '.issues[].kind'"))
    .action((path: string, options: CheckOptions) => checkSet(path, options, terminal));
}

async function checkSet(path: string, options: CheckOptions, terminal: Terminal): Promise<void> {
  const [{ withSet }, { check, placeOf }] = await Promise.all([
    import("../dataset/open.ts"),
    import("@sakiyomi/learn"),
  ]);
  const progress = progressOn(terminal, "episodes");
  const onProgress = (done: number, total: number) => progress.at(done, total);
  const report = await withSet(path, options, ({ source }) => check(source, { onProgress })).finally(progress.end);
  const { issues, episodes, frames } = report;
  if (issues.length > 0) terminal.exit(exits.trouble);
  if (options.json) return sayJson(terminal, { episodes, frames, issues });
  for (const issue of issues) terminal.say(`${issue.kind}: ${placeOf(issue)}: ${issue.what} ${issue.remedy}`);
  const found = issues.length === 0 ? "nothing wrong" : counted(issues.length, "finding");
  terminal.say(`${counted(episodes, "episode")}, ${counted(frames, "frame")}: ${found}.`);
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

function addView(command: Command, terminal: Terminal): void {
  withSource(command.command("view"))
    .argument("<set>", "folder or file")
    .description("Show the episodes in the terminal, each signal as a line of bars.")
    .option("--episode <n>", "the episode whose signals are shown (default: the first)")
    .option("--frames <dir>", "also write its images there, as PNG")
    .option("--every <n>", "write each n-th image", "1")
    .addHelpText(
      "after",
      examples("dataset view lifting/", "dataset view lifting/ --episode 3 --frames pictures/ --every 10"),
    )
    .action(async (path: string, options: ViewOptions) => {
      const { withSet } = await import("../dataset/open.ts");
      await withSet(path, options, ({ source }) => viewSet(source, options, terminal));
    });
}

async function viewSet(source: EpisodeSource, options: ViewOptions, terminal: Terminal): Promise<void> {
  const { episodeLines, saveFrames, sparkLines } = await import("../dataset/view.ts");
  const most = source.episodes.length - 1;
  if (most < 0) return terminal.say("The set has no episode.");
  const episode = readWhole("--episode", options.episode ?? "0", 0, most);
  const every = readWhole("--every", options.every, 1, 1_000_000);
  if (options.episode === undefined) for (const line of [...episodeLines(source), ""]) terminal.say(line);
  const task = source.episodes[episode]?.task;
  terminal.say(`Episode ${episode}${task === undefined ? "" : `, “${task}”`}:`);
  for (const line of await sparkLines(source, episode)) terminal.say(line);
  if (options.frames === undefined) return;
  terminal.say(`${counted(await saveFrames(source, episode, options.frames, every), "image")} in ${options.frames}.`);
}

const readWhole = (name: string, said: string, least: number, most: number): number =>
  Math.trunc(readNumber(name, said, least, most));

function addConvert(command: Command, terminal: Terminal): void {
  withSource(command.command("convert"))
    .argument("<set>", "folder or file")
    .argument("<folder>", "new; it appears whole or not at all")
    .description("Write a set in another format.")
    .option("--to <format>", "lerobot, eipl or csv", "lerobot")
    .option("--test <share>", "to EIPL: this share of the episodes into test/, the rest into train/")
    .option("--seed <n>", "of the split", "1")
    .option("--robot <name>", "to LeRobot: what it was recorded with")
    .option("--json", "print what was written as JSON")
    .addHelpText(
      "after",
      examples(
        "dataset convert eipl-data/ lifting/ --rate 10",
        "dataset convert rosbags/ lifting/ --mapping arm.yaml",
        "dataset convert lifting/ arrays/ --to eipl --test 0.2",
      ),
    )
    .action((path: string, folder: string, options: ConvertOptions) => convert(path, folder, options, terminal));
}

async function convert(path: string, folder: string, options: ConvertOptions, terminal: Terminal): Promise<void> {
  const [{ withSet }, learn, { folderTarget }] = await Promise.all([
    import("../dataset/open.ts"),
    import("@sakiyomi/learn"),
    import("@sakiyomi/learn/node"),
  ]);
  const { writable, writeEpisodes, splitEpisodes } = learn;
  if (!writable.includes(options.to as FormatName))
    throw new Fault("CLI_USAGE", `--to ${options.to} is none of ${writable.join(", ")}.`);
  await withSet(path, options, async ({ source }) => {
    const share = options.test === undefined ? null : Number(options.test);
    const split =
      share === null ? learn.ownSplit(source) : splitEpisodes(source, { test: share, seed: Number(options.seed) });
    const progress = progressOn(terminal, "episodes");
    const left = await writeEpisodes(options.to as FormatName, source, await folderTarget(folder), {
      onProgress: (done, total) => progress.at(done, total),
      split,
      ...(options.robot !== undefined && { robot: options.robot }),
    }).finally(progress.end);
    const frames = source.episodes.reduce((sum, { length }) => sum + length, 0);
    if (options.json)
      return sayJson(terminal, { folder, format: options.to, episodes: source.episodes.length, frames, left });
    terminal.say(`${counted(source.episodes.length, "episode")}, ${counted(frames, "frame")} in ${folder}.`);
    for (const line of [...left, ...(source.notes ?? [])]) terminal.say(line);
  });
}
