import { Switch } from "@mantine/core";
import type { Analysis, Criterion, Maybe, Why } from "@sakiyomi/skills/maternity";
import type { ReactNode } from "react";
import { Panel } from "../../look/parts.tsx";
import { useVoice } from "../../words/speak.tsx";
import { useFigure } from "../parts.tsx";

/** What is not known says why. */
function useKnown() {
  const { t } = useVoice();
  const figure = useFigure();
  const why = (key: Why) => t(`mat.why.${key}`);
  return {
    why,
    number: (value: Maybe<number>, unit: string, digits = 0) =>
      value.known ? `${figure(value.value, digits)} ${unit}` : why(value.why),
  };
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="ctg-figure">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Figures({ analysis }: { readonly analysis: Analysis }) {
  const { t } = useVoice();
  const figure = useFigure();
  const { number, why } = useKnown();
  const { quality, contractions, accelerations, decelerations, variation, variability } = analysis;
  const kinds = [...new Set(decelerations.map(({ kind }) => kind))].map((kind) => t(`mat.dec.${kind}`));
  const counted = decelerations.length === 0 ? "0" : `${decelerations.length} (${kinds.join(", ")})`;
  return (
    <dl className="ctg-figures">
      <Row name={t("mat.lost")}>
        {t("mat.lostShare", { n: figure(100 * quality.lost), s: figure(quality.longestGapS) })}
      </Row>
      <Row name={t("mat.baseline")}>{number(analysis.basalBpm, "/min")}</Row>
      <Row name={t("mat.variability")}>
        {number(analysis.variabilityBpm, "/min")}
        {variability.known ? ` · ${t(`mat.var.${variability.value}`)}` : ""}
      </Row>
      <Row name={t("mat.stv")}>{number(variation.stvMs, "ms", 2)}</Row>
      <Row name={t("mat.accelerations")}>{accelerations.length}</Row>
      <Row name={t("mat.decelerations")}>{counted}</Row>
      <Row name={t("mat.contractions")}>{contractions.known ? contractions.value.length : why(contractions.why)}</Row>
      <Row name={t("mat.mother")}>
        {analysis.mother.known
          ? t(analysis.mother.value.stretches.length === 0 ? "mat.motherApart" : "mat.motherSame")
          : why(analysis.mother.why)}
      </Row>
    </dl>
  );
}

/** Told by sign and word, not by colour. */
const signs: Readonly<Record<Criterion["is"], string>> = { met: "✓", failed: "✕", unknown: "?" };

function Criteria({ analysis }: { readonly analysis: Analysis }) {
  const { t } = useVoice();
  const { why } = useKnown();
  const { dawesRedman } = analysis;
  if (!dawesRedman.known) return <p>{why(dawesRedman.why)}</p>;
  const { verdict, minute, criteria, cautions } = dawesRedman.value;
  return (
    <div className="stack">
      <p className="ctg-verdict">
        <strong>{t(`mat.dr.${verdict}`)}</strong>{" "}
        <span className="muted">{minute === 0 ? "" : t("mat.drMinute", { n: minute })}</span>
      </p>
      <ul className="ctg-criteria">
        {criteria.map(({ name, is }) => (
          <li key={name} data-is={is}>
            <span className="ctg-sign" aria-hidden="true">
              {signs[is]}
            </span>
            <span>
              {t(`mat.cr.${name}`)} <span className="muted">{t(`mat.is.${is}`)}</span>
            </span>
          </li>
        ))}
      </ul>
      {cautions.map((caution) => (
        <p key={caution} className="muted small">
          {t(`mat.caution.${caution}`)}
        </p>
      ))}
    </div>
  );
}

function Labour({ analysis }: { readonly analysis: Analysis }) {
  const { t } = useVoice();
  const { why } = useKnown();
  const { jsog, figo, nichd } = analysis;
  return (
    <dl className="ctg-figures">
      <Row name={t("mat.jsog")}>{jsog.known ? t("mat.jsogLevel", { n: jsog.value.level }) : why(jsog.why)}</Row>
      <Row name={t("mat.figo")}>{figo.known ? t(`mat.figo.${figo.value}`) : why(figo.why)}</Row>
      <Row name={t("mat.nichd")}>{nichd.known ? t("mat.nichdCategory", { n: nichd.value }) : why(nichd.why)}</Row>
    </dl>
  );
}

/** What the rules read off the trace, each with its reason; they inform, and decide nothing. */
export function FindingsPanel({
  analysis,
  inLabour,
  onLabour,
}: {
  readonly analysis: Analysis;
  readonly inLabour: boolean;
  readonly onLabour: (inLabour: boolean) => void;
}) {
  const { t } = useVoice();
  return (
    <Panel title={t("mat.findings")}>
      <Figures analysis={analysis} />
      {inLabour ? null : (
        <>
          <h3>{t("mat.dawesRedman")}</h3>
          <Criteria analysis={analysis} />
        </>
      )}
      <Switch
        className="no-print"
        checked={inLabour}
        onChange={(event) => onLabour(event.currentTarget.checked)}
        label={t("mat.inLabour")}
        description={t("mat.inLabourLong")}
      />
      {inLabour ? <Labour analysis={analysis} /> : null}
      <p className="muted small">{t("mat.approve")}</p>
    </Panel>
  );
}
