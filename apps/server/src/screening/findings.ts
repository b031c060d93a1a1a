// What was measured for one check-up, read from the store: nothing that was struck out, nothing of doubtful quality.
import { ageAt, DAY, GAP, type Instant, type Kind, type Signal, type SubjectId } from "@sakiyomi/core";
import { type BeatWave, hearBeats, type screening } from "@sakiyomi/skills";
import type { House } from "../house.ts";
import { nameOf } from "../names.ts";
import { type CheckupRecord, checkupsOf } from "./records.ts";
import type { EcgStrip } from "./shapes.ts";

type Of<K extends Kind> = Extract<Signal, { kind: K }>;

export interface Collected {
  readonly findings: screening.Findings;
  readonly ecg: EcgStrip | null;
  /** When the last of it was measured; null: nothing was. */
  readonly lastAt: Instant | null;
}

/** A grown person's height of a year ago still holds (kinds.ts). */
const HEIGHT_HOLDS = 366 * DAY;
/** MUST, step 2: weight lost in three to six months. */
const LOSS_FROM = 183 * DAY;
const LOSS_TO = 85 * DAY;
/** A sensor that is worn says more than a report can use: its newest. */
const MOST_READ = 1000;
/** Laboratories answer within a week; what comes later belongs to another day. Project's choice. */
const LATE_MS = 7 * DAY;
/** Of two values that make one pressure. */
const PAIR_MS = 60_000;

export async function collect(house: House, checkup: CheckupRecord): Promise<Collected> {
  const { person, begunAt, measuredAt } = checkup;
  const now = house.ward.now();
  const read = reader(house, person, begunAt, measuredAt ?? now);
  // What the laboratory sends and what is asked may be written down after the last measurement, until the next check-up.
  const late = reader(house, person, begunAt, await endOf(house, checkup));
  const [pressure, signs, weights, heights, older, asked, laboratory, ecg] = await Promise.all([
    pressureOf(house, read),
    signsOf(house, read),
    read.all("body-weight"),
    reader(house, person, begunAt - HEIGHT_HOLDS, measuredAt ?? now).all("body-height"),
    reader(house, person, begunAt - LOSS_FROM, begunAt - LOSS_TO).all("body-weight"),
    late.all("questionnaire"),
    late.all("laboratory"),
    ecgOf(house, person, begunAt, measuredAt ?? now),
  ]);
  const resident = house.ward.roster.people.get(person);
  const findings: screening.Findings = {
    ageYears: ageAt(resident?.birthDate ?? null, begunAt),
    isPregnant: resident?.pregnant === true,
    ...{ ...pressure, signs },
    weightKg: measuredOf(house, weights.at(-1)),
    weightBefore: measuredOf(house, older[0]),
    heightCm: measuredOf(house, heights.at(-1)),
    forms: formsOf(house, asked),
    laboratory: laboratory.flatMap((one) => measuredOf(house, one) ?? []),
    ecg: ecg && {
      at: ecg.at,
      by: nameOf(house, ecg.source),
      seconds: Math.round(ecg.microvolts.length / ecg.rate),
      rate: await rateOf(house, person, ecg),
    },
  };
  return { findings, ecg, lastAt: lastOf(findings, begunAt) };
}

/** Now, a week later, or when the person's next check-up began: what belongs to that one is not in this one's corrections. */
async function endOf(
  { ward }: House,
  { person, begunAt, measuredAt }: Pick<CheckupRecord, "person" | "begunAt" | "measuredAt">,
): Promise<Instant> {
  const later = (await checkupsOf(ward.records, { person })).filter(
    ({ resource }) => resource.begunAt > begunAt && resource.cancelledAt === null,
  );
  const latest = (measuredAt ?? ward.now()) + LATE_MS;
  return Math.min(ward.now(), latest, ...later.map(({ resource }) => resource.begunAt - 1));
}

interface Reader {
  all<K extends Kind>(kind: K): Promise<readonly Of<K>[]>;
}
const reader = ({ ward: { store } }: House, subject: SubjectId, from: Instant, to: Instant): Reader => ({
  all: async <K extends Kind>(kind: K) =>
    (await store.range({ subject, kind, from, to, limit: MOST_READ })).filter(
      ({ quality }) => quality === "good",
    ) as readonly Of<K>[],
});

const measuredOf = <T>(
  house: House,
  signal: { readonly value: T; readonly at: Instant; readonly source: string } | undefined,
): screening.Measured<T> | null =>
  signal === undefined ? null : { value: signal.value, at: signal.at, by: nameOf(house, signal.source) };

