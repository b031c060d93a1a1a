import { existsSync } from "node:fs";
import { join } from "node:path";
import { Fault, type Instant, say } from "@sakiyomi/core";
import { type AddCommand, type DataOptions, examples, withData } from "../command.ts";
import { tableText } from "../evaluate/table.ts";
import { existingPlaces } from "../open.ts";
import { exits, sayJson, type Terminal } from "../terminal.ts";
import { readTime } from "../time.ts";

interface Options extends DataOptions {
  readonly from: string;
  readonly to?: string;
  readonly json?: true;
}

/** Reads the journal beside a running server, and changes nothing. */
export const alarms: AddCommand = (program, terminal) => {
  withData(program.command("alarms"))
    .description(
      "How good the alarms were: how many, what came of them, how soon, and which rules of whom are ignored. Names nobody but by id.",
    )
    .option("--from <time>", "ISO 8601, or a time ago such as 8h", "7d")
    .option("--to <time>", "ISO 8601, or a time ago; left out: now")
    .option("--json", "print the figures as JSON")
    .addHelpText("after", examples("alarms", "alarms --from 30d --json | jq .rules"))
    .action((options: Options) => run(options, terminal));
};

async function run(options: Options, terminal: Terminal): Promise<void> {
  const { data: dir } = existingPlaces(terminal, options);
  if (!existsSync(join(dir, "records.db"))) throw new Fault("CLI_FOLDER", `There is no journal in ${dir}.`);
  const now = Date.now();
  const from = readTime("--from", options.from, now);
  const to = options.to === undefined ? now : readTime("--to", options.to, now);
  if (to <= from) throw new Fault("CLI_USAGE", "--to is before --from.");
  const view = await viewOf(dir, from, to);
  if (options.json) sayJson(terminal, view);
  else terminal.say(await textOf(view));
  if (view.ignored.length > 0) terminal.exit(exits.trouble);
}

/** By the limits that the house has set, as the page has it. */
async function viewOf(dir: string, from: Instant, to: Instant): Promise<View> {
  const [{ readEntries, readRecords }, { alarmTypes, alarmsOf, placeTypes, policyIn, policyPlace, readFrom }] =
    await Promise.all([import("@sakiyomi/sqlite"), import("@sakiyomi/server")]);
  const saved = readRecords({ dir }, policyPlace.resourceType).find(({ id }) => id === policyPlace.id);
  const policy = policyIn(saved ?? null);
  const entries = [
    ...readEntries({ dir }, { types: placeTypes }),
    ...readEntries({ dir }, { types: alarmTypes, from: readFrom(policy, from, to) }),
  ].sort((a, b) => a.n - b.n);
  return alarmsOf(entries, from, to, { policy, decided: readRecords({ dir }, "AlarmDecision") });
}

type View = ReturnType<typeof import("@sakiyomi/server").alarmsOf>;
type Figures = View["all"];

async function textOf({ from, to, policy, all, rules, people, places, ignored }: View): Promise<string> {
  const { skills } = await import("@sakiyomi/skills");
  const row = (name: string, one: Figures) => ({ name, cells: cellsOf(one) });
  const said = ({ skill, example }: View["rules"][number]): string => {
    const words = skills.find(({ id }) => id === skill)?.words;
    return words ? say(words, example, { language: "en", zone: "UTC" }) : example.key;
  };
  return tableText({
    title: `Alarms from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`,
    columns: ["alarms", "a person and day", "acted on", "ignored", "still open", "median response"],
    rows: [
      row("all", all),
      ...rules.map((rule) => row(`rule ${rule.skill}: ${said(rule).slice(0, 60)}`, rule)),
      ...people.map((one) => row(`person ${one.person}`, one)),
      ...places.map((one) => row(`room ${one.placeName || "none"}`, one)),
    ],
    notes: [
      "Acted on: somebody took it, saw to it, or answered. Ignored: it went by itself, and nobody had done anything.",
      limitsOf(policy),
      ...ignored.map(
        ({ person, skill, rule, ignored: n, raised }) =>
          `IGNORED: ${n} of ${raised} alarms of ${skill} (${rule}) for ${person}; the page of alarm quality proposes what to change.`,
      ),
    ],
    figures: {},
  });
}

const limitsOf = ({ days, least, ignoredShare }: View["policy"]): string =>
  `The house's limits: of at least ${least} alarms of a rule for a person within ${days} days, more than ${+(100 * ignoredShare).toFixed(1)} % ignored.`;

function cellsOf({ raised, perPersonDay, acted, ignored, open, medianResponseMs }: Figures): readonly string[] {
  const decided = acted + ignored;
  const share = (n: number): string => (decided === 0 ? "–" : `${((100 * n) / decided).toFixed(0)} %`);
  const minutes = medianResponseMs === null ? "–" : `${(medianResponseMs / 60_000).toFixed(1)} min`;
  return [`${raised}`, perPersonDay.toFixed(2), share(acted), share(ignored), `${open}`, minutes];
}
