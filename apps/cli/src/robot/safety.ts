import { type Hazard, hazards } from "@sakiyomi/robot/hazards";
import { progressOn } from "../progress.ts";
import { textTable } from "../table.ts";
import { exits, sayJson, type Terminal } from "../terminal.ts";
import {
  ended,
  namedRows,
  type Planned,
  provedRows,
  type SafetyRow,
  type TestResult,
  wardRows,
} from "./safety-rows.ts";
import { repositoryRoot, runTests, toRun } from "./safety-tests.ts";

export interface SafetyOptions {
  /** The robot's hazards alone, without the ward's. */
  readonly robot?: boolean;
  /** Only what can be proved in this process, within a second: named tests are not run. */
  readonly quick?: boolean;
  readonly json?: boolean;
}

/** Lines that a report may not have: a hazard without a test, a test that fails. */
const isBad = ({ result }: SafetyRow): boolean => result === "failed" || result === "missing";

/**
 * The matrix hazard → mitigation → test → last result. Proofs are played here and now, with and without their mitigation;
 * tests that a hazard names are run in a process of their own. Ends with trouble where a hazard has no test, or one fails.
 */
export async function safetyReport(terminal: Terminal, options: SafetyOptions = {}): Promise<void> {
  const root = repositoryRoot();
  const known = new Set(hazards.map(({ id }) => id));
  const planned = [...(options.robot || !root ? [] : wardRows(root, known)), ...hazards.flatMap(namedRows)];
  const results = options.quick || !root ? null : await tested(root, planned, terminal);
  const rows = [
    ...hazards.flatMap(provedRows),
    ...planned.map((one) => ended(one, results)),
    ...hazards.flatMap(lacking),
  ];
  rows.sort((a, b) => a.hazard.localeCompare(b.hazard));
  if (options.json) sayJson(terminal, rows);
  else say(rows, terminal);
  if (rows.some(isBad)) terminal.exit(exits.trouble);
}

/** A hazard for which the software does something that nothing shows, or for which nobody does anything. */
export const lacking = (hazard: Hazard): readonly SafetyRow[] => {
  const { id, title, clause, done, proofs, tests = [], instruction } = hazard;
  const isShown = done === null ? instruction !== undefined : proofs.length + tests.length > 0;
  if (isShown) return [];
  const found = done === null ? "nobody answers for it" : "no test shows what is done";
  return [{ hazard: id, title, clause: clause ?? "", mitigation: "", test: "", result: "missing", found }];
};

const tested = async (
  root: string,
  planned: readonly Planned[],
  terminal: Terminal,
): Promise<readonly TestResult[]> => {
  const files = [...new Set(planned.flatMap(({ named }) => (named ? [named.runBy ?? toRun(named.file)] : [])))];
  const progress = progressOn(terminal, "tests");
  const results = await runTests(root, files, (count) => progress.at(count, Math.max(count, mostTests)));
  progress.end();
  return results;
};

/** About so many tests are named: for the bar. */
const mostTests = 450;

const say = (rows: readonly SafetyRow[], terminal: Terminal): void => {
  const table = rows.map(({ hazard, title, clause, mitigation, result, test, found }) => [
    cut(`${hazard} ${title}`, 40),
    clause || "–",
    cut(mitigation, 44),
    result === "failed" || result === "missing" ? result.toUpperCase() : result,
    cut(test.replace(/^.*\/(?=[^/]*\/[^/]*\.ts)/, ""), 60),
    found,
  ]);
  const head = ["Hazard", "ISO 13482", "Mitigation", "Last result", "Test", "Without it, or else"];
  for (const line of textTable([head, ...table])) terminal.say(line);
  terminal.say();
  const count = (wanted: SafetyRow["result"]): number => rows.filter(({ result }) => result === wanted).length;
  terminal.say(
    `${new Set(rows.map(({ hazard }) => hazard)).size} hazards: ${count("proved")} mitigations proved by the harm without them, ` +
      `${count("passed")} tests passed, ${count("skipped")} skipped, ${count("not run")} not run, ` +
      `${count("failed")} failed, ${count("missing")} missing; ${count("instruction")} instructions for people.`,
  );
};

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
