import { type AddCommand, examples } from "../command.ts";
import { textTable } from "../table.ts";
import { sayJson, type Terminal } from "../terminal.ts";

export const models: AddCommand = (program, terminal) => {
  program
    .command("models")
    .argument("[dir]", "a folder of runs")
    .description("The kinds of predictive models and what each is for; of a folder, its runs with their best loss.")
    .option("--json", "print them as JSON")
    .addHelpText("after", examples("models", "models runs"))
    .action((dir: string | undefined, { json }: { readonly json?: true }) => run(dir, json === true, terminal));
};

async function run(dir: string | undefined, json: boolean, terminal: Terminal): Promise<void> {
  const { kindRows, runRows } = await import("../learn/listed.ts");
  if (dir === undefined) {
    const kinds = kindRows();
    if (json) return sayJson(terminal, kinds);
    const rows = kinds.map(({ kind, parameters, sees, title }) => [kind, String(parameters), sees.join(", "), title]);
    for (const line of textTable([["kind", "parameters", "sees", "what it is for"], ...rows])) terminal.say(line);
    return terminal.say(
      "\nParameters for 8 joints or values and a picture of 64 × 64. A configuration: sakiyomi train --init KIND",
    );
  }
  const runs = await runRows(dir);
  if (json) return sayJson(terminal, runs);
  const rows = runs.map(({ run: at, kind, metric, steps, ended, data }) => [
    at,
    kind,
    metric.value?.toPrecision(3) ?? "",
    metric.on,
    String(steps),
    ended,
    data.name ?? "",
  ]);
  for (const line of textTable([["run", "kind", "loss", "on", "step", "ended", "data"], ...rows])) terminal.say(line);
}
