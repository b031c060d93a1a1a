import { Button, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { Confirm } from "../look/confirm.tsx";
import { Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { release, renews } from "./desk.ts";
import { PromiseClock } from "./promise-clock.tsx";
import type { Change, CheckupView, PersonScreeningView, Preview } from "./shapes.ts";
import { StatementCard } from "./statement-card.tsx";

type Statement = Preview["statements"][number];
const parts = ["found", "means", "next"] as const;

type Words = Readonly<Record<(typeof parts)[number], string>>;

/** What differs from ours, and is not empty. */
const ownOf = (words: Words, ours: Words) =>
  Object.fromEntries(
    parts.flatMap((part) => {
      const own = words[part].trim();
      return own === "" || own === ours[part] ? [] : [[part, own]];
    }),
  );

function WordFields({ words, onWords }: { readonly words: Words; readonly onWords: (words: Words) => void }) {
  const { t } = useVoice();
  return parts.map((part) => (
    <Textarea
      key={part}
      label={t(`scr.${part}`)}
      autosize
      value={words[part]}
      onChange={(event) => onWords({ ...words, [part]: event.currentTarget.value })}
    />
  ));
}

/** Other words for a statement, or none of it; each with its reason. */
function ChangeSheet({
  statement,
  kind,
  onDone,
  onClose,
}: {
  readonly statement: Statement;
  readonly kind: Change["do"];
  readonly onDone: (change: Change) => void;
  readonly onClose: () => void;
}) {
  const { t, say } = useVoice();
  const word = (part: (typeof parts)[number]) => say(statement[part], "checkup");
  const ours: Words = { found: word("found"), means: word("means"), next: word("next") };
  const [words, setWords] = useState(ours);
  const [said, setReason] = useState("");
  const reason = said.trim();
  const own = ownOf(words, ours);
  const isEdit = kind === "edit";
  const isReady = reason.length >= 3 && (!isEdit || Object.keys(own).length > 0);
  const base = { statement: statement.id, reason };
  const done = () => onDone(isEdit ? { ...base, do: "edit", words: own } : { ...base, do: "strike" });
  const action = t(isEdit ? "scr.edit" : "scr.strike");
  const title = `${say(statement.title, "checkup")} · ${action}`;
  return (
    <Confirm title={title} action={action} ready={isReady} onDo={done} onClose={onClose}>
      {isEdit ? <WordFields words={words} onWords={setWords} /> : null}
      <TextInput label={t("scr.reason")} value={said} onChange={(event) => setReason(event.currentTarget.value)} />
    </Confirm>
  );
}

function Missing({ preview }: { readonly preview: Preview }) {
  const { t, say } = useVoice();
  if (preview.missing.length === 0) return null;
  return (
    <div>
      <h3>{t("scr.missing")}</h3>
      <ul className="bullets">
        {preview.missing.map(({ id, what, why }) => (
          <li key={id}>{`${say(what, "checkup")}: ${say(why, "checkup")}`}</li>
        ))}
      </ul>
    </div>
  );
}

/** The first report, or a correction of one that was given. */
function ReleasePart({
  checkup,
  preview,
  changes,
  onReleased,
}: {
  readonly checkup: CheckupView;
  readonly preview: Preview;
  readonly changes: readonly Change[];
  readonly onReleased: () => void;
}) {
  const { t } = useVoice();
  const act = useDo();
  const [why, setWhy] = useState("");
  const isFirst = checkup.reports.length === 0;
  const go = async () => {
    const correction = isFirst ? null : why.trim();
    const given = await act(() => release(checkup.id, { basis: preview.basis, changes, correction }), { renews });
    if (given !== null) onReleased();
  };
  return (
    <div className="stack">
      {isFirst ? null : (
        <TextInput label={t("scr.whyCorrect")} value={why} onChange={(event) => setWhy(event.currentTarget.value)} />
      )}
      <p className="muted small">{t("scr.releaseLong")}</p>
      <Button
        disabled={preview.statements.length === 0 || (!isFirst && why.trim().length < 3)}
        onClick={() => void go()}
      >
        {t(isFirst ? "scr.release" : "scr.correct")}
      </Button>
    </div>
  );
}

function Inside({
  view,
  checkup,
  preview,
}: {
  readonly view: PersonScreeningView;
  readonly checkup: CheckupView;
  readonly preview: Preview;
}) {
  const { t } = useVoice();
  const [changes, setChanges] = useState<readonly Change[]>([]);
  const [asked, setAsked] = useState<{ readonly statement: Statement; readonly kind: Change["do"] } | null>(null);
  const without = (id: string) => changes.filter(({ statement }) => statement !== id);
  const known = changes.filter(({ statement }) => preview.statements.some(({ id }) => id === statement));
  const isMeasured = checkup.measuredAt !== null;
  return (
    <>
      {preview.statements.map((statement) => (
        <StatementCard
          key={statement.id}
          statement={statement}
          lines={view.pictures[statement.about]}
          change={known.find((change) => change.statement === statement.id) ?? null}
          {...(view.mayRelease && {
            onChange: (kind: Change["do"]) => setAsked({ statement, kind }),
            onUndo: () => setChanges(without(statement.id)),
          })}
        />
      ))}
      <Missing preview={preview} />
      {!view.mayRelease ? (
        <p className="notice">{t("scr.onlyNurse")}</p>
      ) : isMeasured ? (
        <ReleasePart checkup={checkup} preview={preview} changes={known} onReleased={() => setChanges([])} />
      ) : (
        <p className="notice">{t("scr.notYet")}</p>
      )}
      {asked === null ? null : (
        <ChangeSheet
          {...asked}
          onClose={() => setAsked(null)}
          onDone={(change) => {
            setChanges([...without(change.statement), change]);
            setAsked(null);
          }}
        />
      )}
    </>
  );
}

/** While there is no report: what it would say. Afterwards a correction is a step of its own. */
export function PreviewPanel(props: {
  readonly view: PersonScreeningView;
  readonly checkup: CheckupView;
  readonly preview: Preview;
}) {
  const { t } = useVoice();
  if (props.checkup.reports.length === 0)
    return (
      <Panel title={t("scr.preview")}>
        <Inside {...props} />
      </Panel>
    );
  if (!props.view.mayRelease) return null;
  return (
    <Panel title={t("scr.lane.reported")}>
      <PromiseClock checkup={props.checkup} />
      <details>
        <summary>{t("scr.correct")}</summary>
        <div className="stack">
          <Inside {...props} />
        </div>
      </details>
    </Panel>
  );
}
