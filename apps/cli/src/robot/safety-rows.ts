import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Hazard, type NamedTest, proofFile, prove, titleOf } from "@sakiyomi/robot/hazards";

export type SafetyResult = "proved" | "passed" | "failed" | "skipped" | "missing" | "not run" | "instruction";

/** One line of the matrix: a hazard, one thing that is done about it, the test of that, and how it ended last. */
export interface SafetyRow {
  readonly hazard: string;
  readonly title: string;
  /** Of ISO 13482:2014 clause 5; "": the software's own, or the ward's. */
  readonly clause: string;
  readonly mitigation: string;
  readonly test: string;
  readonly result: SafetyResult;
  /** What happens without the mitigation, what went wrong, or who answers for it. */
  readonly found: string;
}

/** A line as long as its test has not been run. */
export interface Planned extends Omit<SafetyRow, "result" | "found"> {
  readonly named: NamedTest | null;
}

/** How a test of the repository ended. */
export interface TestResult {
  readonly file: string;
  readonly test: string;
  readonly result: "passed" | "failed" | "skipped";
}

const common = ({ id, title, clause }: Hazard) => ({ hazard: id, title, clause: clause ?? "" });

/** What the proofs of the robot's hazards show, now and here; and who answers for what software cannot do. */
export const provedRows = (hazard: Hazard): readonly SafetyRow[] => {
  const rows = hazard.proofs.map((proof): SafetyRow => {
    const { isProved, found } = prove(proof);
    const test = `${proofFile} › ${titleOf(hazard, proof.mitigation)}`;
    const result = isProved ? "proved" : "failed";
    return { ...common(hazard), mitigation: proof.mitigation, test, result, found };
  });
  const { instruction } = hazard;
  if (!instruction) return rows;
  const owned = { mitigation: "people", test: "", result: "instruction" as const, found: instruction.owner };
  return [...rows, { ...common(hazard), ...owned }];
};

/** What is done, as its first sentence says it. */
const firstOf = (done: string): string => /^.*?[.:;](?= |$)/.exec(done)?.[0].slice(0, -1) ?? done;

/** The tests that the robot's hazards name. */
export const namedRows = (hazard: Hazard): readonly Planned[] =>
  (hazard.tests ?? []).map((named) => ({
    ...common(hazard),
    mitigation: firstOf(hazard.done ?? ""),
    test: `${named.file} › ${named.test}`,
    named,
  }));

/** The ward's hazards of docs/safety.md: every file that one names, or none. */
export const wardRows = (root: string, known: ReadonlySet<string>): readonly Planned[] => {
  const page = join(root, "docs/safety.md");
  if (!existsSync(page)) return [];
  return readFileSync(page, "utf8")
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => {
      const [, hazard = "", title = ""] = /^(H-\d+) (.*)/.exec(section) ?? [];
      if (hazard === "" || known.has(hazard)) return [];
      const files = [...section.matchAll(/\]\(\.\.\/([^)]+\.ts)\)/g)].map(([, file = ""]) => file);
      return (files.length > 0 ? files : [""]).map((file) => ({
        hazard,
        title,
        clause: "",
        mitigation: firstOf(/\*\*Done\.\*\* (.*)/.exec(section)?.[1] ?? ""),
        test: file,
        named: file === "" ? null : { file, test: "" },
      }));
    });
};

/** How the planned line's test ended. A file without a title: all of its tests together. */
export const ended = (planned: Planned, results: readonly TestResult[] | null, areHere = true): SafetyRow => {
  const { named, ...row } = planned;
  if (!named) return { ...row, result: "missing", found: "the hazard names no test" };
  if (!results) return { ...row, result: "not run", found: areHere ? "left out" : "not part of this installation" };
  const mine = results.filter(({ file, test }) => file === named.file && test.endsWith(named.test));
  if (mine.length === 0) return { ...row, result: "missing", found: "no such test was run" };
  const failed = mine.filter(({ result }) => result === "failed");
  const [first] = failed;
  if (first) return { ...row, result: "failed", found: first.test };
  const passed = mine.filter(({ result }) => result === "passed").length;
  return passed > 0
    ? { ...row, result: "passed", found: `${passed} ${passed === 1 ? "test" : "tests"}` }
    : { ...row, result: "skipped", found: "what it needs is not on this machine" };
};
