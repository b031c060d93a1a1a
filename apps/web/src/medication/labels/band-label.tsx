import { birthDay } from "../../time/say-time.ts";
import { useVoice } from "../../words/speak.tsx";
import type { ChartView, WristbandAnswer } from "../shapes.ts";
import { SymbolPicture } from "./symbol-picture.tsx";

export interface PrintedBand {
  readonly answer: WristbandAnswer;
  readonly chart: ChartView;
}

/** Larger than on a label: it is read from a bent, worn band. */
const BAND_MODULE_MM = 0.6;

/** Name and birth date for a person to be asked for; two symbols, so that one is always turned upwards on a thin arm. */
export function BandLabel({ answer: { band, code }, chart }: PrintedBand) {
  const { t, language } = useVoice();
  const title = t("med.symbolOf", { name: chart.name });
  return (
    <div className="band-label">
      <SymbolPicture code={code} title={title} moduleMm={BAND_MODULE_MM} />
      <div className="label-words">
        <p className="label-name">{chart.name}</p>
        <p>
          {chart.birthDate === null ? "" : birthDay(chart.birthDate, language)}
          {chart.allergies.length === 0 ? "" : ` · ${t("med.hasAllergies")}`}
        </p>
        <p className="label-foot">{t("med.printing", { n: band.printing, gsrn: band.gsrn })}</p>
      </div>
      <SymbolPicture code={code} title={title} moduleMm={BAND_MODULE_MM} />
    </div>
  );
}
