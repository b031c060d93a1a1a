import { DAY, type Signal } from "@sakiyomi/core";
import { pressure } from "@sakiyomi/skills";
import type { Table } from "../table.ts";
import { shareText, wilsonText } from "./wilson.ts";

const { BEGIN, chanceOf, classOf, isHypertension, measuredAtHome, measuredInOffice, normalOf, someone } = pressure;
type Truth = ReturnType<typeof someone>;

const PEOPLE = 400;
const DAYS = [1, 3, 5, 7, 14] as const;
const OFFSET = 540;
const rules = { utcOffsetMin: OFFSET, countsPerTime: 2 };
const hearing = { utcOffsetMin: OFFSET, cuffs: null };

const readingsOf = (signals: readonly Signal[]) =>
  pressure.hear(pressure.nothingHeard, signals, hearing, BEGIN + 30 * DAY).readings;
const classIn = (where: "home" | "office", of: pressure.Pressure): number =>
  pressure.pressureClasses.indexOf(classOf(where, of).class);
const isHigh = (where: "home" | "office", of: pressure.Pressure): boolean => isHypertension(classOf(where, of).class);

interface Case {
  readonly truth: Truth;
  readonly signals: readonly Signal[];
  readonly office: pressure.Pressure;
}

function people(seed: number): readonly Case[] {
  const chance = chanceOf(seed);
  return Array.from({ length: PEOPLE }, () => {
    const truth = someone(chance);
    const signals = measuredAtHome(truth, Math.max(...DAYS), chance);
    const visits = [0, 14].flatMap((day) => measuredInOffice(truth, BEGIN + day * DAY, chance));
    return { truth, signals, office: pressure.officeMean(pressure.visitsOf(readingsOf(visits), "office")) };
  });
}

const averageOf = (signals: readonly Signal[], days: number): pressure.Pressure | null =>
  pressure.averagesOf(pressure.occasionsOf(readingsOf(signals.slice(0, days * 4)), rules)).all;

/** How many of the people are said to have hypertension at home, or not, as they have it in truth; and in the very class. */
function right(cases: readonly Case[], said: (one: Case) => { high: boolean; class: number } | null) {
  const found = cases.flatMap((one) => {
    const answer = said(one);
    return answer === null ? [] : [{ truth: one.truth, answer }];
  });
  return {
    high: found.filter(({ truth, answer }) => isHigh("home", truth) === answer.high).length,
    class: found.filter(({ truth, answer }) => classIn("home", truth) === answer.class).length,
  };
}

const atHome = (of: pressure.Pressure | null) =>
  of === null ? null : { high: isHigh("home", of), class: classIn("home", of) };
const inOffice = (of: pressure.Pressure) => ({ high: isHigh("office", of), class: classIn("office", of) });

/** Interval of the skill for the coming week, against the mean of the week that came. */
function foretold(seed: number) {
  const chance = chanceOf(seed + 77);
  const settings = pressure.homeBloodPressure.settings.parse({});
  return Array.from({ length: PEOPLE }, () => {
    // A third begins a medicine: 9 mmHg in a month (Law and Wald, BMJ 2003; 326:1427).
    const base = someone(chance);
    const truth = { ...base, slope: chance() < 1 / 3 ? -0.3 + 0.05 * normalOf(chance) : 0 };
    const signals = measuredAtHome(truth, 35, chance);
    const now = BEGIN + 28 * DAY - 1;
    const known = signals.filter(({ at }) => at <= now);
    const person = { id: "person:ann" as Signal["subject"], ageYears: 70, pregnant: null };
    const skill = pressure.homeBloodPressure;
    const { predictions } = skill.step(skill.start(BEGIN), { signals: known, settings, person }, now);
    const week = pressure.averagesOf(
      pressure
        .occasionsOf(pressure.hear(pressure.nothingHeard, signals, hearing, BEGIN + 36 * DAY).readings, rules)
        .filter(({ at }) => at > now),
    ).all;
    const next = predictions["next-week"];
    const last = predictions.average;
    if (week === null || !next?.known || next.what.type !== "quantity" || !last?.known || last.what.type !== "quantity")
      return null;
    const { value, interval } = next.what;
    return {
      off: Math.abs(value - week.systolic),
      naive: Math.abs(last.what.value - week.systolic),
      inside: interval.low <= week.systolic && week.systolic <= interval.high,
    };
  }).flatMap((one) => (one === null ? [] : [one]));
}

type Row = Table["rows"][number];
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function classified(cases: readonly Case[]) {
  const office = right(cases, ({ office: of }) => inOffice(of));
  const last = right(cases, ({ signals }) => {
    const one = signals.findLast(({ kind }) => kind === "blood-pressure");
    return one?.kind === "blood-pressure" ? atHome(one.value) : null;
  });
  const peer = `last reading ${shareText(last.high, PEOPLE)}, office ${shareText(office.high, PEOPLE)}`;
  const byDays = DAYS.map((days) => ({ days, ...right(cases, ({ signals }) => atHome(averageOf(signals, days))) }));
  const row = (what: string, n: number, beside = ""): Row => ({
    name: what,
    cells: [`${PEOPLE}`, shareText(n, PEOPLE), wilsonText(n, PEOPLE), "", beside],
  });
  const rows = [
    ...byDays.map(({ days, high }) => row(`hypertension or not, ${days} days at home`, high, days === 7 ? peer : "")),
    ...byDays
      .filter(({ days }) => days >= 5)
      .map(({ days, class: n }) =>
        row(`the very class, ${days} days`, n, days === 7 ? `last reading ${shareText(last.class, PEOPLE)}` : ""),
      ),
  ];
  return { rows, byDays, last, office };
}

/** Simulated people whose true mean is known: how many days make the class right, and how the coming week is foretold. */
export async function evaluateHomePressure(seed: number): Promise<Table> {
  const { rows, byDays, last, office } = classified(people(seed));
  const weeks = foretold(seed);
  const inside = weeks.filter((one) => one.inside).length;
  const [off, naive] = [mean(weeks.map((one) => one.off)), mean(weeks.map((one) => one.naive))];
  const week = byDays.find(({ days }) => days === 7);
  const failures = [
    ...(week === undefined || week.high <= Math.max(last.high, office.high)
      ? ["seven days at home classify no better than the last reading or the office"]
      : []),
    ...(inside < 0.7 * weeks.length ? ["the 80 % interval of the coming week holds in fewer than 70 %"] : []),
  ];
  return Promise.resolve({
    title: `Home blood pressure: ${PEOPLE} simulated people, seed ${seed}`,
    columns: ["n", "measured", "95 %", "wanted", "peer"],
    rows: [
      ...rows,
      {
        name: "coming week, inside the 80 % interval",
        cells: [`${weeks.length}`, shareText(inside, weeks.length), wilsonText(inside, weeks.length), "80 %", ""],
      },
      {
        name: "coming week, mean absolute error, mmHg",
        cells: [`${weeks.length}`, off.toFixed(2), "", "", `last week's average ${naive.toFixed(2)}`],
      },
    ],
    notes: [
      "Truth: a simulated mean; from day to day 8.6/5.7 mmHg (Ohasama, Kikuya 2008), from one inflation to the next 4/3.",
      "Peers: the last single reading at home by the home limits; the mean of two visits by the office limits.",
      "Coming week: 28 days measured before, a third of the people with a fall of 0.3 mmHg a day.",
      ...failures,
    ],
    figures: { byDays, last, office, inside, off, naive, n: weeks.length },
    failures,
  });
}
