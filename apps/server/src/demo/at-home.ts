import { DAY, HOUR, type Instant, MINUTE, type Signal, type SourceId, type SubjectId } from "@sakiyomi/core";
import { ctgSignals, pressure } from "@sakiyomi/skills";
import { standingOf } from "../maternity/entries.ts";
import { adviceOf, requestsOf } from "../maternity/pregnancy.ts";
import { beginOf, recordingsOf } from "../maternity/recordings.ts";
import type { Ward } from "../ward/port.ts";
import { dayBefore, doctor, type Guest, type Opened, simulator } from "./guest.ts";

/** The board goes by places: after the wards whose people are in the house. */
const WARD = "自宅";

const RECORDS_MIN = 60;
/** The first recording has begun when the demo opens, and an earlier one is over, for whoever answers recordings. */
const BEGAN = 25 * MINUTE;
const EARLIER = 6 * HOUR;
/** From then on she records in the morning and in the evening, by her own clock, and never twice within so long. */
const DAILY = [9.5 * HOUR, 20 * HOUR] as const;
const APART = 5 * HOUR;
const WEEKS = 36;
/** As monitors send it, so that the paper moves on evenly. */
const BLOCK_S = 1;
/** Of the last week: the next one is due in the coming. */
const VISIT = {
  ...{ fundalHeightCm: 31.5, girthCm: 91, weightKg: 61.4, systolic: 112, diastolic: 68 },
  ...{ oedema: "-", urineProtein: "-", urineGlucose: "-" },
} as const;

/** A woman 36 weeks pregnant whose cardiotocograph sends from home: a healthy child, with the womb trying itself out. */
export function expecting(opened: Opened): Guest {
  const { at, seed } = opened;
  const id = "expecting-1";
  const heard = recordings(seed);
  const due = dayBefore(at, WEEKS * 7 - 280 + 2);
  return {
    ...{ id, name: "岡田 美咲", birthDate: dayBefore(at, 31.4 * 365), place: [WARD, "緑町"] },
    devices: [...new Set(heard(roundOf(at - BEGAN)).map(({ source }) => source))],
    signalsBetween: (from, to) =>
      sessionsIn(opened, from, to).flatMap((begin) =>
        heard(roundOf(begin))
          .filter(({ receivedAt }) => receivedAt >= from - begin && receivedAt < to - begin)
          .map((one) => ({ ...one, at: one.at + begin })),
      ),
    settle: async (ward) => {
      const visited = await ward.chart(id, "pregnancy-visit", VISIT, null, at - 3 * DAY, simulator);
      const pregnancy = { due, dueBy: "ultrasound", fetuses: 1 };
      return visited.ok ? ward.chart(id, "pregnancy", pregnancy, null, ward.now(), simulator) : visited;
    },
    attend: (ward) => answerRecordings(ward, id),
  };
}

/** By the hour in which it begins: those of a demo that is opened again are others, too. */
const roundOf = (begin: Instant): number => Math.floor(begin / HOUR);
/** So many are kept: the one that goes on, and one that it overlaps in a step. */
const KEPT = 2;

/** Each round's own recording, as if it began at 0; made when it is first asked for. */
function recordings(seed: number): (round: number) => readonly Signal[] {
  const made = new Map<number, readonly Signal[]>();
  return (round) => {
    const known = made.get(round);
    if (known) return known;
    if (made.size >= KEPT) made.clear();
    const recording = ctgSignals(
      {
        ...{ minutes: RECORDS_MIN, seed: seed + round, baselineBpm: 136 + (round % 5) },
        ...{ contractionsEveryS: 540, dropout: 0.02, mood: (minute) => (minute % 45 < 33 ? "active" : "quiet") },
      },
      0,
      BLOCK_S,
    );
    made.set(round, recording);
    return recording;
  };
}

