import { Button, NativeSelect } from "@mantine/core";
import { useMemo, useState } from "react";
import { serverNow } from "../../link/clock.ts";
import { useSession } from "../../link/queries.ts";
import { Empty, Loaded, Page, Panel } from "../../look/parts.tsx";
import { shiftAt } from "../../time/shift.ts";
import { isLanguage, type Language, languageNames } from "../../words/index.ts";
import { useVoice } from "../../words/speak.tsx";
import { useCharts } from "../desk.ts";
import { BackToMedicines } from "../parts/back-link.tsx";
import type { ChartsView } from "../shapes.ts";
import { PersonBlock } from "./person-block.tsx";
import { SheetContext } from "./sheet-context.ts";
import { type SheetWard, sheetOf } from "./sheet-rows.ts";
import { type SheetVoice, sheetVoice } from "./sheet-words.ts";

const HOUR = 3_600_000;
/** Three shifts of eight hours: apps/web/src/time/shift.ts. */
const SHIFT = 8 * HOUR;
const spans = ["this", "next", "both"] as const;
type Span = (typeof spans)[number];

function timesOf(span: Span, now: number, zone: string): { readonly from: number; readonly until: number } {
  const ends = shiftAt(now, zone).endsAt;
  return {
    from: span === "next" ? ends : ends - SHIFT,
    until: span === "this" ? ends : ends + SHIFT,
  };
}

interface Times {
  readonly from: number;
  readonly until: number;
}

/** On top of every page: a loose leaf has to say what it is and how old. */
function Head({
  ward,
  times,
  voice,
  by,
  now,
}: {
  readonly ward: string;
  readonly times: Times;
  readonly voice: SheetVoice;
  readonly by: string;
  readonly now: number;
}) {
  const { t } = voice;
  return (
    <div className="sheet-head">
      <div>
        <strong>{t("sheet.title")}</strong>
        <span>{ward}</span>
        <span>{t("sheet.span", { from: voice.full(times.from), until: voice.full(times.until) })}</span>
      </div>
      <div>
        <span>{t("sheet.printed", { when: voice.full(now), name: by })}</span>
        <span>{t("sheet.ask")}</span>
      </div>
    </div>
  );
}

/** A table for the sake of its head, which browsers repeat on each page. */
function Ward({
  ward,
  ...head
}: {
  readonly ward: SheetWard;
  readonly times: Times;
  readonly voice: SheetVoice;
  readonly by: string;
  readonly now: number;
}) {
  const { t } = head.voice;
  return (
    <table className="sheet-ward" lang={head.voice.language}>
      <thead>
        <tr>
          <td className="sheet-frame">
            <Head ward={ward.name} {...head} />
          </td>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td className="sheet-frame">
            <p className="sheet-legend">{t("sheet.legend")}</p>
            {ward.people.map((person) => (
              <PersonBlock key={person.chart.person} person={person} />
            ))}
            <p className="sheet-signers">{t("sheet.signers")}</p>
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function Sheet({
  view,
  span,
  language,
  place,
}: {
  readonly view: ChartsView;
  readonly span: Span;
  readonly language: Language;
  readonly place: string;
}) {
  const { t } = useVoice();
  const by = useSession().data?.staff?.name ?? "";
  const now = view.at;
  const voice = useMemo(() => sheetVoice(language, view.zone), [language, view.zone]);
  const times = timesOf(span, now, view.zone);
  const wards = sheetOf(view.charts, { ...times, now, zone: view.zone, policy: view.policy });
  const shown = wards.filter(({ name }) => place === "" || name === place);
  if (shown.length === 0) return <Empty icon="medicine" title={t("sheet.nobody")} />;
  return (
    <SheetContext value={{ voice, printedAt: now, policy: view.policy }}>
      {/* Where the margin boxes are not known, the head of each page still says what it is. */}
      <style>{`@page { size: A4; margin: 10mm 10mm 14mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } @bottom-left { content: "${voice.t("sheet.footer", { when: voice.full(now) })}"; font: 9pt sans-serif; } }`}</style>
      <div className="sheet-pages">
        {shown.map((ward) => (
          <Ward key={ward.name} ward={ward} times={times} voice={voice} by={by} now={now} />
        ))}
      </div>
    </SheetContext>
  );
}

/** The paper for when the power or the network fails: printed once a shift, or in time before a typhoon. */
export function SheetPage() {
  const { t, language: own } = useVoice();
  const [span, setSpan] = useState<Span>("both");
  const [language, setLanguage] = useState<Language>(own);
  const [place, setPlace] = useState("");
  const query = useCharts(null);
  const wards =
    query.data === undefined
      ? []
      : sheetOf(query.data.charts, {
          ...timesOf("this", serverNow(), query.data.zone),
          now: serverNow(),
          zone: query.data.zone,
          policy: query.data.policy,
        });
  return (
    <Page title={t("sheet.page")} lead={t("sheet.lead")} action={<BackToMedicines />} wide>
      <Panel className="no-print">
        <div className="line wrap end">
          <NativeSelect
            label={t("sheet.shift")}
            data={spans.map((value) => ({ value, label: t(`sheet.shift-${value}`) }))}
            value={span}
            onChange={(event) => setSpan(spans.find((one) => one === event.currentTarget.value) ?? "both")}
          />
          <NativeSelect
            label={t("place.ward")}
            data={[{ value: "", label: t("board.allWards") }, ...wards.map(({ name }) => name)]}
            value={place}
            onChange={(event) => setPlace(event.currentTarget.value)}
          />
          <NativeSelect
            label={t("settings.language")}
            data={Object.entries(languageNames).map(([value, label]) => ({ value, label }))}
            value={language}
            onChange={(event) =>
              isLanguage(event.currentTarget.value) ? setLanguage(event.currentTarget.value) : undefined
            }
          />
          <Button disabled={query.data === undefined} onClick={() => print()}>
            {t("med.print")}
          </Button>
        </div>
      </Panel>
      <Loaded query={query}>{(view) => <Sheet view={view} span={span} language={language} place={place} />}</Loaded>
    </Page>
  );
}
