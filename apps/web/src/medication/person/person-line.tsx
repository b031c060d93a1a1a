import { Link } from "@tanstack/react-router";
import { birthDay } from "../../time/say-time.ts";
import { useVoice } from "../../words/speak.tsx";
import { bareId } from "../desk.ts";
import type { ChartView } from "../shapes.ts";

/** Who it is about, always in sight: the first of the five rights. */
export function PersonLine({ chart }: { readonly chart: ChartView }) {
  const { t, language } = useVoice();
  const facts = [
    chart.placeName,
    chart.birthDate === null ? null : t("person.born", { date: birthDay(chart.birthDate, language) }),
  ];
  return (
    <p className="person-line">
      <Link to="/people/$id" params={{ id: bareId(chart.person) }}>
        <strong>{chart.name}</strong>
      </Link>{" "}
      <span className="muted">{facts.filter(Boolean).join(" · ")}</span>
      {chart.isHere ? null : <span className="tag">{t("med.notHere")}</span>}
    </p>
  );
}
