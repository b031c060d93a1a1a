import { arch, availableParallelism, platform, totalmem } from "node:os";
import { Fault } from "@sakiyomi/core";
import { type Backend, type Model, sizeOf } from "@sakiyomi/learn";
import { version } from "../version.ts";

/** What a card says of the machine: its kind, no names. */
export const machineKind = (backend: Backend, threads: number | undefined) => ({
  platform: platform(),
  processor: arch(),
  cores: availableParallelism(),
  threads: threads ?? availableParallelism(),
  node: process.versions.node,
  backend: backend.name,
  sakiyomi: version(),
});

/** Weights, their gradient and the optimiser's two moments; a batch. */
const COPIES = 4;
const BYTES = 4;

/**
 * What is beyond this machine whatever the runtime does, before a folder is made for it.
 * @throws {Fault} "CLI_USAGE"
 */
export function needsMemory({ model, train: { size } }: { readonly model: Model; readonly train: Sized }): void {
  const weights = model.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const inputs = Object.values(model.inputs(size)).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const has = totalmem();
  const tooLarge = (what: string, count: number, remedy: string) => {
    if (count * BYTES <= has) return;
    throw new Fault(
      "CLI_USAGE",
      `${what} would take ${gigabytes(count * BYTES)} of memory, and this machine has ${gigabytes(has)}: ${remedy}.`,
    );
  };
  tooLarge(`${weights} weights`, COPIES * weights, "make the model smaller");
  tooLarge(`A batch of ${size.batch} × ${size.time} steps`, inputs, "lower train.batch, or cut data.window");
}

interface Sized {
  readonly size: Parameters<Model["inputs"]>[0];
}

const gigabytes = (bytes: number): string => `${Number((bytes / 2 ** 30).toPrecision(2))} GB`;

const MEGABYTE = 1 << 20;
export const memoryInUse = (): string => `${Math.round(process.memoryUsage.rss() / MEGABYTE)} MB`;
