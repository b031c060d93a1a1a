import type { Part, Rate } from "@sakiyomi/medication";
import { useVoice } from "../../words/speak.tsx";
import { type KeyOf, keyWords } from "./key-words.ts";
import { rateBar, scaleOf } from "./plot-shapes.ts";
import { rateCell } from "./rate-words.ts";
import { useIncidentWords } from "./use-incident-words.ts";

/** A figure with its interval, as a bar with a whisker; the words stand beside it. */
function RateLine({ rate, most }: { readonly rate: Rate; readonly most: number }) {
  const bar = rateBar(rate, most);
  if (bar === null) return null;
  const percent = (part: number): string => `${(part * 100).toFixed(2)}%`;
  return (
    <svg className="rate-line" width="100%" height={18} aria-hidden="true">
      <rect className="plot-bar" x={0} y={4} width={percent(bar.at)} height={10} />
      <line className="rate-whisker" x1={percent(bar.from)} x2={percent(bar.to)} y1={9} y2={9} />
      <line className="rate-whisker" x1={percent(bar.from)} x2={percent(bar.from)} y1={4} y2={14} />
      {bar.isCut ? null : <line className="rate-whisker" x1={percent(bar.to)} x2={percent(bar.to)} y1={4} y2={14} />}
    </svg>
  );
}

/** A row for each part: its name, the bar, "rate (interval)", events and doses. The table is the chart. */
export function RateTable({
  parts,
  of,
  which,
  title,
}: {
  readonly parts: readonly Part[];
  readonly of: KeyOf;
  readonly which: "nearMisses" | "incidents";
  readonly title: string;
}) {
  const { t, language } = useVoice();
  const word = useIncidentWords();
  const most = scaleOf(parts.map((part) => part[which]));
  return (
    <table className="figures-table rates">
      <thead>
        <tr>
          <th>{title}</th>
          <td className="rate-cell" />
          <th>{t("med.perThousandCi")}</th>
          <th>{t("med.eventsOfDoses")}</th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <tr key={part.key}>
            <th scope="row">{keyWords(of, part.key, word)}</th>
            <td className="rate-cell">
              <RateLine rate={part[which]} most={most} />
            </td>
            <td>{rateCell(part[which], language)}</td>
            <td>{`${part[which].events.toLocaleString(language)} / ${part[which].doses.toLocaleString(language)}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
