import { GAP, type Instant, MINUTE, type SignalOf, type SourceId } from "@sakiyomi/core";
import { type BeatWave, disorder, hearBeats, heart } from "@sakiyomi/skills";
import type { House } from "../house.ts";
import { subjectOf } from "../http/looks.ts";
import { findingsOf, reviewOf } from "./reviews.ts";
import type { StripFound, StripLead, StripView } from "./shapes.ts";

/** Longer stretches are asked for piece by piece: every sample is sent, none is left out. */
export const LONGEST_STRIP_MS = 5 * MINUTE;
/** The measure of the rhythm wants 127 beats; at 60 a minute that is two minutes, and some more for a slow heart. */
const LISTENS_MS = 4 * MINUTE;

type Ecg = SignalOf<"ecg">;

/** `r-…`: a request, its stretch; `<from>-<until>` in milliseconds: any stretch. */
export async function stripOf(house: House, person: string, strip: string): Promise<StripView | null> {
  const here = house.ward.boardPerson(person);
  const review = await reviewOf(house, person, strip);
  const span = review ?? spanOf(strip);
  if (here === null || span === null || review?.kind === "blood-pressure") return null;
  const from = span.from;
  const until = Math.min(Math.max(span.until, from + 1000), from + LONGEST_STRIP_MS);
  const waves = await house.ward.store.range({
    subject: subjectOf(person),
    kind: "ecg",
    from: Math.max(0, Math.min(from, until - LISTENS_MS)),
    to: until,
  });
  return {
    ...{ person, personName: here.name, ageYears: here.ageYears, from, until: span.until, review },
    leads: leadsOf(waves, from, until),
    found: foundIn(house, person, waves, from, until),
  };
}

function spanOf(strip: string): { readonly from: Instant; readonly until: Instant } | null {
  const [, from, until] = /^(\d{1,15})-(\d{1,15})$/.exec(strip) ?? [];
  return from === undefined || until === undefined ? null : { from: Number(from), until: Number(until) };
}

/** Each source and rate on a line of its own, gaps as nulls: between two blocks as many as are missing. */
function leadsOf(waves: readonly Ecg[], from: Instant, until: Instant): readonly StripLead[] {
  const inside = waves.filter(
    ({ at, value }) => at <= until && at + (value.samples.length * 1000) / value.rate >= from,
  );
  const groups = Map.groupBy(inside, ({ source, value }) => `${source} ${value.rate}`);
  return [...groups.values()].map((blocks) => leadOf(blocks, from, until));
}

function leadOf(blocks: readonly Ecg[], from: Instant, until: Instant): StripLead {
  const { source, value } = blocks[0] as Ecg;
  const { rate, scale } = value;
  const n = Math.floor(((until - from) * rate) / 1000) + 1;
  const values: (number | null)[] = new Array(n).fill(null);
  for (const block of blocks) {
    const first = Math.round(((block.at - from) * rate) / 1000);
    block.value.samples.forEach((sample, i) => {
      const at = first + i;
      if (at >= 0 && at < n && sample !== GAP)
        values[at] = Number((sample * block.value.scale + block.value.offset).toPrecision(8));
    });
  }
  return { source: source.replace(/^device:/, ""), rate, at: from, values, resolution: scale };
}

const limitOf = (): number => (heart.settings.parse({}) as { readonly disorderLimit: number }).disorderLimit;

function foundIn(house: House, person: string, waves: readonly Ecg[], from: Instant, until: Instant): StripFound {
  const { beats, heard } = hearBeats("ecg", null, ofOneSource(waves) as readonly BeatWave[]);
  const inside = beats.filter((beat) => beat.at >= from && beat.at <= until);
  const at = inside.map((beat) => beat.at);
  // What lies between two stretches that were measured is no interval of a heart.
  const intervals = inside.flatMap((beat, i) => {
    const before = inside[i - 1];
    return before === undefined || beat.isFirst ? [] : [beat.at - before.at];
  });
  const mean = intervals.reduce((sum, ms) => sum + ms, 0) / intervals.length;
  return {
    beats: at.map(Math.round),
    rate: intervals.length < 3 ? null : Math.round(600_000 / mean) / 10,
    shortestMs: intervals.length === 0 ? null : Math.round(Math.min(...intervals)),
    longestMs: intervals.length === 0 ? null : Math.round(Math.max(...intervals)),
    disorder: heard === null ? null : disorder(heard.intervals),
    disorderLimit: limitOf(),
    standing: findingsOf(house, person),
  };
}

/** One ear hears one sensor: the one with the most blocks. */
function ofOneSource(waves: readonly Ecg[]): readonly Ecg[] {
  const groups = [...Map.groupBy(waves, ({ source }) => source).entries()] as [SourceId, Ecg[]][];
  return groups.sort((a, b) => b[1].length - a[1].length)[0]?.[1] ?? [];
}
