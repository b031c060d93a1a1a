import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readJsonFile } from "./json-file.ts";
import { type Mode, modes } from "./places.ts";
import { version } from "./version.ts";

/** Which ward a backup is of: a demo is never restored among real people (H-09). */
const shape = z.object({ mode: z.enum(modes), program: z.string() });
type About = z.infer<typeof shape>;

const file = (folder: string): string => join(folder, "about.json");

export const aboutOf = (mode: Mode): About => ({ mode, program: version() });

export const about = {
  write: (folder: string, said: About): void => writeFileSync(file(folder), `${JSON.stringify(said, null, 2)}\n`),
  /** Null where it was not written by the command line. */
  read: (folder: string): About | null => (existsSync(file(folder)) ? readJsonFile(file(folder), shape) : null),
};
