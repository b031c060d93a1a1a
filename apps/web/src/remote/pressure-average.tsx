import { Icon } from "../look/icons.tsx";
import { Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { paperPath } from "./desk.ts";
import type { AverageView, PressureView } from "./shapes.ts";

const both = (one: { readonly systolic: number; readonly diastolic: number } | null): string =>
  one === null ? "–" : `${one.systolic.toFixed(1)}/${one.diastolic.toFixed(1)}`;

function ClassTag({ average }: { readonly average: AverageView }) {
  const { t } = useVoice();
  if (average.class === null) return null;
  return (
    <span className="tag">
      {t(`class.${average.class}`)}
      {average.isolatedSystolic ? ` (${t("pressure.isolated")})` : ""}
    </span>
  );
}

function Part({ title, of }: { readonly title: string; readonly of: AverageView["morning"] }) {
  const { t } = useVoice();
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <strong>{both(of)}</strong>{" "}
        {of === null ? null : (
          <span className="muted small">
            {of.pulse === null ? "" : `${t("pressure.pulse", { n: of.pulse.toFixed(0) })} · `}
            {t("pressure.deviation", { n: of.deviation.toFixed(1) })}
          </span>
        )}
      </dd>
    </div>
  );
}

/** The last seven days, their class, and the goal. */
export function WeekPanel({ view }: { readonly view: PressureView }) {
  const { t } = useVoice();
  const { lastWeek: week, goal, daysAtLeast } = view;
  const isMet = week.all !== null && week.all.systolic < goal.systolic && week.all.diastolic < goal.diastolic;
  return (
    <Panel title={t("pressure.week")} action={<ClassTag average={week} />}>
      <p className="measured-value">
        {both(week.all)} <small>mmHg</small>
      </p>
      <p className="muted small">
        {t("pressure.both")} · {t("pressure.days", { n: week.days })}
      </p>
      {week.class === null ? (
        <p className="notice">{t("pressure.few", { days: week.days, least: daysAtLeast })}</p>
      ) : null}
      <dl className="facts-list">
        <Part title={t("pressure.morning")} of={week.morning} />
        <Part title={t("pressure.evening")} of={week.evening} />
      </dl>
      {week.difference === null ? null : <p>{t("pressure.difference", { n: week.difference.toFixed(1) })}</p>}
      {week.morningType === null ? null : <p>{t(`rise.${week.morningType}`)}</p>}
      <p>
        {t("pressure.goal", { s: goal.systolic, d: goal.diastolic })}{" "}
        {week.class === null ? null : <strong>{t(isMet ? "pressure.goalMet" : "pressure.goalNotMet")}</strong>}
      </p>
    </Panel>
  );
}

/** White-coat, masked, both, or unknown and why. */
export function PatternPanel({ view }: { readonly view: PressureView }) {
  const { t } = useVoice();
  const { pattern, office } = view;
  const found = pattern.known ? pattern.value : pattern.why === "few-visits" ? "few-visits" : "few-days";
  return (
    <Panel title={t("pressure.together")}>
      <p>
        <strong>{t(`pattern.${found}`)}</strong>
      </p>
      {office.mean === null ? null : (
        <p>
          {t("pressure.office", { value: both(office.mean) })}{" "}
          {office.class === null ? null : <span className="tag">{t(`class.${office.class}`)}</span>}
        </p>
      )}
      {pattern.known ? <p className="muted small">{t("pressure.treated")}</p> : null}
      <h3>{t("pressure.doubts")}</h3>
      {view.doubts.length === 0 ? <p className="muted">{t("pressure.noDoubts")}</p> : null}
      <ul className="bullets">
        {view.doubts.map(({ what, n, of }) => (
          <li key={what}>{t(`doubt.${what}`, { n, of })}</li>
        ))}
      </ul>
    </Panel>
  );
}

export function MonthsPanel({ view, person }: { readonly view: PressureView; readonly person: string }) {
  const { t, language } = useVoice();
  if (view.months.length === 0) return null;
  const name = (month: string) =>
    new Date(`${month}-15T00:00:00Z`).toLocaleDateString(language, { year: "numeric", month: "long", timeZone: "UTC" });
  return (
    <Panel title={t("pressure.months")}>
      <ul className="plain-list">
        {view.months.slice(0, 13).map(({ month, average }) => (
          <li key={month} className="line wrap month-row">
            <span className="grow">
              <strong>{name(month)}</strong>{" "}
              <span className="muted small block">
                {t("pressure.days", { n: average.days })} · {t("pressure.morning")} {both(average.morning)} ·{" "}
                {t("pressure.evening")} {both(average.evening)}
              </span>
            </span>
            <strong>{both(average.all)}</strong>
            <ClassTag average={average} />
            <a className="plain" href={paperPath(person, language, month)} target="_blank" rel="noreferrer">
              <Icon name="note" size={18} /> PDF
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