const midnightOf = (at: Instant, utcOffsetMin: number): Instant =>
  Math.floor((at + utcOffsetMin * MINUTE) / DAY) * DAY - utcOffsetMin * MINUTE;

/** Beginnings of the recordings that touch a time. */
function sessionsIn({ at, utcOffsetMin }: Opened, from: Instant, to: Instant): readonly Instant[] {
  const since = Math.max(from, at) - (RECORDS_MIN + 1) * MINUTE;
  const first = midnightOf(since, utcOffsetMin);
  const days = Math.max(0, Math.ceil((to - first) / DAY));
  const daily = Array.from({ length: days }, (_, day) => DAILY.map((hour) => first + day * DAY + hour)).flat();
  return [at - EARLIER, at - BEGAN, ...daily.filter((begin) => begin >= at - BEGAN + APART)].filter(
    (begin) => begin < to && begin + (RECORDS_MIN + 1) * MINUTE >= from,
  );
}

/** The demo's doctor answers what nobody has answered for so long: the next recording begins before. */
const ANSWERED_AFTER = 11 * HOUR;
/** So far back the doctor looks: what is older waits for nobody any more. */
const LOOKS_BACK = 14 * DAY;
const ANSWER = {
  ...{ words: "記録を確認しました。次もいつもの時間に記録してください。", urgency: "none", by: doctor.name },
} as const;

/** As an answer from the page is charted. What somebody has asked about is left to whoever looks at the demo. */
async function answerRecordings(ward: Ward, id: string): Promise<void> {
  const standing = await standingOf(ward, id);
  const answered = adviceOf(standing).flatMap(({ about }) => beginOf(about) ?? []);
  const asked = requestsOf(standing);
  const waiting = (await recordingsOf(ward, id, null, LOOKS_BACK)).filter(
    ({ from, until }) =>
      until < ward.now() - ANSWERED_AFTER &&
      !answered.some((begin) => begin >= from - MINUTE && begin <= until) &&
      !asked.some((one) => one.from <= until && one.until >= from),
  );
  for (const recording of waiting)
    await ward.chart(id, "advice", { about: recording.id, ...ANSWER }, null, ward.now(), doctor);
}

/** JSH 2019 asks for a week, at least five days; a month of it lies ahead. */
const MEASURED_DAYS = 14;
const DAYS = MEASURED_DAYS + 28;
/** Grade I by the home limit of 135/85 (JSH 2019), higher in the morning: something for a doctor to look at. */
const TRUTH = { systolic: 139, diastolic: 84, office: 0, rise: 9, slope: 0 } as const;

/** Who measures at home in the morning and in the evening, and whose pharmacist has asked a doctor about it. */
export function measuring({ at, seed, utcOffsetMin }: Opened): Guest {
  const id = "cuff-1";
  const first = midnightOf(at, utcOffsetMin) - MEASURED_DAYS * DAY;
  const cuff = "device:cuff-home-1" as SourceId;
  const series = pressure.measuredAtHome(TRUTH, DAYS, pressure.chanceOf(seed + 2), first);
  const all = [...series.map((one): Signal => ({ ...one, source: cuff })), asked(id, first, at - 40 * MINUTE)];
  return {
    ...{ id, name: "森 健一", birthDate: dayBefore(at, 67.3 * 365), place: [WARD, "栄町"] },
    devices: [cuff],
    signalsBetween: (from, to) => all.filter((one) => one.at >= from && one.at < to),
  };
}

const asked = (id: string, from: Instant, at: Instant): Signal => ({
  ...{ subject: `person:${id}` as SubjectId, source: simulator.id as SourceId, kind: "review-request" },
  ...{ at, receivedAt: at, sequence: 0, quality: "good" },
  value: {
    ...{ kind: "blood-pressure", from, until: at, priority: "today" },
    reason: "2週間、目標を超えています。朝がとくに高めです。朝食後に1錠を服用中。服用の時間か量を変えますか。",
  },
});
