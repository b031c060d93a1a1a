import { Link } from "@tanstack/react-router";
import { useNow } from "../link/clock.ts";
import { Empty, Loaded, Page, Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { useMaternity } from "./desk.ts";
import { useDay, useFigure, useWeeks } from "./parts.tsx";
import type { MaternityView, Priority, WaitingView } from "./shapes.ts";

const DAY_MS = 86_400_000;
/** How urgent, by a sign of its own each. */
const signs: Readonly<Record<Priority, string>> = { 0: "!!", 1: "!", 2: "·" };

function Concerns({ row }: { readonly row: WaitingView }) {
  const { t } = useVoice();
  return (
    <ul className="mat-concerns">
      {row.concerns.map((concern) => (
        <li key={concern} className="mat-tag">
          {t(`mat.concern.${concern}`)}
        </li>
      ))}
    </ul>
  );
}

function Figures({ row }: { readonly row: WaitingView }) {
  const { t } = useVoice();
  const figure = useFigure();
  const { figures } = row;
  if (figures === null) return null;
  return (
    <p className="muted small">
      {t("mat.rowFigures", {
        minutes: figure(figures.minutes),
        baseline: figure(figures.baselineBpm),
        stv: figure(figures.stvMs, 1),
        lost: figure(100 * figures.lost),
      })}
    </p>
  );
}

function Row({ row }: { readonly row: WaitingView }) {
  const { t, span } = useVoice();
  const weeks = useWeeks();
  const now = useNow(row.live ? 5_000 : 30_000);
  const since = row.live
    ? t("mat.recordsSince", { age: span(now - row.from) })
    : t("mat.waitsSince", { age: span(now - row.until) });
  return (
    <li>
      <Link
        to="/people/$id/maternity"
        params={{ id: row.person }}
        search={{ recording: row.id } as never}
        className="mat-row"
        data-priority={row.priority}
      >
        <span className="mat-sign" role="img" aria-label={t(`mat.priority.${row.priority}`)}>
          {signs[row.priority]}
        </span>
        <span className="mat-who">
          <strong>{row.name}</strong> <span className="muted small">{row.placeName}</span>
        </span>
        <span>{weeks(row.weeks)}</span>
        <span className="muted">{since}</span>
        <span className="mat-more">
          <Concerns row={row} />
          <Figures row={row} />
          {row.request === null ? null : (
            <span className="small">{t("mat.reason", { reason: row.request.reason })}</span>
          )}
        </span>
      </Link>
    </li>
  );
}

function Rows({ rows, none }: { readonly rows: readonly WaitingView[]; readonly none: string }) {
  if (rows.length === 0) return <p className="muted">{none}</p>;
  return (
    <ul className="mat-rows">
      {rows.map((row) => (
        <Row key={`${row.person} ${row.id} ${row.source}`} row={row} />
      ))}
    </ul>
  );
}

function Expecting({ view }: { readonly view: MaternityView }) {
  const { t } = useVoice();
  const weeks = useWeeks();
  const day = useDay();
  return (
    <Panel title={t("mat.expecting")}>
      <ul className="plain-list">
        {view.expecting.map((one) => (
          <li key={one.person}>
            <Link to="/people/$id/handbook" params={{ id: one.person }} className="mat-expecting">
              <strong>{one.name}</strong>
              <span>{weeks(one.pregnancy.weeks)}</span>
              <span className="muted small">
                {t("mat.dueOn", { date: day(one.pregnancy.due) })}
                {one.nextVisit === null ? "" : ` · ${t("mat.nextVisit", { date: day(one.nextVisit) })}`}
              </span>
              {one.nextVisit !== null && Date.parse(one.nextVisit) < view.at - DAY_MS ? (
                <span className="mat-tag">{t("hb.visitLate")}</span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Opened({ view }: { readonly view: MaternityView }) {
  const { t } = useVoice();
  const isEmpty = view.live.length + view.waiting.length + view.expecting.length === 0;
  return (
    <Page title={t("nav.maternity")} lead={t("mat.lead")}>
      {isEmpty ? (
        <Empty icon="maternity" title={t("mat.nobody")}>
          <p>{t("mat.nobodyLong")}</p>
        </Empty>
      ) : (
        <>
          <Panel title={t("mat.recordsNow", { n: view.live.length })}>
            <Rows rows={view.live} none={t("mat.nobodyRecords")} />
          </Panel>
          <Panel title={t("mat.waits", { n: view.waiting.length })}>
            <p className="muted">{t("mat.waitsLong")}</p>
            <Rows rows={view.waiting} none={t("mat.nothingWaits")} />
          </Panel>
          {view.expecting.length === 0 ? null : <Expecting view={view} />}
        </>
      )}
    </Page>
  );
}

export function MaternityPage() {
  return <Loaded query={useMaternity()}>{(view) => <Opened view={view} />}</Loaded>;
}
