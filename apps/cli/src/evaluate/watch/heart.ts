import { type BeatWave, type Heard, hearBeats, heart } from "@sakiyomi/skills";
import type { Table } from "../table.ts";
import { type HeartRecord, heartRecords } from "./heart-records.ts";
import { leftOutNotes, leftOutRows } from "./readable.ts";
import { blockOf, live, START, secondsOf, setOf, type Wave } from "./waves.ts";
import { shareText, wilsonText } from "./wilson.ts";

/** ANSI/AAMI EC57: a beat and a mark within 150 ms are the same. */
const MATCH_S = 0.15;

export interface Matched {
  readonly marked: number;
  readonly found: number;
  readonly hits: number;
}

/** Pairs the beats with the marks, each at most once, in order of time. */
export function matchBeats(marks: readonly number[], beats: readonly number[]): Matched {
  const sorted = [...beats].sort((a, b) => a - b);
  let [i, k, hits] = [0, 0, 0];
  while (i < marks.length && k < sorted.length) {
    const off = (sorted[k] as number) - (marks[i] as number);
    if (Math.abs(off) <= MATCH_S) hits += 1;
    if (off <= MATCH_S) k += 1;
    if (off >= -MATCH_S) i += 1;
  }
  return { marked: marks.length, found: sorted.length, hits };
}

/** The beats of the ECG in seconds since the beginning, heard second by second. */
export function beatsOf(wave: Wave): readonly number[] {
  let heard: Heard | null = null;
  const beats: number[] = [];
  for (let second = 0; second < wave.values.length / wave.rate; second++) {
    const block = blockOf(wave, second, second + 1) as BeatWave;
    const take = hearBeats(wave.kind as BeatWave["kind"], heard, [block]);
    heard = take.heard && (JSON.parse(JSON.stringify(take.heard)) as Heard);
    beats.push(...take.beats.map(({ at }) => (at - START) / 1000));
  }
  return beats;
}

/** Seconds at which the alarm of a standing heart began. */
export function asystolesOf(waves: readonly Wave[]): readonly number[] {
  const began: number[] = [];
  let stands = false;
  live(heart, waves, ({ now, output }) => {
    const tells = output.wishes.some(({ do: verb, key }) => verb === "tell" && key === "asystole");
    if (tells && !stands) began.push((now - START) / 1000);
    stands = tells;
  });
  return began;
}

/** From `from` on both waves stand still, as of a heart that has stopped. */
export const stopped = (waves: readonly Wave[], from: number): readonly Wave[] =>
  waves.map((wave) => {
    const values = wave.values.slice();
    const at = Math.round(from * wave.rate);
    values.fill(values[at - 1] as number, at);
    return { ...wave, values };
  });

const SAMPLES = 250 * 120;

/** CPU of a whole turn a sample, state as text and all, of a second of ECG at 250 Hz at a time. */
export function cpuPerSample(wave: Wave): number {
  const ecg: Wave = { kind: "ecg", rate: 250, values: new Float64Array(SAMPLES) };
  for (let i = 0; i < SAMPLES; i++) ecg.values[i] = valueAt(wave, i / 250);
  live(heart, [ecg], () => {});
  const before = process.cpuUsage();
  live(heart, [ecg], () => {});
  const { user, system } = process.cpuUsage(before);
  return (user + system) / SAMPLES;
}

function valueAt({ values, rate }: Wave, second: number): number {
  const place = second * rate;
  const k = Math.min(values.length - 2, Math.floor(place));
  return (values[k] as number) + (place - k) * ((values[k + 1] as number) - (values[k] as number));
}
/** Seconds with and without a suspicion of atrial fibrillation, of those in which the rhythm is known. */
function disorderOf(waves: readonly Wave[]): { readonly known: number; readonly flagged: number } {
  let [known, flagged] = [0, 0];
  live(heart, waves, ({ output }) => {
    if (!output.predictions.disorder?.known) return;
    known += 1;
    if (output.wishes.some(({ key }) => key === "disorder")) flagged += 1;
  });
  return { known, flagged };
}

type Row = Table["rows"][number];
interface Part {
  readonly rows: readonly Row[];
  readonly figures: Readonly<Record<string, unknown>>;
  readonly failures: readonly string[];
}

const WANTED = 0.999;
const CPU_WANTED_US = 2;

