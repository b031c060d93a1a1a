import { useNow } from "../link/clock.ts";
import { useJournal, useLooks } from "../link/queries.ts";
import type { JournalLine } from "../link/shapes.ts";
import { Empty, Loaded, Panel } from "../look/parts.tsx";
import type { Speak } from "../words/index.ts";
import { useVoice } from "../words/speak.tsx";

/** The journal in plain words, newest first. */
export function JournalLines({ lines }: { readonly lines: readonly JournalLine[] }) {
  const { t, say, moment } = useVoice();
  const now = useNow(60_000);
  if (lines.length === 0) return <Empty icon="audit" title={t("journal.none")} />;
  return (
    <ol className="journal">
      {lines
        .toSorted((a, b) => b.n - a.n)
        .map((line) => (
          <li key={line.n}>
            <time>{moment(line.at, now)}</time>
            <span>{say(line.text)}</span>
            <span className="muted small">{line.actor.replace(/^(staff|skill):/, "")}</span>
          </li>
        ))}
    </ol>
  );
}

/** Looks have a list of their own beside the consents. */
const isNoLook = ({ type }: JournalLine): boolean => type !== "access.look";

export function PersonJournal({ person }: { readonly person: string }) {
  const { t } = useVoice();
  const query = useJournal(person);
  return (
    <Panel title={t("journal.title")}>
      <p className="muted">{t("journal.lead")}</p>
      <Loaded query={query}>{(lines) => <JournalLines lines={lines.filter(isNoLook)} />}</Loaded>
    </Panel>
  );
}

const lookNames = [
  "page",
  "signals",
  "journal",
  "break-glass",
  "live",
  "remote",
  "pressure",
  "handbook",
  "daily",
  "excretion",
] as const;
const lookWords = (what: string, t: Speak): string => {
  const name = lookNames.find((one) => one === what);
  return name === undefined ? what : t(`look.${name}`);
};

export function Looks({ person }: { readonly person: string }) {
  const { t, moment } = useVoice();
  const query = useLooks(person);
  const now = useNow(60_000);
  return (
    <Panel title={t("journal.looks")}>
      <p className="muted">{t("journal.looksLead")}</p>
      <Loaded query={query}>
        {(looks) =>
          looks.length === 0 ? (
            <Empty icon="audit" title={t("journal.noLooks")} />
          ) : (
            <ol className="journal">
              {looks.slice(0, 50).map((look) => (
                <li key={`${look.at} ${look.name} ${look.what}`}>
                  <time>{moment(look.at, now)}</time>
                  <span>
                    {look.name} <span className="muted">{lookWords(look.what, t)}</span>
                  </span>
                  {look.reason === null ? null : <span className="small">{look.reason}</span>}
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </Panel>
  );
}
