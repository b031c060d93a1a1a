import { DAY, HOUR, type Instant, MINUTE, type Signal, type SourceId, type SubjectId } from "@sakiyomi/core";
import { ctgSignals, pressure } from "@sakiyomi/skills";
import { dayBefore, type Guest, type Opened, simulator } from "./guest.ts";

/** The board goes by places: after the wards whose people are in the house. */
const WARD = "Ward at home";

/** She records for an hour, and rests until the strap's marks are gone. The first hour has begun when the demo opens. */
const RECORDS_MIN = 60;
const ROUND = 80 * MINUTE;
const BEGAN = 25 * MINUTE;
/** An earlier one, for whoever answers recordings. */
const EARLIER = 6 * HOUR;
const WEEKS = 36;
/** As monitors send it, so that the paper moves on evenly. */
const BLOCK_S = 1;
/** Of the last week: the next one is due in the coming. */
const VISIT = {
  ...{ fundalHeightCm: 31.5, girthCm: 91, weightKg: 61.4, systolic: 112, diastolic: 68 },
  ...{ oedema: "-", urineProtein: "-", urineGlucose: "-" },
} as const;

/** A woman 36 weeks pregnant whose cardiotocograph sends from home: a healthy child, with the womb trying itself out. */
export function expecting({ at, seed }: Opened): Guest {
  const id = "expecting-1";
  const said = ctgSignals(
    {
      ...{ minutes: RECORDS_MIN, seed, baselineBpm: 138, contractionsEveryS: 540, dropout: 0.02 },
      mood: (minute) => (minute % 45 < 33 ? "active" : "quiet"),
    },
    0,
    BLOCK_S,
  );
  const due = dayBefore(at, WEEKS * 7 - 280 + 2);
  return {
    ...{ id, name: "岡田 美咲", birthDate: dayBefore(at, 31.4 * 365), place: [WARD, "Midori-cho"] },
    devices: [...new Set(said.map(({ source }) => source))],
    signalsBetween: (from, to) =>
      sessionsIn(at, from, to).flatMap((begin) =>
        said
          .filter(({ receivedAt }) => receivedAt >= from - begin && receivedAt < to - begin)
          .map((one) => ({ ...one, at: one.at + begin })),
      ),
    settle: async (ward) => {
      const visited = await ward.chart(id, "pregnancy-visit", VISIT, null, at - 3 * DAY, simulator);
      const pregnancy = { due, dueBy: "ultrasound", fetuses: 1 };
      return visited.ok ? ward.chart(id, "pregnancy", pregnancy, null, ward.now(), simulator) : visited;
    },
  };
}

/** Beginnings of the recordings that touch a time. */
function sessionsIn(opened: Instant, from: Instant, to: Instant): readonly Instant[] {
  const first = opened - BEGAN;
  const latest = first + Math.floor((to - first) / ROUND) * ROUND;
  const all = [opened - EARLIER, ...(latest >= first ? [latest] : [])];
  return all.filter((begin) => begin < to && begin + (RECORDS_MIN + 1) * MINUTE >= from);
}

/** JSH 2019 asks for a week, at least five days; a month of it lies ahead. */
const MEASURED_DAYS = 14;
const DAYS = MEASURED_DAYS + 28;
/** Grade I by the home limit of 135/85 (JSH 2019), higher in the morning: something for a doctor to look at. */
const TRUTH = { systolic: 139, diastolic: 84, office: 0, rise: 9, slope: 0 } as const;

/** Who measures at home in the morning and in the evening, and whose pharmacist has asked a doctor about it. */
export function measuring({ at, seed, utcOffsetMin }: Opened): Guest {
  const id = "cuff-1";
  const today = Math.floor((at + utcOffsetMin * MINUTE) / DAY) * DAY - utcOffsetMin * MINUTE;
  const first = today - MEASURED_DAYS * DAY;
  const cuff = "device:cuff-home-1" as SourceId;
  const series = pressure.measuredAtHome(TRUTH, DAYS, pressure.chanceOf(seed + 2), first);
  const all = [...series.map((one): Signal => ({ ...one, source: cuff })), asked(id, first, at - 40 * MINUTE)];
  return {
    ...{ id, name: "森 健一", birthDate: dayBefore(at, 67.3 * 365), place: [WARD, "Sakae-cho"] },
    devices: [cuff],
    signalsBetween: (from, to) => all.filter((one) => one.at >= from && one.at < to),
  };
}

const asked = (id: string, from: Instant, at: Instant): Signal => ({
  ...{ subject: `person:${id}` as SubjectId, source: simulator.id as SourceId, kind: "review-request" },
  ...{ at, receivedAt: at, sequence: 0, quality: "good" },
  value: {
    ...{ kind: "blood-pressure", from, until: at, priority: "today" },
    reason:
      "Above the goal for two weeks, most in the morning; one tablet after breakfast. Another time, or another dose?",
  },
});
