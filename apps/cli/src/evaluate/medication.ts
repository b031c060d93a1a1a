import { readFile } from "node:fs/promises";
import type { KindResult, MedicationResult, Rates } from "@sakiyomi/bench";
import { Fault } from "@sakiyomi/core";
import type { Drug } from "@sakiyomi/medication";
import type { Table } from "./table.ts";

export interface MedicationEvaluation {
  readonly people?: number;
  readonly days?: number;
  readonly seed: number;
  /** The price list as CSV; left out: a list of invented drugs. */
  readonly list?: string;
  /** Share of attempts that are not scanned; left out: the table's. */
  readonly skip?: number;
  readonly onProgress?: (done: number, of: number) => void;
}

/** `failures`: criteria that are not met, as sentences; the command ends with 1 where there are any. */
export interface MedicationTable extends Table {
  readonly failures: readonly string[];
}

/** Not part of the published package. */
const parts = () =>
  import("@sakiyomi/bench").catch((error: unknown) => {
    throw new Fault("CLI_PART", "A home is simulated in a clone only.", { cause: error });
  });

async function drugsOf(list: string): Promise<readonly Drug[]> {
  const { readPriceList } = await import("@sakiyomi/medication");
  const text = await readFile(list, "utf8").catch((error: unknown) => {
    throw new Fault("CLI_USAGE", `${list} cannot be read.`, { cause: error });
  });
  const { drugs, wrong } = readPriceList(text);
  if (drugs.length === 0) throw new Fault("CLI_USAGE", `${list} is no price list: ${wrong[0]?.expected ?? "no drug"}.`);
  return drugs;
}

/**
 * A simulated home without and with the system: errors that reach a person, what is averted and by what, what still gets
 * through and why, right doses that are stopped, and warnings.
 */
export async function evaluateMedication(options: MedicationEvaluation): Promise<MedicationTable> {
  const { people, days, seed, list, skip, onProgress } = options;
  const { evaluateMedication: simulate, medicationRates } = await parts();
  const drugs = list === undefined ? undefined : await drugsOf(list);
  const rates: Partial<Rates> = skip === undefined ? {} : { skipped: skip };
  const result = simulate({
    seed,
    rates,
    ...(people !== undefined && { people }),
    ...(days !== undefined && { days }),
    ...(drugs && { drugs }),
    ...(onProgress && { onDay: onProgress }),
  });
  const skipped = skip ?? medicationRates.skipped.value;
  return tableOf(result, { drugs: drugs ? `${drugs.length} drugs of the price list` : "invented drugs", skipped });
}

interface About {
  readonly drugs: string;
  readonly skipped: number;
}

const percent = (share: number | null, digits = 0): string =>
  share === null ? "–" : `${(100 * share).toFixed(digits)} %`;

function tableOf(result: MedicationResult, about: About): MedicationTable {
  const { people, days, seed, doses, all, kinds, failures } = result;
  return {
    title: `A simulated home: ${people} people, ${days} days, ${doses} doses, ${about.drugs}, seed ${seed}; errors that reach a person per 1,000 doses`,
    columns: ["without", "with", "fewer", "95 %", "averted", "got through"],
    rows: [all, ...kinds].map((kind) => ({
      name: kind.kind === "all" ? "all errors" : kind.kind,
      cells: cellsOf(kind),
    })),
    notes: [
      ...about_(about),
      "",
      ...throughLines(all),
      "",
      ...criteriaLines(result),
      ...failures.map((it) => `NOT MET: ${it}.`),
    ],
    figures: { ...result, skipped: about.skipped },
    failures,
  };
}

const about_ = ({ skipped }: About): readonly string[] => [
  "This is a simulation: people, orders and mistakes are drawn (bench/src/medication/rates.ts, with sources), the rules are the real",
  "ones. It shows what the rules do with mistakes, not how often people make them. An error is a dose; both arms see the same ones.",
  `95 %: people drawn again. ${percent(skipped)} of attempts are not scanned. docs/medication/errors.md has the table of rates and the limits.`,
];

const cellsOf = ({
  withoutRate,
  withRate,
  fewer,
  low,
  high,
  averted,
  with: through,
}: KindResult): readonly string[] => [
  withoutRate.toFixed(2),
  withRate.toFixed(2),
  percent(fewer),
  low === null || high === null ? "–" : `${percent(low)} to ${percent(high)}`,
  String(Object.values(averted).reduce((sum, count) => sum + count, 0)),
  String(through),
];

const listed = (counts: Readonly<Record<string, number | undefined>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ") || "–";

const throughLines = ({ through, averted }: KindResult): readonly string[] => [
  `Averted (doses) by: ${listed(averted)}.`,
  `Got through (doses) because: ${listed(through)}.`,
];

function criteriaLines({ scanned, right, warnings, twice, nearMisses }: MedicationResult): readonly string[] {
  return [
    `Scanned before giving and stopped: ${scanned.map(({ kind, seeded, stopped }) => `${kind} ${stopped} of ${seeded}`).join(", ")}; overruled with a reason: ${scanned.reduce((sum, { overruled }) => sum + overruled, 0)}.`,
    `Right doses stopped: ${right.stopped} of ${right.doses} (${percent(right.share, 2)}; at most 0.5 %), by: ${listed(right.by)}.`,
    `Warnings: ${warnings.per100.toFixed(1)} per 100 doses (${listed(warnings.by)}).`,
    `Given twice and both written down: ${twice.doses} doses, of which the merged record names ${twice.flagged}.`,
    `Near misses kept: ${nearMisses.events}, ${nearMisses.perThousand?.toFixed(2) ?? "–"} per 1,000 doses (${nearMisses.low?.toFixed(2) ?? "–"} to ${nearMisses.high?.toFixed(2) ?? "–"}).`,
  ];
}
