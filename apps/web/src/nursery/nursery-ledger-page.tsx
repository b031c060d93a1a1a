import { Button, NativeSelect, TextInput } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useLayoutEffect, useRef, useState } from "react";
import { change, read } from "../link/requests.ts";
import { Icon } from "../look/icons.tsx";
import { Empty, Loaded, Page, Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { LedgerIncidents } from "./ledger-incidents.tsx";
import { cellsOf, shownCell } from "./ledger-rows.ts";
import "./nursery.css";
import type { LedgerView } from "./shapes.ts";

const query = (place: string, date: string, more: Readonly<Record<string, string>> = {}): string => {
  const said = new URLSearchParams({ ...(place === "" ? {} : { place }), ...(date === "" ? {} : { date }), ...more });
  return said.size === 0 ? "" : `?${said}`;
};

const useLedger = (place: string, date: string) =>
  useQuery({
    queryKey: ["nursery", "ledger", place, date],
    queryFn: () => read<LedgerView>(`/api/nursery/ledger${query(place, date)}`),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });

/** A day of one room as an inspector reads it. */
export function NurseryLedgerPage() {
  const { t, language } = useVoice();
  const [place, setPlace] = useState("");
  const [date, setDate] = useState("");
  const asked = useLedger(place, date);
  return (
    <Page
      wide
      title={t("ledger.title")}
      action={
        <Link to="/nursery" className="plain">
          <Icon name="back" /> {t("ledger.toRoom")}
        </Link>
      }
    >
      <Loaded query={asked}>
        {(ledger) => (
          <>
            <div className="ledger-bar">
              <TextInput
                type="date"
                label={t("ledger.date")}
                value={date || ledger.date}
                onChange={(event) => setDate(event.currentTarget.value)}
              />
              {ledger.places.length < 2 ? null : (
                <NativeSelect
                  label={t("nap.room")}
                  data={ledger.places.map(({ id, name }) => ({ value: id, label: name }))}
                  value={ledger.place?.id ?? ""}
                  onChange={(event) => setPlace(event.currentTarget.value)}
                />
              )}
              <Button
                component="a"
                href={`/api/nursery/ledger.pdf${query(ledger.place?.id ?? "", ledger.date, { language })}`}
                download
                leftSection={<Icon name="print" size={18} />}
              >
                {t("ledger.pdf")}
              </Button>
            </div>
            <Grid ledger={ledger} />
            <LedgerIncidents ledger={ledger} />
            <Head key={`${ledger.place?.id} ${ledger.date} ${ledger.head.version}`} ledger={ledger} />
            <p className="muted small">{t("nap.approve")}</p>
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** Today opens at now: its end, which a phone has not in sight. It stays where a reader moves it. */
function useNewest({ place, date, at, until }: LedgerView) {
  const scroll = useRef<HTMLDivElement>(null);
  const shown = until >= at ? `${place?.id} ${date}` : null;
  useLayoutEffect(() => {
    if (scroll.current !== null) scroll.current.scrollLeft = shown === null ? 0 : scroll.current.scrollWidth;
  }, [shown]);
  return scroll;
}

function Grid({ ledger }: { readonly ledger: LedgerView }) {
  const { t, clock } = useVoice();
  const scroll = useNewest(ledger);
  const cells = cellsOf(ledger);
  const rows = ledger.children.filter(({ naps, looks }) => naps.length + looks.length > 0);
  if (rows.length === 0) return <Empty icon="nursery" title={t("ledger.none")} />;
  // Every half hour, so that wherever a phone is moved to, an hour is in sight.
  const isHour = (cell: number, i: number) => i === 0 || /:[03]0$/.test(clock(cell));
  return (
    <>
      <div className="ledger-scroll" ref={scroll}>
        <table className="ledger-grid">
          <thead>
            <tr>
              <th scope="col">{t("ledger.child")}</th>
              <th scope="col">{t("ledger.every")}</th>
              {cells.map((cell, i) => (
                <th key={cell} scope="col">
                  {isHour(cell, i) ? `${clock(cell).slice(0, 2)}\n` : "\n"}
                  {clock(cell).slice(3)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((child) => (
              <tr key={child.id}>
                <th scope="row">{child.name}</th>
                <td>{t("ledger.minutes", { n: child.everyMin })}</td>
                {cells.map((cell) => {
                  const { text, is } = shownCell(child, cell, ledger.until);
                  return (
                    <td key={cell} data-is={is}>
                      {text}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="muted small">{t("ledger.legend")}</p>
    </>
  );
}

const numberIn = (text: string): number | null =>
  text.trim() === "" || Number.isNaN(Number(text)) ? null : Number(text);
const wordsIn = (text: string): string | null => (text.trim() === "" ? null : text.trim());

/** What an inspector's form asks for at the top. */
function Head({ ledger }: { readonly ledger: LedgerView }) {
  const { t } = useVoice();
  const act = useDo();
  const { head, place, date } = ledger;
  const [said, setSaid] = useState({
    weather: head.weather ?? "",
    temperature: head.temperature?.toString() ?? "",
    humidity: head.humidity?.toString() ?? "",
    remarks: head.remarks ?? "",
  });
  if (place === null) return null;
  const save = () =>
    act(
      () =>
        change("PUT", "/api/nursery/sheet", {
          ...{
            place: place.id,
            date,
            version: head.version,
            weather: wordsIn(said.weather),
            remarks: wordsIn(said.remarks),
          },
          ...{ temperature: numberIn(said.temperature), humidity: numberIn(said.humidity) },
        }),
      { done: t("app.saved"), renews: [["nursery"]] },
    );
  const fields = ["weather", "temperature", "humidity", "remarks"] as const;
  return (
    <Panel title={t("ledger.head")}>
      <div className="ledger-bar">
        {fields.map((field) => (
          <TextInput
            key={field}
            label={t(`ledger.${field}`)}
            value={said[field]}
            {...(field === "temperature" || field === "humidity" ? { inputMode: "decimal" as const } : {})}
            onChange={(event) => setSaid({ ...said, [field]: event.currentTarget.value })}
          />
        ))}
        <Button variant="default" onClick={() => void save()}>
          {t("app.save")}
        </Button>
      </div>
    </Panel>
  );
}
