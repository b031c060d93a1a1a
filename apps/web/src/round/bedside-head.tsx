import type { Allergy } from "@sakiyomi/medication";
import { Icon } from "../look/icons.tsx";
import { birthDay } from "../time/say-time.ts";
import { useVoice } from "../words/speak.tsx";
import type { ChartView } from "./shapes.ts";

const allergyText = ({ to }: Allergy): string => (to.type === "medication" ? to.drug.text : to.text);

/** Who it is, in letters that can be read at arm's length, and what must not be given. */
export function BedsideHead({ chart, back }: { readonly chart: ChartView; readonly back: () => void }) {
  const { t, language } = useVoice();
  const { name, placeName, birthDate, allergies } = chart;
  const facts = [
    placeName === "" ? t("board.noBed") : placeName,
    birthDate === null ? null : t("person.born", { date: birthDay(birthDate, language) }),
  ];
  return (
    <header className="bedside-head">
      <button type="button" className="step" aria-label={t("round.toList")} onClick={back}>
        <Icon name="back" />
      </button>
      <div>
        <h1>{name}</h1>
        <p className="muted">{facts.filter((fact) => fact !== null).join(" · ")}</p>
      </div>
      {allergies.length === 0 ? null : (
        <p className="bedside-allergies">
          <Icon name="late" size={20} />
          <span>
            <strong>{t("round.allergies")}</strong> {allergies.map(allergyText).join(", ")}
          </span>
        </p>
      )}
    </header>
  );
}
