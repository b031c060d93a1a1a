import { Fault } from "@sakiyomi/core";
import { type AddCommand, examples } from "../command.ts";
import { readNumber } from "../open.ts";
import { builtPage } from "../page.ts";
import { sayJson, type Terminal } from "../terminal.ts";

interface Options {
  readonly seconds: string;
  readonly rounds: string;
  readonly yearAt1hz?: true;
  readonly people?: string;
  readonly trials: string;
  readonly threads: string;
  readonly only: string;
  readonly quick?: true;
  readonly json?: true;
}

type Bench = (options: Options, terminal: Terminal) => Promise<{ readonly text: string; readonly figures: unknown }>;

/** One row a bench. */
const benches: Readonly<Record<string, Bench>> = {
  store: async ({ seconds, rounds, yearAt1hz }, terminal) => {
    const { benchStore } = await parts();
    const { table, figures, skipped } = await benchStore({
      seconds: readNumber("--seconds", seconds, 1, 3600),
      rounds: readNumber("--rounds", rounds, 1, 100),
      yearAt1Hz: yearAt1hz === true,
      onStep: (step) => terminal.note(step),
    });
    return { text: table, figures: { figures, skipped } };
  },
  "end-to-end": async ({ people = "200", trials }, terminal) => {
    const { benchEndToEnd, endToEndText } = await parts();
    const figures = await benchEndToEnd({
      people: readNumber("--people", people, 1, 500),
      trials: readNumber("--trials", trials, 1, 10_000),
      webDir: await builtPage(terminal.note),
    });
    return { text: endToEndText(figures), figures };
  },
  medication: async ({ quick }, terminal) => {
    const { benchRound, roundTable } = await parts();
    const sizes = quick ? { people: 50, seconds: 3 } : {};
    const figures = await benchRound({ ...sizes, onStep: (step) => terminal.note(step) });
    return { text: roundTable(figures), figures };
  },
  watch: async ({ people, quick }, terminal) => {
    const { benchWatch, watchTable } = await parts();
    const wanted = people === undefined ? {} : { sizes: [readNumber("--people", people, 1, 2000)] };
    const figures = await benchWatch({
      ...(quick ? { sizes: [10], seconds: 10 } : wanted),
      onStep: (step) => terminal.note(step),
    });
    return { text: watchTable(figures), figures };
  },
  robot: async ({ only, quick }, terminal) => {
    const { benchRobot, robotTable } = await parts();
    const figures = await benchRobot({ only, isQuick: quick === true, onStep: (step) => terminal.note(step) });
    return { text: robotTable(figures), figures };
  },
  bilateral: async () => {
    const { benchBilateral, bilateralTable } = await parts();
    const figures = benchBilateral();
    return { text: bilateralTable(figures), figures };
  },
  learn: async ({ threads, only, quick }, terminal) => {
    const { benchLearn, learnTable } = await parts();
    const figures = await benchLearn({
      threads: readNumber("--threads", threads, 1, 256),
      only,
      isQuick: quick === true,
      onStep: (step) => terminal.note(step),
    });
    return { text: learnTable(figures), figures };
  },
};

export const bench: AddCommand = (program, terminal) => {
  program
    .command("bench")
    .argument("<name>", Object.keys(benches).join(", "))
    .description("Measure side by side, on this machine, in one run.")
    .option("--seconds <n>", "length of one measurement of ingest", "5")
    .option("--rounds <n>", "each one so often, in turn with the other sides", "3")
    .option("--year-at-1hz", "a year of 1 Hz as well, our own side only")
    .option("--people <n>", "of end-to-end: who are live meanwhile (200); of watch: this many instead of 10 to 1,000")
    .option("--trials <n>", "of end-to-end: alerts that are waited for", "200")
    .option("--threads <n>", "of learn: threads of an operator, ours and PyTorch's", "2")
    .option("--only <words>", "of learn and robot: rows, or parts, whose name begins with them", "")
    .option("--quick", "of learn, medication, watch and robot: small sizes, to see that everything runs")
    .option("--json", "print the figures as JSON")
    .addHelpText(
      "after",
      examples(
        "bench store",
        "bench store --seconds 20 --json",
        "bench end-to-end --trials 500",
        "bench learn --only sarnn",
        "bench robot --only simulator",
        "bench watch --people 200",
      ) +
        "\nIn a clone only. InfluxDB, PostgreSQL, Chromium and PyTorch are Debian's; what is not installed is left out, and said.\n",
    )
    .action((name: string, options: Options) => run(name, options, terminal));
};

async function run(name: string, options: Options, terminal: Terminal): Promise<void> {
  const measure = benches[name];
  if (!measure) throw new Fault("CLI_USAGE", `${name} is no bench: ${Object.keys(benches).join(", ")}.`);
  const { text, figures } = await measure(options, terminal);
  if (options.json) sayJson(terminal, figures);
  else terminal.say(text);
}

/** Not part of the published package. */
const parts = () =>
  import("@sakiyomi/bench").catch((error: unknown) => {
    throw new Fault("CLI_PART", "The benches are not here.", { cause: error });
  });
