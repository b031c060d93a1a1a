import { readFileSync } from "node:fs";
import {
  inventedDrug,
  inventedRows,
  readSituations,
  type SituationRow,
  vocabulary,
} from "@sakiyomi/medication/testing";
import { code, generated, table } from "./markdown.ts";

const SOURCE = "medication/situations/bedside.csv";

const rowOf = ({
  number,
  title,
  ordered,
  before,
  person,
  scanned,
  when,
  how,
  staff,
  verdict,
  findings,
  words,
}: SituationRow) => [
  number,
  title,
  ordered.replaceAll(" | ", "; then "),
  [before, person, scanned].filter((cell) => cell !== "-").join("; "),
  when,
  [how, staff].join("; "),
  `**${verdict}**`,
  findings,
  words.replaceAll(" / ", " … "),
];

const phraseTables = (): readonly string[] =>
  Object.entries(vocabulary).flatMap(([column, phrases]) => [
    `### ${column}`,
    table(
      ["Example", "What it means"],
      phrases.map(({ example, means }) => [code(example), means]),
    ),
  ]);

const drugTable = (): string =>
  table(
    ["In the table", "Name", "Ingredient", "Package"],
    inventedRows.map(({ key }) => {
      const { name, ingredient, pack } = inventedDrug(key);
      return [code(key), name, ingredient, pack];
    }),
  );

/** Every situation at the bedside with what has to be decided and said, and the words in which they are written. */
export const situationsPage = (): string =>
  [
    generated(`${SOURCE} and the phrases of medication/src/testing/situations`),
    "# Situations at the bedside",
    "What is scanned, and what the check decides and says. A pharmacist or nurse can read and correct them: they are the rows of [bedside.csv](../../medication/situations/bedside.csv), and a test runs each of them through the very check that page, server and robot use. Verdict, findings and words have to be as they stand there; `npm test -- medication/src/check/situations` says which row is not.",
    "Ann is the person on whose round this is; Bo is somebody else who is here; Sato gives, and Abe is a colleague. The medicines are invented, so that nobody mistakes a test for advice. What stands in the findings is whatever is not right; a dash says that all is.",
    "**A pharmacist and a doctor have to approve these before use.**",
    table(
      [
        "",
        "Situation",
        "Ordered",
        "Before; person; scanned",
        "When",
        "How; by whom",
        "Verdict",
        "Not right",
        "Has to be said",
      ],
      readSituations(readFileSync(SOURCE, "utf8")).map(rowOf),
    ),
    "## How a row is written",
    "Comma-separated, a cell with a comma in quotes; lines that begin with `#` are notes. `ordered`: a medicine of the list below, how much, and when, as in `pressure5 1 tablet at 08:00 and 20:00`, `stool 1 tablet every 8 h from 06:00`, `painTablet 1 tablet as needed, 4 h apart, at most 3`, `drip 1 vial at once`, `stool 1 tablet no hours`; several orders with a bar between them. `when`: an hour of Monday 23 November 2026 in Tokyo, or another day and zone, as in `2026-03-29 03:30 Europe/Berlin`. `words`: parts of sentences that have to be said, with ` / ` between them. The other columns know these phrases, with `;` between two (` + ` between two things that were scanned):",
    ...phraseTables(),
    "### Medicines",
    drugTable(),
  ].join("\n\n");
