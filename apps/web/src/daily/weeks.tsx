import { Fragment, type ReactNode } from "react";
import { useVoice } from "../words/speak.tsx";
import type { CareDayView } from "./asked.ts";
import { dateOf, weeksOf } from "./days.ts";

interface Props {
  readonly days: readonly CareDayView[];
  /** What it shows, for its look. */
  readonly what: string;
  /** The cell of a day; null: it lies before the first or after the last. */
  readonly cell: (day: CareDayView | null) => ReactNode;
}

/** Days as a calendar has them: a week a row, from Monday. */
export function Weeks({ days, what, cell }: Props) {
  const { language } = useVoice();
  const weekdays = Array.from({ length: 7 }, (_, i) => dateOf(`2026-11-${23 + i}`, language, { weekday: "short" }));
  return (
    <table className="cal" data-what={what}>
      <thead>
        <tr>
          {weekdays.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(days).map((week, i) => (
          <tr key={week.find((day) => day !== null)?.date ?? i}>
            {week.map((day, d) => (
              <Fragment key={day?.date ?? `${i} ${weekdays[d]}`}>{cell(day)}</Fragment>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
