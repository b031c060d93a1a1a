import { readFile } from "node:fs/promises";
import { Fault, type Read, type Refusal, refusalLine } from "@sakiyomi/core";
import type { Drug, MedicationOrder, PriceList } from "@sakiyomi/medication";
import type { MedicationDesk } from "@sakiyomi/server";
import type { Command } from "commander";
import { type AddCommand, type DataOptions, examples, withData } from "../command.ts";
import { existingPlaces, readNumber } from "../open.ts";
import { refused } from "../refused.ts";
import { textTable } from "../table.ts";
import { exits, sayJson, type Terminal } from "../terminal.ts";
import { withWard } from "../ward.ts";

const importer = { id: "import:cli", name: "import" };
const mostShown = 20;

export const medication: AddCommand = (program, terminal) => {
  const command = program
    .command("medication")
    .description("Read codes of packages, the list of drugs and orders; bring them into a ward.")
    .addHelpText(
      "after",
      examples("medication code '(01)04912345678904(17)280331(10)A1'", "medication drugs price-list.csv --import"),
    );
  addCode(command, terminal);
  addDrugs(command, terminal);
  addLookAlikes(command, terminal);
  addOrders(command, terminal);
};

function addCode(command: Command, terminal: Terminal): void {
  command
    .command("code")
    .argument("<text>", "as a scanner gives it, or in brackets as it is printed under the symbol")
    .description("What the code of a package, a wristband or a pack says; wrong check digits are refused.")
    .option("--json", "print it as JSON")
    .addHelpText(
      "after",
      examples("medication code '(01)04912345678904(17)280331(10)A1'", "medication code 4912345678904"),
    )
    .action(async (code: string, options: { readonly json?: true }) => {
      const [{ readElements }, { codeLines }] = await Promise.all([
        import("@sakiyomi/medication"),
        import("../medication/code-lines.ts"),
      ]);
      // What a shell cannot type: a separator written as it is named.
      const text = code.replaceAll("<GS>", "\u001d").replaceAll("<FNC1>", "\u001d");
      const read = given(readElements(text));
      if (options.json) return sayJson(terminal, read);
      for (const line of codeLines(text, read)) terminal.say(line);
    });
}

interface DrugsOptions extends DataOptions {
  readonly codes?: string;
  readonly date: string;
  readonly import?: true;
}

function addDrugs(command: Command, terminal: Terminal): void {
  withData(command.command("drugs"))
    .argument("<file>", "the ministry's price list (薬価基準収載品目リスト) as CSV in UTF-8")
    .description("Read a list of drugs and say what could be read; with --import the ward uses it from then on.")
    .option("--codes <file>", "which barcode is which drug: CSV with gtin, code and, where it is known, value and unit")
    .option("--date <date>", "of the list", new Date().toISOString().slice(0, 10))
    .option("--import", "bring both into the ward, which has to be stopped")
    .addHelpText(
      "after",
      examples(
        "medication drugs price-list.csv",
        "medication drugs price-list.csv --codes gtin.csv --date 2025-07-16 --import",
      ),
    )
    .action((file: string, options: DrugsOptions) => drugs(file, options, terminal));
}

async function drugs(file: string, options: DrugsOptions, terminal: Terminal): Promise<void> {
  const { formularyOf, readPackCodes, readPriceList } = await import("@sakiyomi/medication");
  const text = await textOf(file);
  const list = readPriceList(text);
  const codes = options.codes === undefined ? null : await textOf(options.codes);
  const packs = codes === null ? null : readPackCodes(codes, formularyOf(list.drugs, []));
  for (const line of listLines(list)) terminal.say(line);
  if (packs) terminal.say(`${packs.packCodes.length} codes of packages read, ${packs.wrong.length} refused`);
  const wrong = [...list.wrong, ...(packs?.wrong ?? [])];
  sayWrong(wrong, terminal);
  if (options.import) await bringIn({ text, codes, date: options.date }, options, terminal);
  if (wrong.length > 0) terminal.exit(exits.trouble);
}

function listLines({ drugs: all, wrong }: PriceList): readonly string[] {
  const share = (holds: (drug: Drug) => boolean): string => {
    const count = all.filter(holds).length;
    return `${count} (${((100 * count) / Math.max(1, all.length)).toFixed(1)} %)`;
  };
  return [
    `${all.length} drugs read, ${wrong.length} rows refused`,
    `strength read  ${share(({ strength }) => strength !== null)}`,
    `unit read      ${share(({ unit }) => unit !== null)}`,
    `route known    ${share(({ routes }) => routes[0] !== "other")}`,
    `narcotics      ${all.filter(({ isNarcotic }) => isNarcotic).length}`,
  ];
}

function sayWrong(wrong: readonly Refusal[], terminal: Terminal): void {
  for (const refusal of wrong.slice(0, mostShown)) terminal.say(refusalLine(refusal));
  if (wrong.length > mostShown) terminal.say(`… and ${wrong.length - mostShown} more`);
}

