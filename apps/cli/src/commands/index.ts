import type { AddCommand } from "../command.ts";
import { conform } from "./conform.ts";

/** In the order in which --help shows them. */
export const commands: readonly AddCommand[] = [conform];