/** The last upper value that has a lower one of the same source and moment. */
async function pressureOf(house: House, read: Reader): Promise<Pick<screening.Findings, "systolic" | "diastolic">> {
  const [upper, lower, readings] = await Promise.all([
    read.all("systolic"),
    read.all("diastolic"),
    read.all("blood-pressure"),
  ]);
  const paired = upper.flatMap((high) => {
    const low = lower.find(({ source, at }) => source === high.source && Math.abs(at - high.at) <= PAIR_MS);
    return low === undefined ? [] : [{ at: high.at, source: high.source, systolic: high.value, diastolic: low.value }];
  });
  const series = readings.map(({ at, source, value }) => ({
    at,
    source,
    systolic: value.systolic,
    diastolic: value.diastolic,
  }));
  const last = [...paired, ...series].toSorted((a, b) => a.at - b.at).at(-1);
  if (last === undefined) return { systolic: null, diastolic: null };
  const { at } = last;
  const by = nameOf(house, last.source);
  return { systolic: { value: last.systolic, at, by }, diastolic: { value: last.diastolic, at, by } };
}

async function signsOf(house: House, read: Reader): Promise<screening.Findings["signs"]> {
  const last = async (
    ...kinds: readonly ("body-temperature" | "pulse-rate" | "heart-rate" | "respiration-rate" | "spo2")[]
  ) => {
    const all = (await Promise.all(kinds.map((kind) => read.all(kind)))).flat() as readonly Of<"spo2">[];
    const newest = all.toSorted((a, b) => a.at - b.at).at(-1);
    return newest === undefined ? null : { value: newest.value, at: newest.at, by: nameOf(house, newest.source) };
  };
  return {
    "body-temperature": await last("body-temperature"),
    "pulse-rate": await last("pulse-rate", "heart-rate"),
    "respiration-rate": await last("respiration-rate"),
    spo2: await last("spo2"),
  };
}

const formsOf = (house: House, asked: readonly Of<"questionnaire">[]): screening.Findings["forms"] => {
  const last = (id: screening.FormId) => {
    const found = asked.findLast(({ value }) => value.form === id);
    return found === undefined ? null : { value: found.value.answers, at: found.at, by: nameOf(house, found.source) };
  };
  return { braden: last("braden"), must: last("must"), morse: last("morse") };
};

const STRIP_S = 10;

/** The last ten seconds that were measured without a break; shorter where there is no more. */
async function ecgOf(
  { ward: { store } }: House,
  subject: SubjectId,
  from: Instant,
  to: Instant,
): Promise<EcgStrip | null> {
  const blocks = (await store.range({ subject, kind: "ecg", from, to, limit: 200 })).filter(
    ({ quality }) => quality === "good",
  );
  const last = blocks.at(-1);
  if (last === undefined) return null;
  const { rate } = last.value;
  const strip: (number | null)[] = [];
  let at = last.at;
  for (const block of blocks.toReversed()) {
    const { samples, scale, offset } = block.value;
    const ends = block.at + (samples.length / rate) * 1000;
    if (
      block.source !== last.source ||
      block.value.rate !== rate ||
      (Math.abs(ends - at) > 1000 / rate && block !== last)
    )
      break;
    strip.unshift(
      ...Array.from(samples, (sample) => (sample === GAP ? null : Math.round((sample * scale + offset) * 1000))),
    );
    at = block.at;
    if (strip.length >= STRIP_S * rate) break;
  }
  const cut = Math.max(0, strip.length - STRIP_S * rate);
  return { at: at + (cut / rate) * 1000, rate, microvolts: strip.slice(cut), source: last.source };
}

/** Beats a minute over the strip; null where too few were found. */
async function rateOf(
  { ward: { store } }: House,
  subject: SubjectId,
  { at, rate, microvolts }: EcgStrip,
): Promise<number | null> {
  // The detector needs some seconds before the strip to learn the shape.
  const LEARNS_MS = 20_000;
  const ends = at + (microvolts.length / rate) * 1000;
  const waves = (await store.range({ subject, kind: "ecg", from: at - LEARNS_MS, to: ends })) as readonly BeatWave[];
  const beats = hearBeats("ecg", null, waves).beats.filter((beat) => beat.at >= at - LEARNS_MS / 2);
  const [first, last] = [beats[0], beats.at(-1)];
  if (first === undefined || last === undefined || beats.length < 4) return null;
  return Math.round((60_000 * (beats.length - 1)) / (last.at - first.at));
}

function lastOf(findings: screening.Findings, begunAt: Instant): Instant | null {
  const { signs, forms, laboratory, systolic, weightKg, heightCm, ecg } = findings;
  const all = [systolic, weightKg, heightCm, ecg, ...Object.values(signs), ...Object.values(forms), ...laboratory];
  const times = all.flatMap((one) => (one === null || one.at < begunAt ? [] : [one.at]));
  return times.length === 0 ? null : Math.max(...times);
}
