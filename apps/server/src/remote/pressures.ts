import { DAY, type Instant, MINUTE, type Signal } from "@sakiyomi/core";
import { homeBloodPressure, pressure } from "@sakiyomi/skills";
import type { House } from "../house.ts";
import { subjectOf } from "../http/looks.ts";
import { nameOf } from "../names.ts";
import { entryOf } from "./reviews.ts";
import type { AverageView, DayRow, PressureRow, PressureView } from "./shapes.ts";

/** A year and a month: every month of the handout, and the same one a year ago. */
const LOOKS_BACK = 400 * DAY;
/** A cuff in the room that speaks every few minutes: so much of it is put together; what was written down is always whole. */
const CUFF_BACK = 35 * DAY;
/** Of each pressure, the newest: a cuff that speaks every five minutes, all that time. */
const CUFF_MOST = CUFF_BACK / (5 * MINUTE);

interface Settings {
  readonly goalSystolic: number;
  readonly goalDiastolic: number;
  readonly daysAtLeast: number;
  readonly countsPerTime: number;
  readonly cuffs: pressure.Where | "not-counted";
}

/** As the house's zone has it at that time. */
function offsetMin(zone: string, at: Instant): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(at);
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(
    parts.find(({ type }) => type === "timeZoneName")?.value ?? "",
  ) ?? ["", "+", "0", "0"];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

async function heard(house: House, person: string, settings: Settings, offset: number) {
  const { store } = house.ward;
  const subject = subjectOf(person);
  const to = house.ward.now();
  const written = await store.range({ subject, kind: "blood-pressure", from: Math.max(0, to - LOOKS_BACK), to });
  const from = Math.max(0, to - CUFF_BACK);
  const cuffs =
    settings.cuffs === "not-counted"
      ? []
      : await Promise.all(
          (["systolic", "diastolic", "pulse-rate"] as const).map((kind) =>
            store.range({ subject, kind, from, to, limit: CUFF_MOST }),
          ),
        );
  return { written, readings: readingsOf(written, cuffs.flat(), settings, offset) };
}

/** The skill's own ear, without its short memory: the two pressures of each inflation are put together pair by pair. */
function readingsOf(
  written: readonly Extract<Signal, { kind: "blood-pressure" }>[],
  cuffs: readonly Signal[],
  { cuffs: where }: Settings,
  utcOffsetMin: number,
): readonly pressure.Reading[] {
  const said = written
    .filter(({ quality }) => quality !== "bad")
    .map((signal) => pressure.readingOf(pressure.idOf(signal), signal.at, signal.value));
  const byTime = Map.groupBy(cuffs, ({ at, source }) => `${source} ${Math.round(at / MINUTE)}`);
  let heardSoFar = pressure.nothingHeard;
  const made = new Map<string | undefined, pressure.Reading>();
  for (const batch of [...byTime.values()].sort((a, b) => (a[0]?.at ?? 0) - (b[0]?.at ?? 0))) {
    const at = Math.max(...batch.map((signal) => signal.at));
    const hearing = { utcOffsetMin, cuffs: where === "not-counted" ? null : where };
    heardSoFar = pressure.hear({ ...heardSoFar, readings: heardSoFar.readings.slice(-4) }, batch, hearing, at);
    for (const one of heardSoFar.readings) made.set(one.ids[0], one);
  }
  return [...said, ...made.values()].sort((a, b) => a.at - b.at);
}

export async function settingsFor(house: House, person: string): Promise<Settings> {
  const view = await house.ward.person(person);
  const own = view.ok ? view.value.skills.find(({ skill }) => skill === homeBloodPressure.id)?.settings : undefined;
  const read = homeBloodPressure.settings.safeParse(own ?? {});
  return (read.success ? read.data : homeBloodPressure.settings.parse({})) as Settings;
}

function averageView(occasions: readonly pressure.Occasion[], daysAtLeast: number): AverageView {
  const averages = pressure.averagesOf(occasions);
  const found = pressure.homeClass(averages, daysAtLeast);
  return {
    ...averages,
    class: found.known ? found.value : null,
    isolatedSystolic: found.known && averages.all !== null && pressure.classOf("home", averages.all).isolatedSystolic,
    morningType: averages.days < daysAtLeast ? null : pressure.morningTypeOf(averages),
  };
}

const monthOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 7);

