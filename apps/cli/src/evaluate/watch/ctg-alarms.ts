import type { Skill } from "@sakiyomi/core";
import { skills } from "@sakiyomi/skills";
import type { Table } from "../table.ts";
import { LIMITS } from "./ctg-model.ts";
import { type BirthRecord, birthRecords } from "./ctg-records.ts";
import { leftOutNotes, leftOutRows } from "./readable.ts";
import { live, type Said, START, setOf, type Wave } from "./waves.ts";
import { shareText, wilsonText } from "./wilson.ts";

export interface CtgAlarmsOptions {
  /** At most so many births, evenly taken from all: a birth is two hours of the skill's life. */
  readonly births?: number;
  /** The ward's own, if left out. */
  readonly skill?: Skill;
}

const BIRTHS = 24;
/** The skill hears blocks of this length; its own period is shorter and would hear the same. */
const EVERY_S = 20;
/** Before the first ten minutes nothing is said (Dawes and Redman). */
const FIRST_S = 600;
/** A call counts for the outcome where it stood in the last half hour, when something could still be done. */
const LAST_S = 1800;

/** What the maternity skill says in labour of the recordings in `dataDir` (or its folder `ctu-uhb-ctg`), as it would live. */
export async function evaluateCtgAlarms(dataDir: string, options: CtgAlarmsOptions = {}): Promise<Table> {
  const { records, leftOut } = await birthRecords(setOf(dataDir, "ctu-uhb-ctg"), options.births ?? BIRTHS);
  const skill = options.skill ?? skills.find(({ id }) => id === "maternity");
  const lives = skill ? records.map((record) => lifeOf(skill, record)) : [];
  return {
    title: `The maternity skill in labour: ${records.length} recordings`,
    columns: ["n", "measured", "95 %", "wanted", "peer"],
    rows:
      records.length === 0
        ? leftOutRows(leftOut)
        : [
            ...knownRows(lives),
            ...toldRows(lives),
            ...LIMITS.flatMap((l) => calledRows(lives, l)),
            ...leftOutRows(leftOut),
          ],
    notes: [
      ...(skill ? [] : ["Left out: the ward has no maternity skill."]),
      "Nothing is wanted of these rows: FIGO's and Japan's rules are not made to foretell pH, and staff acted on what they saw.",
      `Called: an alert of the highest level, or level 4 or 5 of Japan's five, stood in the last ${LAST_S / 60} min.`,
      ...leftOutNotes(leftOut),
    ],
    figures: { lives },
  };
}

interface Life {
  readonly name: string;
  readonly ph: number;
  readonly hours: number;
  /** Turns after the first ten minutes, and those in which baseline and level were known. */
  readonly turns: number;
  readonly baseline: number;
  readonly level: number;
  /** Alerts that began, by what they are about. */
  readonly told: Readonly<Record<string, number>>;
  readonly isCalled: boolean;
}

function lifeOf(skill: Skill, { name, ph, recording: { fhr, toco } }: BirthRecord): Life {
  const rate = 4;
  const waves: readonly Wave[] = [
    { kind: "fetal-heart-rate", rate, values: fhr },
    ...(toco ? [{ kind: "uterine-activity", rate, values: toco } as const] : []),
  ];
  const seconds = fhr.length / rate;
  const life = { turns: 0, baseline: 0, level: 0, isCalled: false };
  const told: Record<string, number> = {};
  let before: ReadonlySet<string> = new Set();
  const count = (at: number, { predictions }: Said["output"]) => {
    if (at <= FIRST_S) return;
    life.turns += 1;
    if (predictions.baseline?.known) life.baseline += 1;
    if (predictions.level?.known) life.level += 1;
  };
  const onSaid = ({ now, output }: Said) => {
    const at = (now - START) / 1000;
    const tells = output.wishes.filter((wish) => wish.do === "tell");
    const keys = new Set(tells.map(({ key }) => key));
    for (const key of keys) if (!before.has(key)) told[key] = (told[key] ?? 0) + 1;
    before = keys;
    if (at > seconds - LAST_S && tells.some(({ level, key }) => level === "high" || key === "level"))
      life.isCalled = true;
    count(at, output);
  };
  live(skill, waves, onSaid, { everyS: EVERY_S, settings: { inLabour: true } });
  return { name, ph, hours: seconds / 3600, told, ...life };
}

const sumOf = (lives: readonly Life[], of: (life: Life) => number): number =>
  lives.reduce((sum, life) => sum + of(life), 0);

const shareRow = (name: string, hits: number, of: number) => ({
  name,
  cells: [String(of), shareText(hits, of), wilsonText(hits, of), "", ""],
});

function knownRows(lives: readonly Life[]): Table["rows"] {
  // Turns of one recording are no independent cases: no interval.
  const turns = sumOf(lives, (life) => life.turns);
  const row = (name: string, hits: number) => ({ name, cells: [String(turns), shareText(hits, turns), "", "", ""] });
  return [
    row(
      "turns with a known baseline, after ten minutes",
      sumOf(lives, ({ baseline }) => baseline),
    ),
    row(
      "turns with a known level",
      sumOf(lives, ({ level }) => level),
    ),
  ];
}

function toldRows(lives: readonly Life[]): Table["rows"] {
  const hours = sumOf(lives, (life) => life.hours);
  const keys = [...new Set(lives.flatMap(({ told }) => Object.keys(told)))].sort();
  return keys.map((key) => ({
    name: `alerts "${key}" an hour of labour`,
    cells: [`${hours.toFixed(1)} h`, (sumOf(lives, ({ told }) => told[key] ?? 0) / hours).toFixed(2), "", "", ""],
  }));
}

function calledRows(lives: readonly Life[], limit: number): Table["rows"] {
  const [low, other] = [lives.filter(({ ph }) => ph <= limit), lives.filter(({ ph }) => ph > limit)];
  const called = (some: readonly Life[]) => some.filter(({ isCalled }) => isCalled).length;
  return [
    shareRow(`pH ≤ ${limit}: called`, called(low), low.length),
    shareRow(`pH > ${limit}: called`, called(other), other.length),
  ];
}
