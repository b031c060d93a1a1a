import type { AddCommand } from "../command.ts";
import { backup } from "./backup.ts";
import { conform } from "./conform.ts";
import { erase } from "./erase.ts";
import { importCommand } from "./import.ts";
import { journal } from "./journal.ts";
import { restore } from "./restore.ts";
import { simulate } from "./simulate.ts";
import { start } from "./start.ts";

/** In the order in which --help shows them. */
export const commands: readonly AddCommand[] = [
  start,
  simulate,
  importCommand,
  journal,
  backup,
  restore,
  erase,
  conform,
];
