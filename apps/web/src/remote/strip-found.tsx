import { Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import type { StripView } from "./shapes.ts";

/** What the heart skill's ear heard: beside the paper, never in the place of a doctor's eye. */
export function StripFound({ view: { found } }: { readonly view: StripView }) {
  const { t } = useVoice();
  const { rate, shortestMs, longestMs, disorder, disorderLimit } = found;
  const rhythm =
    disorder === null
      ? t("strip.disorderUnknown")
      : t(disorder >= disorderLimit ? "strip.isDisorderly" : "strip.isOrderly", {
          value: disorder.toFixed(2),
          limit: disorderLimit,
        });
  return (
    <Panel title={t("strip.found")}>
      <dl className="facts-list">
        <div>
          <dt>{t("strip.rate")}</dt>
          <dd>{rate === null ? t("strip.rateUnknown") : `${rate} /min`}</dd>
        </div>
        <div>
          <dt>{t("strip.intervals")}</dt>
          <dd>{shortestMs === null || longestMs === null ? "–" : `${shortestMs} – ${longestMs} ms`}</dd>
        </div>
        <div>
          <dt>{t("strip.disorder")}</dt>
          <dd>{rhythm}</dd>
        </div>
      </dl>
      {found.standing.map((finding) => (
        <p key={finding} className="notice">
          {t(`finding.${finding}`)}
        </p>
      ))}
      <p className="muted small">{t("strip.foundHint")}</p>
    </Panel>
  );
}
