import { z } from "zod";
import { freshest, type Instant, MINUTE, readingAt, SECOND, text } from "../1-signal/index.ts";
import { unknown } from "../3-predict/index.ts";
import { defineSkill, type Skill, type Wish } from "../4-decide/index.ts";

const words = { en: {}, ja: {}, ko: {} } as const;
const common = { owner: "core", risk: "informs", budgetMs: 50, words } as const;

interface Rhythm {
  readonly recent: readonly { readonly at: Instant; readonly value: number }[];
  readonly turns: number;
}

/** Turns on its period: the mean of the last readings, told where it is above a limit; makes a pulse that others read. */
export const rhythm = (version = "1.0.0", bias = 0): Skill =>
  defineSkill<Rhythm, { limit: number }>({
    ...common,
    id: "rhythm",
    version,
    reads: ["heart-rate"],
    makes: ["pulse-rate"],
    does: ["tell"],
    periodMs: 30 * SECOND,
    settings: z.object({ limit: z.number().default(100).meta({ unit: "/min", source: "a test" }) }),
    start: () => ({ recent: [], turns: 0 }),
    step: ({ recent, turns }, { signals, settings, person }, now) => {
      const rates = signals.filter((one) => one.kind === "heart-rate");
      const kept = [...recent, ...rates.map(({ at, value }) => ({ at, value }))].slice(-5);
      const reading = readingAt(freshest(rates), now);
      const isKnown = reading.known || kept.some(({ at }) => now - at < 5 * MINUTE);
      const mean = bias + kept.reduce((sum, { value }) => sum + value, 0) / Math.max(1, kept.length);
      const wishes: Wish[] =
        isKnown && mean > settings.limit
          ? [{ do: "tell", key: "fast", level: mean > 140 ? "high" : "medium", text: text("fast", { mean }) }]
          : [];
      const interval = { low: mean - 5, high: mean + 5, p: 0.8 };
      return {
        state: { recent: kept, turns: turns + 1 },
        predictions: {
          rate: isKnown
            ? {
                known: true,
                what: { type: "quantity", at: now + MINUTE, unit: "/min", value: mean, interval },
                because: [text("readings", { count: kept.length, age: person.ageYears ?? -1 })],
                validUntil: now + MINUTE,
                model: version,
              }
            : unknown("core.never"),
        },
        wishes,
        made: rates.length > 0 ? [{ kind: "pulse-rate", at: now, value: Math.round(mean) }] : [],
      };
    },
  });

interface Falls {
  readonly fallen: readonly Instant[];
}

/** Has its turn when somebody falls; asks until somebody has answered, and sets a task. */
export const falls: Skill = defineSkill<Falls, object>({
  ...common,
  id: "falls",
  version: "1.0.0",
  reads: ["fall", "answer", "pulse-rate"],
  makes: [],
  does: ["ask", "task"],
  periodMs: 10 * MINUTE,
  settings: z.object({}),
  start: () => ({ fallen: [] }),
  step: ({ fallen }, { signals }, now) => {
    const isAnswered = signals.some(({ kind }) => kind === "answer");
    const fresh = signals.filter(({ kind }) => kind === "fall").map(({ at }) => at);
    const open = isAnswered ? [] : [...fallen, ...fresh];
    const last = open.at(-1);
    const wishes: Wish[] =
      last === undefined
        ? []
        : [
            { do: "ask", key: "fall", level: "high", text: text("fall"), answers: ["hurt", "well"] },
            { do: "task", key: "check", text: text("check"), due: last + 15 * MINUTE, role: "nurse" },
          ];
    return { state: { fallen: open }, predictions: { next: unknown("never", { count: open.length, now }) }, wishes };
  },
});

/** Throws on each note that says so, wishes what it never declared on another; counts what it has read. */
export const moody: Skill = defineSkill<number, object>({
  ...common,
  id: "moody",
  version: "1.0.0",
  reads: ["note"],
  makes: [],
  does: ["tell"],
  periodMs: 5 * MINUTE,
  settings: z.object({}),
  start: () => 0,
  step: (count, { signals }, now) => {
    const said = signals.flatMap((one) => (one.kind === "note" ? [one.value.text] : []));
    if (said.includes("throw")) throw new Error("a note that I do not like");
    const forbidden: Wish = { do: "task", key: "never", text: text("never"), due: now, role: "nurse" };
    const predictions = { count: unknown("count", { count: count + said.length }) };
    if (said.includes("nan"))
      return { state: count, predictions: { count: unknown("count", { count: Number.NaN }) }, wishes: [] };
    return { state: count + said.length, predictions, wishes: said.includes("overreach") ? [forbidden] : [] };
  },
});

interface Dozing {
  readonly heardAt: Instant | null;
  readonly turns: number;
}

/** Sleeps until somebody's oxygen is measured, and again two minutes after the last reading; a wave of acceleration wakes it at once. */
export const dozy: Skill = defineSkill<Dozing, { level: number }>({
  ...common,
  id: "dozy",
  version: "1.0.0",
  reads: ["spo2", "acceleration-z"],
  makes: [],
  does: ["tell"],
  periodMs: 20 * SECOND,
  wakesOn: ["acceleration-z"],
  settings: z.object({ level: z.number().default(90).meta({ unit: "%", source: "a test" }) }),
  start: () => ({ heardAt: null, turns: 0 }),
  step: ({ heardAt, turns }, { signals, settings }, now) => {
    const last = signals.length > 0 ? now : heardAt;
    const isAwake = last !== null && now - last < 2 * MINUTE;
    return {
      state: { heardAt: last, turns: turns + 1 },
      predictions: { oxygen: isAwake ? unknown("counting", { turns }) : unknown("asleep", { level: settings.level }) },
      wishes: [],
      sleeps: !isAwake,
    };
  },
});
