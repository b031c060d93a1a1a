import type { AddCommand } from "../command.ts";
import { conform } from "./conform.ts";
import { journal } from "./journal.ts";
import { simulate } from "./simulate.ts";
import { start } from "./start.ts";

/** In the order in which --help shows them. */
export const commands: readonly AddCommand[] = [start, simulate, journal, conform];
