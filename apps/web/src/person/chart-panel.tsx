import { Button, Chip, Group, TextInput } from "@mantine/core";
import { useState } from "react";
import { useNow } from "../link/clock.ts";
import type { ChartEntry, PersonView } from "../link/shapes.ts";
import { Confirm } from "../look/confirm.tsx";
import { Icon } from "../look/icons.tsx";
import { Empty, Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { type Sheet, sheets, titleOf } from "./chart-rows.ts";
import { ChartSheet } from "./chart-sheet.tsx";
import { strikeOut, useChart } from "./use-chart.ts";
import { valueWords } from "./value-words.ts";

/** The first tap. */
export function ChartTiles({ person }: { readonly person: { readonly id: string; readonly name: string } }) {
  const { t } = useVoice();
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const save = useChart(person.id);
  return (
    <>
      <fieldset className="fieldset" aria-label={t("chart.title")}>
        <div className="tiles">
          {sheets.map((one) => (
            <button key={one} type="button" className="tile" onClick={() => setSheet(one)}>
              <Icon name={one} />
              <span>{t(titleOf(one))}</span>
            </button>
          ))}
        </div>
      </fieldset>
      {sheet === null ? null : (
        <ChartSheet
          sheet={sheet}
          person={person}
          onClose={() => setSheet(null)}
          onSave={(what, entries) => {
            setSheet(null);
            void save(what, entries);
          }}
        />
      )}
    </>
  );
}

const reasons = ["chart.reasonWrongValue", "chart.reasonWrongPerson", "chart.reasonTwice"] as const;

function StrikeOut({
  entry,
  person,
  onClose,
}: {
  readonly entry: ChartEntry;
  readonly person: string;
  readonly onClose: () => void;
}) {
  const { t } = useVoice();
  const act = useDo();
  const [reason, setReason] = useState("");
  const strike = async () => {
    await act(() => strikeOut(entry, reason), {
      done: t("chart.undone"),
      renews: [["person", person], ["board"], ["plot", person]],
    });
    onClose();
  };
  return (
    <Confirm
      title={t("chart.error")}
      action={t("chart.strike")}
      ready={reason.trim() !== ""}
      onDo={() => void strike()}
      onClose={onClose}
    >
      <p>{t("chart.errorAsk")}</p>
      <Group gap="xs">
        {reasons.map((key) => (
          <Chip key={key} size="md" checked={reason === t(key)} onChange={() => setReason(t(key))}>
            {t(key)}
          </Chip>
        ))}
      </Group>
      <TextInput label={t("chart.reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
    </Confirm>
  );
}

function Entry({ entry, onStrike }: { readonly entry: ChartEntry; readonly onStrike: () => void }) {
  const voice = useVoice();
  const { t, kind, moment } = voice;
  const now = useNow(60_000);
  const value = valueWords(entry.kind, entry.value, voice);
  return (
    <li className="entry" data-error={entry.enteredInError}>
      <time>{moment(entry.at, now)}</time>
      <span>
        <span className="muted">{kind(entry.kind)}</span>{" "}
        {entry.enteredInError ? <del>{value}</del> : <strong>{value}</strong>}
        <span className="muted small block">
          {entry.by.replace(/^staff:/, "")}
          {entry.enteredInError ? ` · ${t("chart.error")}${entry.reason === null ? "" : `: ${entry.reason}`}` : ""}
        </span>
      </span>
      {entry.enteredInError ? null : (
        <Button
          variant="subtle"
          size="compact-md"
          onClick={onStrike}
          aria-label={`${t("chart.strike")}: ${kind(entry.kind)} ${value}`}
        >
          {t("chart.strike")}
        </Button>
      )}
    </li>
  );
}

export function ChartEntries({ view, limit }: { readonly view: PersonView; readonly limit?: number }) {
  const { t } = useVoice();
  const [striking, setStriking] = useState<ChartEntry | null>(null);
  const entries = view.chart.toSorted((a, b) => b.at - a.at).slice(0, limit);
  return (
    <Panel title={t("chart.entries")}>
      {entries.length === 0 ? <Empty icon="note" title={t("chart.noEntries")} /> : null}
      <ul className="entries">
        {entries.map((entry) => (
          <Entry key={`${entry.id} ${entry.version}`} entry={entry} onStrike={() => setStriking(entry)} />
        ))}
      </ul>
      {striking === null ? null : (
        <StrikeOut entry={striking} person={view.person.id} onClose={() => setStriking(null)} />
      )}
    </Panel>
  );
}
