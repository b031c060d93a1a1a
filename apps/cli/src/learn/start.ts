import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "@sakiyomi/core";
import { type Fitted, LearnFault, type RunState, sizeOf } from "@sakiyomi/learn";
import { createRunFolder, openRunFolder, type RunFolder, runFiles } from "@sakiyomi/learn/node";
import { z } from "zod";
import { sayJson, type Terminal } from "../terminal.ts";
import { type ReadConfig, readConfig } from "./config.ts";
import { needsMemory } from "./machine.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { type Resolved, run } from "./run.ts";
import { configSchema } from "./schema.ts";
import { shown, watchOn } from "./watch.ts";

export interface StartOptions {
  readonly text: string;
  /** Of the file, for errors. */
  readonly name: string;
  /** Where the run lies when nobody says it; a number is added where one lies there. */
  readonly usualDir: string;
  readonly run?: string;
  readonly json?: true;
}

export async function startRun(options: StartOptions, terminal: Terminal): Promise<void> {
  const { config, refuse } = readConfig(options.text, options.name);
  const prepared = await prepare(config, refuse);
  const dir = options.run ?? config.run ?? (await freeDir(options.usualDir));
  needsMemory(prepared);
  const folder = await createRunFolder(dir, titleOf(prepared));
  const resolved: Resolved = { config: prepared.config, data: await prepared.source.hash(), split: prepared.split };
  await folder.write("config", options.text);
  await folder.write("resolved", textOf(resolved));
  await work({ prepared, folder, json: options.json === true }, terminal);
}

export interface ResumeOptions {
  readonly dir: string;
  readonly json: boolean;
  /** Of the whole run, instead of those that it was made for. */
  readonly epochs?: number;
}

export async function resumeRun({ dir, json, epochs }: ResumeOptions, terminal: Terminal): Promise<void> {
  const { prepared, resolved } = await preparedRun(dir, epochs);
  const now = await prepared.source.hash();
  if (now !== resolved.data)
    throw new Fault("CLI_USAGE", `${prepared.config.data.from} is not what ${dir} was trained on; train anew.`);
  const folder = await openRunFolder(dir, titleOf(prepared));
  const from = await folder.state("last");
  if (prepared.steps < from.learner.step)
    throw new Fault("CLI_USAGE", `${dir} has done ${from.learner.step} steps, and --epochs ${epochs} are fewer.`);
  if (epochs !== undefined) await folder.write("resolved", textOf({ ...resolved, config: prepared.config }));
  await work({ prepared, folder, json, from }, terminal);
}

const textOf = (resolved: Resolved): string => `${JSON.stringify(resolved, null, 2)}\n`;

/** A run as it was built, from its folder. */
export async function preparedRun(
  dir: string,
  epochs?: number,
): Promise<{ readonly prepared: Prepared; readonly resolved: Resolved }> {
  const folder = await openRunFolder(dir);
  const resolved = readResolved(await folder.read("resolved"), join(dir, runFiles.resolved));
  const refuse: ReadConfig["refuse"] = (issue) => {
    throw new Fault("CLI_USAGE", `${join(dir, runFiles.resolved)}: ${issue.path.join(".")}: ${issue.message}.`);
  };
  const { steps: _, ...train } = resolved.config.train;
  const config = epochs === undefined ? resolved.config : { ...resolved.config, train: { ...train, epochs } };
  return { prepared: await prepare(config, refuse), resolved };
}

const resolvedSchema = z.object({
  config: configSchema,
  data: z.string(),
  split: z.object({ train: z.array(z.number()), test: z.array(z.number()) }),
});

function readResolved(text: string, path: string): Resolved {
  try {
    return resolvedSchema.parse(JSON.parse(text));
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : [];
    const what = issue ? `${issue.path.join(".")}: ${issue.message}` : (cause as Error).message;
    throw new LearnFault("run", `${path} is damaged (${what}).`, `Train anew from ${runFiles.config}.`, { cause });
  }
}

const titleOf = ({ model, config }: Prepared): string =>
  `${model.kind} on ${config.data.from}, seed ${config.train.seed}`;

async function freeDir(usual: string): Promise<string> {
  for (let n = 1; ; n += 1) {
    const dir = n === 1 ? usual : `${usual}-${n}`;
    if (!(await stat(join(dir, runFiles.resolved)).catch(() => null))) return dir;
  }
}

interface Work {
  readonly prepared: Prepared;
  readonly folder: RunFolder;
  readonly json: boolean;
  readonly from?: RunState;
}

async function work({ prepared, folder, json, from }: Work, terminal: Terminal): Promise<void> {
  introduce(prepared, folder, from, terminal);
  const stop = new AbortController();
  void terminal.stopped().then(() => stop.abort());
  const watch = watchOn(terminal);
  const options = { prepared, folder, signal: stop.signal, onStep: watch.onStep, ...(from ? { from } : {}) };
  try {
    const fitted = await run(options).finally(watch.end);
    if (json) sayJson(terminal, resultOf(prepared, folder, fitted));
    else conclude(folder, fitted, terminal);
  } finally {
    await prepared.source.close();
  }
}

function introduce(prepared: Prepared, folder: RunFolder, from: RunState | undefined, terminal: Terminal): void {
  const { model, split, train, steps, rate, source } = prepared;
  const weights = model.parameters.reduce((total, { shape }) => total + sizeOf(shape), 0);
  const { time, batch } = train.size;
  for (const note of source.notes ?? []) terminal.note(`Data: ${note}`);
  terminal.note(
    `${model.kind}, ${weights} parameters, on ${split.train.length} episodes (${split.test.length} kept for the test), ` +
      `batches of ${batch} × ${time} steps, ${steps} optimiser steps, rate ${rate.words}.`,
  );
  if (from) terminal.note(`Going on after step ${from.learner.step}.`);
  terminal.note(`Run: ${folder.dir}`);
}

const endings: Readonly<Record<Fitted["why"], string>> = {
  finished: "Trained",
  patience: "No longer getting better: ended",
  stopped: "Stopped and kept",
};

function conclude({ dir }: RunFolder, { why, state }: Fitted, terminal: Terminal): void {
  const { best, learner, seconds } = state;
  const judged = best ? `; best loss ${shown(best.loss)} at step ${best.step}` : "";
  terminal.say(`${endings[why]} at step ${learner.step} after ${seconds.toFixed(1)} s${judged}.`);
  if (why === "stopped") terminal.say(`Go on: sakiyomi resume ${dir}`);
  else if (best) terminal.say(`Model: ${join(dir, runFiles.model)}    curve: ${join(dir, runFiles.picture)}`);
}

const resultOf = ({ steps }: Prepared, { dir }: RunFolder, { why, state }: Fitted) => ({
  run: dir,
  ended: why,
  step: state.learner.step,
  steps,
  best: state.best,
  seconds: state.seconds,
});
