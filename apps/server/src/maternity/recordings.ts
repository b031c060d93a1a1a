import { DAY, type Instant, MINUTE } from "@sakiyomi/core";
import { dayIn } from "@sakiyomi/skills/handbook";
import type { House } from "../house.ts";
import { subjectOf } from "../http/looks.ts";
import type { Ward } from "../ward/port.ts";
import { type Standing, standingOf } from "./entries.ts";
import { concernOf, Judge, priorityOf } from "./figures.ts";
import { handbooksOf } from "./owners.ts";
import { adviceOf, pregnancyOf, requestsOf, weeksOn } from "./pregnancy.ts";
import { rulesOf } from "./rules.ts";
import type { PregnancyView, RecordingView, TrendPoint, WaitingView } from "./shapes.ts";
import { exactly, sourcesIn, stretchesOf } from "./stretches.ts";

/** Somebody records now if something came so lately. */
const LIVE_MS = MINUTE;
/** Recordings older than that wait for nobody any more; they stay on the person's page. */
const WAITS_MS = 14 * DAY;
/** As far back as a pregnancy goes, and a little. */
export const TREND_MS = 310 * DAY;

const judges = new WeakMap<Ward, Judge>();
/** One for each ward, for as long as it is open. */
export function judgeOf(ward: Ward): Judge {
  const judge = judges.get(ward) ?? new Judge();
  judges.set(ward, judge);
  return judge;
}

export const todayOf = (ward: Pick<Ward, "zone" | "now">, at?: Instant): string => dayIn(ward.zone, at ?? ward.now());

/** A recording's name: the minute in which it began. A strap that was put on earlier than known makes another recording. */
export const recordingId = (from: Instant): string => `ctg-${Math.floor(from / MINUTE)}`;
export const beginOf = (id: string): Instant | null => {
  const [, minute] = /^ctg-(\d{1,12})$/.exec(id) ?? [];
  return minute === undefined ? null : Number(minute) * MINUTE;
};

export async function recordingsOf(
  ward: Ward,
  person: string,
  pregnancy: PregnancyView | null,
  sinceMs: number,
): Promise<readonly RecordingView[]> {
  const [subject, now] = [subjectOf(person), ward.now()];
  const stretches = await stretchesOf(ward.store, subject, now - sinceMs, now);
  const found = await Promise.all(
    stretches.map(async (stretch) => {
      const { from, until } = await exactly(ward.store, subject, stretch);
      const sources = await sourcesIn(ward.store, subject, { from, until });
      const weeks = weeksOn(pregnancy, dayIn(ward.zone, from));
      return sources.map((source) => ({
        ...{ id: recordingId(from), source, from, until: Math.min(until, now), weeks },
        live: until > now - LIVE_MS,
      }));
    }),
  );
  return found.flat().sort((a, b) => b.from - a.from);
}

/** One that goes on is judged by its whole minutes: the next look has the same answer until a minute is over. */
const judgedUntil = ({ from, until, live }: RecordingView): Instant =>
  live ? Math.max(from, Math.floor(until / MINUTE) * MINUTE) : until;

async function judged(ward: Ward, person: string, pregnancy: PregnancyView | null, recording: RecordingView) {
  const { source, from, weeks } = recording;
  return judgeOf(ward).of(ward.store, {
    ...{ subject: subjectOf(person), source, from, until: judgedUntil(recording) },
    ...{ pregnancy, weeks: weeks?.weeks ?? null, rules: rulesOf(ward, subjectOf(person)) },
  });
}

export async function trendOf(
  ward: Ward,
  person: string,
  pregnancy: PregnancyView | null,
): Promise<readonly TrendPoint[]> {
  const recordings = await recordingsOf(ward, person, pregnancy, TREND_MS);
  return Promise.all(
    recordings.map(async (recording) => ({
      ...recording,
      figures: (await judged(ward, person, pregnancy, recording))?.figures ?? null,
    })),
  );
}

interface Here {
  readonly id: string;
  readonly name: string;
  readonly placeName: string;
}

const isAnswered = (standing: Standing, { from, until }: RecordingView): boolean =>
  adviceOf(standing).some(({ about }) => {
    const begins = beginOf(about);
    // Late samples may have moved its beginning: an answer to any minute of it is an answer to it.
    return begins !== null && begins >= from - MINUTE && begins <= until;
  });

export async function waitingOf(ward: Ward, { id, name, placeName }: Here, standing: Standing) {
  const pregnancy = pregnancyOf(standing, todayOf(ward));
  const recordings = await recordingsOf(ward, id, pregnancy, WAITS_MS);
  const requests = requestsOf(standing);
  const open = recordings.filter((recording) => recording.live || !isAnswered(standing, recording));
  return Promise.all(
    open.map(async (recording): Promise<WaitingView> => {
      const request = requests.find(({ from, until }) => from <= recording.until && until >= recording.from) ?? null;
      const found = await judged(ward, id, pregnancy, recording);
      // Of one that goes on nobody expects a verdict yet.
      const judgedAs = (found?.concerns ?? []).filter((concern) => !(recording.live && concern === "not-judged"));
      const concerns = [...concernOf(request), ...judgedAs];
      return {
        ...recording,
        ...{ person: id, name, placeName, figures: found?.figures ?? null, concerns, request },
        priority: priorityOf(concerns),
      };
    }),
  );
}

/** Whom a house with hundreds of people has to ask about: only those with a handbook or a child's heart. */
export async function mothersOf({ ward }: House, people: readonly Here[]) {
  const owners = new Set((await handbooksOf(ward)).map(({ person }) => person));
  const all = await Promise.all(
    people.map(async (here) => {
      const extents = owners.has(here.id) ? [] : await ward.store.extents(subjectOf(here.id));
      const isMeant = owners.has(here.id) || extents.some(({ kind }) => kind === "fetal-heart-rate");
      return isMeant ? [{ here, standing: await standingOf(ward, here.id) }] : [];
    }),
  );
  return all.flat();
}
