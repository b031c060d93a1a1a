import { arch, availableParallelism, platform } from "node:os";
import type { Backend } from "@sakiyomi/learn";
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

const MEGABYTE = 1 << 20;
export const memoryInUse = (): string => `${Math.round(process.memoryUsage.rss() / MEGABYTE)} MB`;
