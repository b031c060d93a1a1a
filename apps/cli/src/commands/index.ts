import type { AddCommand } from "../command.ts";
import { alarms } from "./alarms.ts";
import { backup } from "./backup.ts";
import { bench } from "./bench.ts";
import { conform } from "./conform.ts";
import { dataset } from "./dataset.ts";
import { doctor } from "./doctor.ts";
import { erase } from "./erase.ts";
import { evaluate } from "./evaluate.ts";
import { exportCommand } from "./export.ts";
import { importCommand } from "./import.ts";
import { journal } from "./journal.ts";
import { medication } from "./medication.ts";
import { models } from "./models.ts";
import { predict } from "./predict.ts";
import { replay } from "./replay.ts";
import { restore } from "./restore.ts";
import { resume } from "./resume.ts";
import { robot, safety } from "./robot.ts";
import { simulate } from "./simulate.ts";
import { sql } from "./sql.ts";
import { start } from "./start.ts";
import { train } from "./train.ts";

/** In the order in which --help shows them. */
export const commands: readonly AddCommand[] = [
  start,
  simulate,
  importCommand,
  replay,
  sql,
  exportCommand,
  journal,
  alarms,
  backup,
  restore,
  erase,
  medication,
  conform,
  train,
  resume,
  predict,
  models,
  dataset,
  robot,
  safety,
  evaluate,
  bench,
  doctor,
];