/** Beats, alarms and cost of the heart skill on the WFDB records of `dataDir` (or of its folder `wfdb`). */
export async function evaluateHeart(dataDir: string): Promise<Table> {
  const { records, leftOut } = await heartRecords(setOf(dataDir, "wfdb"));
  const parts = records.flatMap((record) => [
    ...(record.beats.length > 0 ? [beatPart(record), rhythmPart(record)] : []),
    ...(isAsystole(record) ? [alarmPart(record)] : []),
  ]);
  parts.push(...totalPart(parts));
  const first = records[0]?.waves.find(({ kind }) => kind === "ecg");
  if (first) parts.push(cpuPart(first));
  return {
    title: `Heart: ${records.length} records`,
    columns: ["n", "measured", "95 %", "wanted", "peer"],
    rows: [...parts.flatMap(({ rows }) => rows), ...leftOutRows(leftOut)],
    notes: [
      "A beat and a mark within 150 ms are the same (ANSI/AAMI EC57); the first five minutes count, too. One lead is heard.",
      "Peer: Pan and Tompkins 1985, over the whole MIT-BIH arrhythmia database. Stopped: ECG and pulse held still from there on.",
      ...leftOutNotes(leftOut),
      ...parts.flatMap(({ failures }) => failures.map((failure) => `NOT MET: ${failure}.`)),
    ],
    figures: Object.assign({}, ...parts.map(({ figures }) => figures)) as Record<string, unknown>,
    failures: parts.flatMap(({ failures }) => failures),
  };
}

function beatPart({ name, waves, beats }: HeartRecord): Part {
  const ecg = waves.find(({ kind }) => kind === "ecg") as Wave;
  const { marked, found, hits } = matchBeats(beats, beatsOf(ecg));
  const row = (what: string, of: number, peer: string): Row => ({
    name: `${name}: ${what}`,
    cells: [String(of), shareText(hits, of), wilsonText(hits, of), "≥ 99.90 %", peer],
  });
  const isMet = hits >= WANTED * marked && hits >= WANTED * found;
  return {
    rows: [row("sensitivity", marked, "99.3 %"), row("positive predictivity", found, "")],
    figures: { [`${name}.beats`]: { marked, found, hits } },
    failures: isMet ? [] : [`beats of ${name}: ${hits} of ${marked} marked, ${found} found`],
  };
}

/** All beats of several records together. */
function totalPart(parts: readonly Part[]): readonly Part[] {
  const all = parts.flatMap(({ figures }) => Object.values(figures).filter(isMatched));
  if (all.length < 2) return [];
  const sum = (of: (one: Matched) => number) => all.reduce((so, one) => so + of(one), 0);
  const [marked, found, hits] = [sum((one) => one.marked), sum((one) => one.found), sum((one) => one.hits)];
  const row = (what: string, of: number, peer: string): Row => ({
    name: `all ${all.length} records: ${what}`,
    cells: [String(of), shareText(hits, of), wilsonText(hits, of), "", peer],
  });
  const rows = [row("sensitivity", marked, "99.3 %"), row("positive predictivity", found, "")];
  return [{ rows, figures: { "all.beats": { marked, found, hits } }, failures: [] }];
}

const isMatched = (figure: unknown): figure is Matched =>
  typeof figure === "object" && figure !== null && "marked" in figure;

function rhythmPart({ name, waves }: HeartRecord): Part {
  const { known, flagged } = disorderOf(waves);
  return {
    rows: [
      {
        name: `${name}: seconds suspected of atrial fibrillation`,
        cells: [String(known), String(flagged), wilsonText(flagged, known), "", ""],
      },
    ],
    figures: { [`${name}.disorder`]: { known, flagged } },
    failures: [],
  };
}

const isAsystole = ({ comments }: HeartRecord): boolean => comments.some((comment) => /asystole/i.test(comment));

/** A record of an alarm: false ones must not be raised again, true ones must; stopped by us, it always must. */
function alarmPart({ name, comments, waves }: HeartRecord): Part {
  const isFalse = comments.some((comment) => /false alarm/i.test(comment));
  const half = Math.floor(secondsOf(waves) / 2);
  const asIs = asystolesOf(waves);
  const whenStopped = asystolesOf(stopped(waves, half));
  const seconds = (all: readonly number[]) => (all.length === 0 ? "no alarm" : `alarm at ${all.join(", ")} s`);
  const isRight = isFalse ? asIs.length === 0 : asIs.length > 0;
  const isCalled = whenStopped.some((at) => at >= half && at <= half + 10);
  return {
    rows: [
      { name: `${name}: as recorded`, cells: ["1", seconds(asIs), "", isFalse ? "no alarm" : "alarm", "alarm"] },
      { name: `${name}: stopped at ${half} s`, cells: ["1", seconds(whenStopped), "", "alarm", ""] },
    ],
    figures: { [`${name}.asystole`]: { isFalse, asIs, half, whenStopped } },
    failures: [
      ...(isRight ? [] : [`${name} as recorded: ${seconds(asIs)}`]),
      ...(isCalled ? [] : [`${name} stopped at ${half} s: ${seconds(whenStopped)}`]),
    ],
  };
}

function cpuPart(wave: Wave): Part {
  const microseconds = cpuPerSample(wave);
  return {
    rows: [
      {
        name: "CPU a sample at 250 Hz, whole turn, state as text",
        cells: [String(SAMPLES), `${microseconds.toFixed(2)} µs`, "", `≤ ${CPU_WANTED_US} µs`, ""],
      },
    ],
    figures: { cpuMicrosecondsPerSample: microseconds },
    failures: microseconds <= CPU_WANTED_US ? [] : [`CPU a sample: ${microseconds.toFixed(2)} µs`],
  };
}
