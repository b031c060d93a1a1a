import { Button } from "@mantine/core";
import { Icon } from "../look/icons.tsx";
import { Empty, Panel } from "../look/parts.tsx";
import { valueWords } from "../person/value-words.ts";
import { useVoice } from "../words/speak.tsx";
import { type EntryView, useMayChart, useStrike } from "./asked.ts";

/** What was written down or measured, newest first; what a hand wrote can be taken back, what a sensor said says so. */
export function Entries({
  person,
  entries,
  title,
}: {
  readonly person: string;
  readonly entries: readonly EntryView[];
  readonly title: string;
}) {
  const voice = useVoice();
  const { t, kind, clock } = voice;
  const strike = useStrike(person);
  const may = useMayChart();
  return (
    <Panel title={title}>
      {entries.length === 0 ? <Empty icon="note" title={t("daily.noEntries")} /> : null}
      <ul className="entries">
        {entries.map((entry) => {
          const words = valueWords(entry.kind, entry.value, voice);
          const { entry: charted } = entry;
          return (
            <li key={entry.key} className="entry">
              <time>{clock(entry.at)}</time>
              <span>
                <span className="muted">{kind(entry.kind)}</span> <strong>{words}</strong>
                <span className="muted small daily-source">
                  <Icon name={entry.bySensor ? "devices" : "hand"} size={16} />
                  {entry.bySensor ? t("daily.bySensor", { name: entry.by }) : entry.by}
                </span>
              </span>
              {charted === null || !may ? null : (
                <Button
                  variant="subtle"
                  className="daily-strike"
                  size="compact-md"
                  onClick={() => void strike(charted)}
                  aria-label={`${t("chart.strike")}: ${kind(entry.kind)} ${words}`}
                >
                  <Icon name="close" size={18} /> <span className="daily-strike-word">{t("chart.strike")}</span>
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
