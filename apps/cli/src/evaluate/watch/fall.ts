import { fall } from "@sakiyomi/skills";
import type { Table } from "../table.ts";
import { floorSees, peakOf } from "./fall-floor.ts";
import { exitsOf, simulatedFalls } from "./fall-nights.ts";
import { type FallRecord, fallRecords, SISFALL_HZ } from "./fall-records.ts";
import { leftOutNotes, leftOutRows } from "./readable.ts";
import { live, START, setOf, type Wave } from "./waves.ts";
import { shareText, wilsonText } from "./wilson.ts";

const WANTED = { sensitivity: 0.973, specificity: 1, cpuUs: 10 } as const;
/** So often a sensor of 200 Hz sends. */
const BLOCK_S = 0.25;
const kinds = ["acceleration-x", "acceleration-y", "acceleration-z"] as const;
const NIGHTS = 20;
const FALLS_A_KIND = 5;

interface Scored {
  readonly record: FallRecord;
  readonly isTold: boolean;
  readonly floor: boolean;
  /** Seconds from the hardest moment to the alert; null: none. */
  readonly after: number | null;
  readonly level: string;
}

const wavesOf = ({ axes }: Pick<FallRecord, "axes">, rate = SISFALL_HZ): readonly Wave[] =>
  kinds.map((kind, i) => ({ kind, rate, values: axes[i] as Float64Array }));

/** Up to the next whole second, in which turns are counted; nothing is measured there. */
function whole({ axes }: FallRecord): Pick<FallRecord, "axes"> {
  const seconds = Math.ceil(axes[0].length / SISFALL_HZ);
  const longer = axes.map((values) => {
    const all = new Float64Array(seconds * SISFALL_HZ).fill(Number.NaN);
    all.set(values);
    return all;
  });
  return { axes: longer as unknown as FallRecord["axes"] };
}

/** The record as one sensor would send it, turn by turn; the end is not known before. */
export function score(record: FallRecord): Scored {
  let [told, level] = [null as number | null, ""];
  live(
    fall,
    wavesOf(whole(record)),
    ({ now, output }) => {
      const wish = output.wishes.find(({ do: verb, key }) => verb === "ask" && key === "fall");
      if (told !== null || wish?.do !== "ask") return;
      told = (now - START) / 1000;
      level = wish.level;
    },
    { everyS: BLOCK_S },
  );
  return {
    record,
    isTold: told !== null,
    floor: floorSees(record),
    after: told === null ? null : told - peakOf(record).second,
    level,
  };
}

type Row = Table["rows"][number];
const count = <T>(all: readonly T[], is: (one: T) => boolean): number => all.filter(is).length;
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const fixed = (value: number): string => (Number.isFinite(value) ? value.toFixed(1) : "–");

function rowsOf(who: string, scored: readonly Scored[], isTotal: boolean): readonly Row[] {
  const row = (isFall: boolean): readonly Row[] => {
    const some = scored.filter(({ record }) => record.isFall === isFall);
    if (some.length === 0) return [];
    const hits = count(some, ({ isTold }) => isTold === isFall);
    const floor = count(some, (one) => one.floor === isFall);
    const wanted = isFall ? WANTED.sensitivity : WANTED.specificity;
    return [
      {
        name: `${who}: ${isFall ? "sensitivity, falls" : "specificity, daily activities"}`,
        cells: [
          String(some.length),
          shareText(hits, some.length),
          wilsonText(hits, some.length),
          isTotal ? `≥ ${(100 * wanted).toFixed(1)} %` : "",
          `floor ${shareText(floor, some.length)}`,
        ],
      },
    ];
  };
  return [...row(true), ...row(false)];
}

function delayRows(scored: readonly Scored[]): readonly Row[] {
  const delays = scored.flatMap(({ record, after }) => (record.isFall && after !== null ? [after] : []));
  if (delays.length === 0) return [];
  return [
    {
      name: "seconds from the hardest moment to the alert: median (largest)",
      cells: [String(delays.length), `${fixed(median(delays))} (${fixed(Math.max(...delays))})`, "", "", ""],
    },
  ];
}

const CPU_SAMPLES = 50 * 120;

/** CPU of a whole turn a sample (three axes), state as text and all, of a second of 50 Hz at a time. */
export function cpuPerSample(records: readonly FallRecord[]): number {
  const axes = kinds.map((_, axis) => {
    const long = new Float64Array(CPU_SAMPLES);
    let [k, n] = [0, 0];
    while (n < CPU_SAMPLES && records.length > 0) {
      const values = records[k % records.length]?.axes[axis] ?? new Float64Array();
      for (let i = 0; i < values.length && n < CPU_SAMPLES; i += SISFALL_HZ / 50) long[n++] = values[i] as number;
      k += 1;
    }
    return long;
  });
  const waves = wavesOf({ axes: axes as never }, 50);
  for (let i = 0; i < 2; i++) live(fall, waves, () => {});
  const before = process.cpuUsage();
  live(fall, waves, () => {});
  const { user, system } = process.cpuUsage(before);
  return (user + system) / CPU_SAMPLES;
}

