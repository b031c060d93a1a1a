import { HOUR, MINUTE } from "@sakiyomi/core";
import { screening } from "@sakiyomi/skills";
import type { Table } from "../table.ts";
import { shareText, wilsonText } from "./wilson.ts";

const PROMISE_MS = 2 * HOUR;
const WARN_MS = 30 * MINUTE;
const DAYS = 100;
const A_DAY = 6;

interface Kept {
  readonly of: number;
  readonly kept: number;
  readonly late: number;
  /** Of those not reported with half an hour to go: warned at that minute. */
  readonly toWarn: number;
  readonly warned: number;
  readonly toldLate: number;
}

/** So many days of one nurse (skills/src/checkup/sim.ts says what is assumed). */
function days(seed: number, isTold: boolean): Kept {
  const all = Array.from({ length: DAYS }, (_, day) =>
    screening.simulateCheckups({ seed: seed * 1000 + day, checkups: A_DAY, isTold }),
  ).flat();
  const ends = all.map((one) => ({ ...one, end: one.measuredAt + PROMISE_MS }));
  const late = ends.filter(({ reportedAt, end }) => reportedAt > end);
  const near = ends.filter(({ reportedAt, end }) => reportedAt >= end - WARN_MS);
  return {
    of: ends.length,
    kept: ends.length - late.length,
    late: late.length,
    toWarn: near.length,
    warned: near.filter(({ warnedAt, end }) => warnedAt === end - WARN_MS).length,
    toldLate: late.filter(({ toldBrokenAt, end }) => toldBrokenAt === end).length,
  };
}

/** The classes as the papers print them, written here a second time on purpose. */
const printed: Readonly<Record<screening.FormId, readonly (readonly [least: number, risk: screening.Risk])[]>> = {
  braden: [
    [19, "none"],
    [15, "mild"],
    [13, "moderate"],
    [10, "high"],
    [6, "severe"],
  ],
  must: [
    [2, "high"],
    [1, "medium"],
    [0, "low"],
  ],
  morse: [
    [45, "high"],
    [25, "moderate"],
    [0, "low"],
  ],
};

/** Every way of answering a form, and how many get the printed class. */
function scores(id: screening.FormId): { readonly of: number; readonly right: number } {
  const { items } = screening.forms[id];
  const of = (index: number): readonly screening.Answers[] => {
    const item = items[index];
    if (item === undefined) return [{}];
    return item.points.flatMap((point) => of(index + 1).map((rest) => ({ [item.id]: point, ...rest })));
  };
  const all = of(0);
  const right = all.filter((answers) => {
    const total = Object.values(answers).reduce((sum, point) => sum + point, 0);
    const score = screening.scoreOf(id, answers);
    const wanted = printed[id].find(([least]) => total >= least)?.[1];
    return score.known && score.total === total && score.risk === wanted;
  });
  return { of: all.length, right: right.length };
}

const WANTED = 0.95;

/** Reports within two hours on simulated days, and every answer of the three questionnaires. */
export async function evaluateScreening(seed: number): Promise<Table> {
  const [told, untold] = [days(seed, true), days(seed, false)];
  const forms = screening.formIds.map((id) => ({ id, ...scores(id) }));
  const failures = [
    ...(told.kept >= WANTED * told.of ? [] : [`reports within two hours: ${shareText(told.kept, told.of)}`]),
    ...(told.warned === told.toWarn ? [] : [`warned half an hour before: ${told.warned} of ${told.toWarn}`]),
    ...(told.toldLate === told.late ? [] : [`late and told so: ${told.toldLate} of ${told.late}`]),
    ...forms.filter(({ of, right }) => of !== right).map(({ id, of, right }) => `${id}: ${right} of ${of} answers`),
  ];
  const share = (name: string, hits: number, of: number, wanted: string, peer = "") => ({
    name,
    cells: [String(of), shareText(hits, of), wilsonText(hits, of), wanted, peer],
  });
  const without = `${shareText(untold.kept, untold.of)} without the skill`;
  return {
    title: `Check-up reports: ${DAYS} simulated days`,
    columns: ["n", "measured", "95 %", "wanted", "peer"],
    rows: [
      share("reports within two hours of the last measurement", told.kept, told.of, "≥ 95 %", without),
      share("called at the minute, half an hour before the end", told.warned, told.toWarn, "100 %"),
      share("a broken promise told at the minute", told.toldLate, told.late, "100 %"),
      ...forms.map(({ id, of, right }) => share(`${id}: answers with the printed class`, right, of, "100 %")),
    ],
    notes: [
      "Simulated: one nurse with other work, six check-ups a day; how long things take is assumed (skills/src/checkup/sim.ts), so the share shows that the calls work, not what a house will reach.",
      ...failures.map((failure) => `NOT MET: ${failure}.`),
    ],
    figures: { told, untold, forms },
    failures,
  };
}
