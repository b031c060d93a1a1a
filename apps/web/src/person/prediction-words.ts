import type { Interval, Known } from "@sakiyomi/core";
import { unitName } from "../words/kinds.ts";
import type { Voice } from "../words/speak.tsx";

/** A figure with as many digits as it deserves: at most one decimal, none above 20. */
export const plainNumber = (value: number, language: string): string =>
  value.toLocaleString(language, { maximumFractionDigits: Math.abs(value) < 20 ? 1 : 0 });

export interface PredictionWords {
  readonly main: string;
  readonly range: string | null;
}

const outOfTen = (p: number): number => Math.round(p * 10);

/** What is predicted, in words: the expected value and how sure it is. */
export function predictionWords({ what }: Known, now: number, voice: Voice): PredictionWords {
  const { t, language, moment, code } = voice;
  const number = (value: number) => plainNumber(value, language);
  const range = ({ low, high, p }: Interval, say: (value: number) => string) =>
    t("person.interval", { p: outOfTen(p), low: say(low), high: say(high) });
  const clock = (at: number) => moment(at, now);
  switch (what.type) {
    case "time":
      return {
        main: clock(what.at),
        range: clock(what.interval.low) === clock(what.interval.high) ? null : range(what.interval, clock),
      };
    case "quantity":
      return {
        main: `${number(what.value)} ${unitName(what.unit)}`.trim(),
        range: what.interval.low === what.interval.high ? null : range(what.interval, number),
      };
    case "series": {
      const last = what.points.at(-1);
      if (last === undefined) return { main: "–", range: null };
      return {
        main: `${clock(last.at)}  ${number(last.value)} ${unitName(what.unit)}`,
        range: range(last.interval, number),
      };
    }
    case "classes": {
      const sorted = Object.entries(what.probabilities).toSorted(([, a], [, b]) => b - a);
      const said = sorted.slice(0, 3).map(([name, p]) => `${code(name)} ${Math.round(p * 100)} %`);
      return { main: said[0] ?? "–", range: said.slice(1).join(", ") || null };
    }
    case "ranking":
      return {
        main: what.order[0]?.item ?? "–",
        range:
          what.order
            .slice(1, 4)
            .map(({ item }) => item)
            .join(", ") || null,
      };
  }
}
