import { type AddCommand, examples } from "../command.ts";
import type { Check, Diagnosis, Health } from "../doctor/check.ts";
import { clock, disk, memory, node, port, writing } from "../doctor/machine.ts";
import { wards } from "../doctor/wards.ts";
import { readNumber } from "../open.ts";
import { modes, placesOf } from "../places.ts";
import { exits, sayJson, type Terminal } from "../terminal.ts";
import { PORT } from "./start.ts";

interface Options {
  readonly data?: string;
  readonly port: string;
  readonly json?: true;
}

const checks: readonly Check[] = [node, memory, disk, writing, port, clock, wards];
const marks: Readonly<Record<Health, string>> = { good: "✓", note: "!", bad: "✗" };

export const doctor: AddCommand = (program, terminal) => {
  program
    .command("doctor")
    .description("Look at machine, disk, port, clock, databases and journal, and say what to do.")
    .option("--data <dir>", "folder of the databases (default: $XDG_DATA_HOME/sakiyomi)")
    .option("--port <n>", "that the server wants", String(PORT))
    .option("--json", "print the findings as JSON")
    .addHelpText("after", examples("doctor", "doctor --data /srv/sakiyomi --json"))
    .action((options: Options) => run(options, terminal));
};

async function run(options: Options, terminal: Terminal): Promise<void> {
  const patient = {
    places: modes.map((mode) => placesOf(terminal.env, mode, options.data)),
    env: terminal.env,
    port: readNumber("--port", options.port, 1, 65_535),
  };
  const found: Diagnosis[] = [];
  for (const check of checks) {
    const diagnoses = await check(patient);
    found.push(...diagnoses);
    if (!options.json) for (const diagnosis of diagnoses) tell(diagnosis, terminal);
  }
  if (options.json) sayJson(terminal, found);
  if (found.some(({ health }) => health === "bad")) terminal.exit(exits.trouble);
}

function tell({ check, health, found, advice }: Diagnosis, terminal: Terminal): void {
  terminal.say(`${marks[health]} ${check.padEnd(14)} ${found}`);
  if (advice !== null) terminal.say(`  ${"".padEnd(14)} → ${advice}`);
}
