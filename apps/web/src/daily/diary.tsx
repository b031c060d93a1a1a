import { Icon } from "../look/icons.tsx";
import { Panel } from "../look/parts.tsx";
import { useVoice, type Voice } from "../words/speak.tsx";
import type { DiaryDayView, ExcretionView } from "./asked.ts";
import { dateOf } from "./days.ts";
import { DiaryChart } from "./diary-chart.tsx";

const known = (n: number | null, unit: string, unknown: string): string =>
  n === null ? unknown : `${n} ${unit}`.trim();

/** The measures by the definitions of the ICS; what is not known says so. */
function Measures({ day }: { readonly day: DiaryDayView }) {
  const { t } = useVoice();
  const not = t("excr.unknown");
  // Where no void was written down, none is not known to be none.
  const isKnown = day.voids > 0;
  const npi = day.npi === null ? not : `${day.npi} %`;
  const rows: readonly (readonly [string, string])[] = [
    [t("excr.frequency"), isKnown ? t("excr.dayNight", { day: day.dayVoids, night: day.nightVoids }) : not],
    [
      t("excr.volume"),
      known(day.volumeMl, "mL", day.unmeasured > 0 ? t("excr.unmeasured", { n: day.unmeasured }) : not),
    ],
    [t("excr.nightVolume"), known(day.nightMl, "mL", not)],
    [t("excr.npi"), day.isPolyuria === true ? `${npi} – ${t("excr.polyuria")}` : npi],
    [t("excr.maxMean"), `${known(day.maxMl, "", "–")} / ${known(day.meanMl, "mL", "–")}`],
    [t("excr.leaks"), isKnown || day.leaks > 0 ? String(day.leaks) : not],
    [t("excr.drunk"), known(day.drunkMl, "mL", not)],
  ];
  return (
    <dl className="diary-measures">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

type Line = DiaryDayView["lines"][number];

function remarkOf({ kind, value, by, bySensor }: Line, { t, code, kind: nameOf }: Voice): string {
  const found = (typeof value === "object" && value !== null ? value : {}) as {
    readonly how?: string;
    readonly drink?: string;
    readonly bristol?: number;
  };
  const said = [
    kind === "stool" ? nameOf("stool") : "",
    found.how === undefined ? "" : code(found.how),
    found.drink ?? "",
    found.bristol === undefined ? "" : `Bristol ${found.bristol}`,
    bySensor ? t("daily.bySensor", { name: by }) : "",
  ];
  return said.filter((word) => word !== "").join(" · ");
}

function Line({ line, isNight }: { readonly line: Line; readonly isNight: boolean }) {
  const voice = useVoice();
  const { t, clock } = voice;
  const amount = line.ml === null ? t("excr.notMeasured") : `${line.ml} mL`;
  return (
    <tr data-night={isNight}>
      <td>{clock(line.at)}</td>
      <td>{line.kind === "fluid-intake" ? amount : ""}</td>
      <td>{line.kind === "void" ? amount : ""}</td>
      <td>{line.leaked ? "●" : ""}</td>
      <td>{remarkOf(line, voice)}</td>
    </tr>
  );
}

function Lines({ day }: { readonly day: DiaryDayView }) {
  const { t, kind } = useVoice();
  if (day.lines.length === 0) return <p className="muted">{t("daily.noEntries")}</p>;
  const heads = [t("excr.time"), kind("fluid-intake"), kind("void"), t("chart.leaked"), t("excr.remark")];
  return (
    <table className="diary-lines">
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {day.lines.map((line) => (
          <Line key={line.key} line={line} isNight={line.at >= day.bedAt} />
        ))}
      </tbody>
    </table>
  );
}

function Day({ day }: { readonly day: DiaryDayView }) {
  const { t, clock, language } = useVoice();
  const date = dateOf(day.date, language, { month: "long", day: "numeric", weekday: "short" });
  const night = t("excr.night", { bed: clock(day.bedAt), rise: clock(day.riseAt) });
  return (
    <section className="diary-day">
      <header>
        <h3>{date}</h3>
        <span className="muted small">
          {night} ({t(day.nightBy === "sensor" ? "excr.nightBySensor" : "excr.nightByClock")})
          {day.isOver ? "" : ` · ${t("excr.notOver")}`}
        </span>
      </header>
      <DiaryChart day={day} />
      <Measures day={day} />
      <details className="diary-more" open={false}>
        <summary>{t("excr.lines", { n: day.lines.length })}</summary>
        <Lines day={day} />
      </details>
      <div className="diary-print">
        <Lines day={day} />
      </div>
    </section>
  );
}

/** Three days as the International Continence Society asks for them; printed, each line stands on paper. */
export function Diary({ view }: { readonly view: ExcretionView }) {
  const { t } = useVoice();
  const file = `/api/people/${encodeURIComponent(view.person.id)}/excretion.csv?days=${view.diary.length}`;
  return (
    <Panel
      title={t("excr.diary")}
      className="diary"
      action={
        <div className="line diary-actions">
          <button type="button" className="plain" onClick={() => globalThis.print()}>
            <Icon name="print" /> {t("excr.print")}
          </button>
          <a className="plain" href={file} download>
            {t("excr.csv")}
          </a>
        </div>
      }
    >
      <p className="muted small diary-actions">{t("excr.diaryLead")}</p>
      {view.diary.map((day) => (
        <Day key={day.date} day={day} />
      ))}
    </Panel>
  );
}
