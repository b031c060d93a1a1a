import { useVoice } from "../../words/speak.tsx";
import { useOrderWords } from "../parts/use-order-words.ts";
import type { ChartView, PackAnswer } from "../shapes.ts";
import { SymbolPicture } from "./symbol-picture.tsx";

/** A pack that was made, with what its label says beside the symbol. */
export interface PrintedPack {
  readonly answer: PackAnswer;
  readonly chart: ChartView;
  /** When it is to be taken. */
  readonly at: number;
}

/** More than these are set smaller; how many there are is printed, so that nobody takes a part for the whole. */
const MANY = 4;

/** For eyes first: who, when, what; the symbol beside it. Black on white whatever the look, for it is paper. */
export function PackLabel({ answer: { pack, code }, chart, at }: PrintedPack) {
  const { t, language, zone, clock } = useVoice();
  const { amount } = useOrderWords();
  const day = new Intl.DateTimeFormat(language, { month: "numeric", day: "numeric", weekday: "short", timeZone: zone });
  return (
    <div className="pack-label">
      <div className="label-words">
        <p className="label-name">{chart.name}</p>
        <p>{[chart.placeName, chart.birthDate].filter(Boolean).join(" · ")}</p>
        <p className="label-time">
          {day.format(at)} <strong>{clock(at)}</strong>
        </p>
        <ul data-many={pack.contents.length > MANY}>
          {pack.contents.map(({ drug, amount: much }) => (
            <li key={`${drug.code} ${much.value}`}>
              <span>{drug.text}</span> <strong>{amount(much)}</strong>
            </li>
          ))}
        </ul>
        <p className="label-foot">
          <strong>{t("med.contentCount", { n: pack.contents.length })}</strong>{" "}
          {pack.expiry === null ? "" : t("med.expires", { date: pack.expiry })} {pack.id}
        </p>
      </div>
      <SymbolPicture code={code} title={t("med.symbolOf", { name: chart.name })} />
    </div>
  );
}