function exitRows(): { readonly rows: readonly Row[]; readonly figures: Readonly<Record<string, unknown>> } {
  const seeds = Array.from({ length: NIGHTS }, (_, i) => 1000 + i);
  const exits = exitsOf(seeds);
  const early = count(exits.leads, (lead) => lead > 0);
  const falls = simulatedFalls(Array.from({ length: FALLS_A_KIND }, (_, i) => 500 + i));
  const seen = Object.entries(falls).map(([kind, hits]) => `${kind} ${hits}/${FALLS_A_KIND}`);
  return {
    rows: [
      {
        name: "simulated: called before standing up",
        cells: [String(exits.exits), shareText(early, exits.exits), wilsonText(early, exits.exits), "", ""],
      },
      {
        name: "simulated: seconds from the call to standing up, median (10th to 90th percentile)",
        cells: [
          String(exits.leads.length),
          `${fixed(median(exits.leads))} (${fixed(exits.leads[Math.floor(exits.leads.length * 0.1)] ?? Number.NaN)} to ${fixed(exits.leads[Math.floor(exits.leads.length * 0.9)] ?? Number.NaN)})`,
          "",
          "",
          "",
        ],
      },
      {
        name: "simulated: calls at the edge after which nobody stood within 2 min; falls told, where there are none",
        cells: [`${exits.hours.toFixed(1)} h`, `${exits.forNothing}; ${exits.falls}`, "", "", ""],
      },
      { name: "simulated falls told", cells: [String(FALLS_A_KIND * seen.length), seen.join(", "), "", "", ""] },
    ],
    figures: { "fall.exits": exits, "fall.simulated": falls },
  };
}

/** Falls, daily activities and the way out of bed: the skill on the SisFall trials of `dataDir` (or of its folder `sisfall`). */
export async function evaluateFall(dataDir: string): Promise<Table> {
  const { records, leftOut } = await fallRecords(setOf(dataDir, "sisfall"));
  const scored = records.map(score);
  const subjects = [...new Set(records.map(({ subject }) => subject))].sort();
  const [cpu, exits] = [cpuPerSample(records), exitRows()];
  const failures = failuresOf(scored, cpu);
  return {
    title: `Falls: ${records.length} trials of ${subjects.length} people (SisFall), waist, ${SISFALL_HZ} Hz`,
    columns: ["n", "measured", "95 %", "wanted", "peer"],
    rows: [
      ...subjects.flatMap((subject) =>
        rowsOf(
          subject,
          scored.filter(({ record }) => record.subject === subject),
          false,
        ),
      ),
      ...rowsOf("all", scored, true),
      ...delayRows(scored),
      cpuRow(cpu),
      ...leftOutRows(leftOut),
      ...exits.rows,
    ],
    notes: [
      "A fall is told where an alert was raised before the end of its trial, sure or as a suspicion; turn by turn, no look ahead.",
      "Floor: peak over 1.6 g and over 45° between first and last second, of the same trials; it looks at the end first.",
      "The way out of bed is simulated (skills/src/fall/sim-day.ts): no real nights were at hand. A clinician has to approve all of it.",
      ...wrongNotes(scored),
      ...leftOutNotes(leftOut),
      ...failures.map((failure) => `NOT MET: ${failure}.`),
    ],
    figures: {
      "fall.trials": scored.map(({ record, isTold, floor, after, level }) => ({
        name: record.name,
        isTold,
        floor,
        after,
        level,
      })),
      "fall.cpuMicrosecondsPerSample": cpu,
      ...exits.figures,
    },
    failures,
  };
}

function wrongNotes(scored: readonly Scored[]): readonly string[] {
  const wrong = scored.filter(({ record, isTold }) => record.isFall !== isTold).map(({ record }) => record.name);
  return wrong.length > 0 ? [`Wrong: ${wrong.join(", ")}.`] : [];
}

const cpuRow = (cpu: number): Row => ({
  name: "CPU a sample of three axes at 50 Hz, whole turn, state as text",
  cells: [String(CPU_SAMPLES), `${cpu.toFixed(2)} µs`, "", `≤ ${WANTED.cpuUs} µs`, ""],
});

function failuresOf(scored: readonly Scored[], cpu: number): readonly string[] {
  const share = (isFall: boolean) => {
    const some = scored.filter(({ record }) => record.isFall === isFall);
    return some.length === 0 ? 1 : count(some, ({ isTold }) => isTold === isFall) / some.length;
  };
  return [
    ...(scored.length === 0 ? ["no trials here"] : []),
    ...(share(true) >= WANTED.sensitivity ? [] : [`sensitivity ${share(true).toFixed(3)}`]),
    ...(share(false) >= WANTED.specificity ? [] : [`specificity ${share(false).toFixed(3)}`]),
    ...(cpu <= WANTED.cpuUs ? [] : [`CPU a sample ${cpu.toFixed(2)} µs`]),
  ];
}