function bringIn(
  files: { readonly text: string; readonly codes: string | null; readonly date: string },
  options: DrugsOptions,
  terminal: Terminal,
): Promise<void> {
  return withDesk(options, terminal, async ({ room: { shelf } }) => {
    given(await shelf.importDrugs(files.text, files.date, importer));
    if (files.codes !== null) given(await shelf.importPackCodes(files.codes, importer));
    terminal.say(`The ward has ${shelf.formulary.size} drugs from now on.`);
  });
}

function addLookAlikes(command: Command, terminal: Terminal): void {
  command
    .command("look-alikes")
    .argument("<file>", "the price list as CSV in UTF-8")
    .argument("[name]", "of one drug; left out: the pairs of the whole list that are most alike")
    .description("Names that can be taken for each other, of other ingredients.")
    .option("--most <n>", "so many are shown", "30")
    .addHelpText(
      "after",
      examples("medication look-alikes price-list.csv アマリール", "medication look-alikes price-list.csv"),
    )
    .action(async (file: string, name: string | undefined, { most }: { readonly most: string }) => {
      const { formularyOf, lookAlikePairs, readPriceList } = await import("@sakiyomi/medication");
      const { drugs: all } = readPriceList(await textOf(file));
      const count = readNumber("--most", most, 1, 100_000);
      const formulary = formularyOf(all, []);
      const [found] = name === undefined ? [] : formulary.find(name, 1);
      if (name !== undefined && !found) throw new Fault("CLI_USAGE", `${name} is in no name of the list.`);
      const pairs = found
        ? formulary.lookAlikes(found.code).map(({ drug, likeness }) => ({ one: found, other: drug, likeness }))
        : [...lookAlikePairs(all)].toSorted((a, b) => b.likeness - a.likeness);
      const rows = pairs
        .slice(0, count)
        .map(({ one, other, likeness }) => [one.name, other.name, other.ingredient, likeness.toFixed(2)]);
      for (const line of textTable([["name", "can be taken for", "which is", "likeness"], ...rows])) terminal.say(line);
      terminal.say(`${pairs.length} in all`);
    });
}

interface OrdersOptions extends DataOptions {
  readonly zone: string;
  readonly import?: true;
  readonly json?: true;
}

function addOrders(command: Command, terminal: Terminal): void {
  withData(command.command("orders"))
    .argument("<file...>", "FHIR R4: NDJSON, or JSON with a bundle; MedicationRequests are read, others passed over")
    .description("Say what orders from elsewhere ask for and what they leave open; with --import the ward has them.")
    .option("--zone <zone>", "time zone in which days are days", "UTC")
    .option("--import", "bring them into the ward, which has to be stopped: what leaves something open as a draft")
    .option("--json", "print the report as JSON")
    .addHelpText(
      "after",
      examples(
        "medication orders MedicationRequest.ndjson",
        "import Patient.ndjson --admit && npx sakiyomi medication orders MedicationRequest.ndjson --import",
      ),
    )
    .action((files: readonly string[], options: OrdersOptions) => orders(files, options, terminal));
}

async function orders(files: readonly string[], options: OrdersOptions, terminal: Terminal): Promise<void> {
  const [{ readOrders, readResources }, { medicationPolicy }, { reportLines }] = await Promise.all([
    import("@sakiyomi/fhir"),
    import("@sakiyomi/medication"),
    import("../medication/orders-lines.ts"),
  ]);
  async function* resources() {
    for (const file of files) yield* readResources(file);
  }
  const report = await readOrders(resources(), { zone: options.zone, policy: medicationPolicy.parse({}) });
  const { read, live, waiting, ...counts } = report;
  if (options.json) sayJson(terminal, { ...counts, live: live.length, waiting: waiting.length });
  else for (const line of reportLines(report)) terminal.say(line);
  sayWrong(report.refused, terminal);
  if (options.import)
    await bringOrders(
      read.map(({ order }) => order),
      options,
      terminal,
    );
  if (report.refused.length > 0) terminal.exit(exits.trouble);
}

function bringOrders(all: readonly MedicationOrder[], options: OrdersOptions, terminal: Terminal): Promise<void> {
  return withDesk(options, terminal, async (desk) => {
    const { importOrders } = await import("@sakiyomi/server");
    const { kept, repeated, unknownPeople } = given(await importOrders(desk.room, all, importer));
    terminal.say(`${kept} orders are in the ward now, ${repeated} were there before.`);
    for (const [person, count] of unknownPeople)
      terminal.say(`${count} orders of ${person}: nobody of that id is or was here.`);
    if (unknownPeople.size > 0) terminal.exit(exits.trouble);
  });
}

async function withDesk(
  options: DataOptions,
  terminal: Terminal,
  work: (desk: MedicationDesk) => Promise<void>,
): Promise<void> {
  const { openAccess, openMedication } = await import("@sakiyomi/server");
  await withWard(existingPlaces(terminal, options), terminal, async (ward) => {
    const desk = await openMedication(ward, await openAccess(ward));
    try {
      await work(desk);
    } finally {
      desk.close();
    }
  });
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new Fault("FILE_FORM", `${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`, {
      cause,
    });
  }
}

function given<T>(read: Read<T>): T {
  if (!read.ok) throw refused(read.refusal);
  return read.value;
}