export async function pressureView(house: House, person: string): Promise<PressureView | null> {
  const { ward } = house;
  const now = ward.now();
  const here = ward.boardPerson(person);
  if (here === null) return null;
  const settings = await settingsFor(house, person);
  const offset = offsetMin(ward.zone, now);
  const { written, readings } = await heard(house, person, settings, offset);
  const rules = { utcOffsetMin: offset, countsPerTime: settings.countsPerTime };
  const occasions = pressure.occasionsOf(readings, rules);
  const lastWeek = pressure.lastDays(occasions, now, offset);
  const visits = pressure.visitsOf(readings, "office");
  const office = visits.length === 0 ? null : pressure.officeMean(visits);
  const lately = readings.filter(({ at }) => now - at < 30 * DAY);
  const months = Map.groupBy(occasions, ({ day }) => monthOf(day));
  return {
    ...{ at: now, name: here.name, ageYears: here.ageYears, daysAtLeast: settings.daysAtLeast },
    goal: { systolic: settings.goalSystolic, diastolic: settings.goalDiastolic },
    readings: rowsOf(house, readings, written, occasions, settings.countsPerTime),
    occasions,
    lastWeek: averageView(lastWeek, settings.daysAtLeast),
    months: [...months]
      .map(([month, of]) => ({ month, average: averageView(of, settings.daysAtLeast) }))
      .sort((a, b) => b.month.localeCompare(a.month)),
    office: {
      visits: visits.length,
      mean: office,
      class: office === null ? null : pressure.classOf("office", office).class,
    },
    pattern: pressure.patternFound(visits, pressure.averagesOf(lastWeek), settings.daysAtLeast),
    doubts: pressure.doubtsOf(
      lately,
      occasions.filter(({ at }) => now - at < 30 * DAY),
      ({ at }) => pressure.hourAt(at, offset),
    ),
  };
}

function rowsOf(
  house: House,
  readings: readonly pressure.Reading[],
  written: readonly Extract<Signal, { kind: "blood-pressure" }>[],
  occasions: readonly pressure.Occasion[],
  countsPerTime: number,
): readonly PressureRow[] {
  const signals = new Map(written.map((signal) => [pressure.idOf(signal), signal]));
  const begins = new Set(occasions.map(({ at }) => at));
  const series = Map.groupBy(readings, (one) => one.series);
  const counting = new Set<string>();
  for (const one of readings)
    if (begins.has(one.at) && one.where === "home" && one.when !== "other")
      for (const counted of (series.get(one.series) ?? [])
        .filter((other) => other.at >= one.at && pressure.isPlausible(other))
        .slice(0, countsPerTime))
        counting.add(counted.ids[0] ?? "");
  return readings
    .map((one): PressureRow => {
      const id = one.ids[0] ?? "";
      const signal = signals.get(id);
      const { ids: _, ...rest } = one;
      return {
        ...rest,
        id,
        isPlausible: pressure.isPlausible(one),
        counts: counting.has(id),
        class: pressure.classOf(one.where, one).class,
        by: nameOf(house, signal?.source ?? id.split(" ")[0] ?? ""),
        entry: signal ? entryOf(signal) : null,
      };
    })
    .sort((a, b) => b.at - a.at);
}

/** Who was measured at the table today, the newest first. */
export async function dayOf(house: House, people: readonly { readonly id: string; readonly name: string }[]) {
  const { ward } = house;
  const now = ward.now();
  const offset = offsetMin(ward.zone, now);
  const begin = pressure.dayOf(now, offset) * DAY - offset * MINUTE;
  const rows = await Promise.all(
    people.map(async ({ id, name }): Promise<DayRow | null> => {
      const said = await ward.store.range({ subject: subjectOf(id), kind: "blood-pressure", from: begin, to: now });
      const readings = said.map((signal) => pressure.readingOf(pressure.idOf(signal), signal.at, signal.value));
      const visit = pressure.visitsOf(readings, "pharmacy").at(-1);
      if (visit === undefined) return null;
      const mean = { systolic: visit.systolic, diastolic: visit.diastolic };
      const at = Math.max(...readings.map((one) => one.at));
      return { person: id, name, at, mean, measured: visit.measured, class: pressure.classOf("pharmacy", mean).class };
    }),
  );
  return { at: now, people: rows.filter((row) => row !== null).sort((a, b) => b.at - a.at) };
}
