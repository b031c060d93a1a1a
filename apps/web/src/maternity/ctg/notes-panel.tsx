import { Button, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { serverNow } from "../../link/clock.ts";
import { Panel } from "../../look/parts.tsx";
import { useDo } from "../../look/toast.tsx";
import { useVoice } from "../../words/speak.tsx";
import { keepInChart } from "../desk.ts";
import { Strike } from "../parts.tsx";
import type { AnnotationView } from "../shapes.ts";
import type { Span } from "./marks.ts";
import { timeNear } from "./time-near.ts";

function Writing({
  person,
  span,
  onSpan,
  onDone,
}: {
  readonly person: string;
  readonly span: Span;
  readonly onSpan: (span: Span) => void;
  readonly onDone: () => void;
}) {
  const { t, clockSeconds } = useVoice();
  const act = useDo();
  const [text, setText] = useState("");
  const keep = async () => {
    const value = {
      ...{ kind: "fetal-heart-rate", text: text.trim() },
      ...{ from: Math.round(span.from), until: Math.round(Math.max(span.until, span.from + 1000)) },
    };
    const done = await act(() => keepInChart(person, { kind: "annotation", value, unit: null, at: serverNow() }), {
      done: t("mat.noteKept"),
      renews: [["maternity"]],
    });
    if (done !== null) onDone();
  };
  const field = (edge: "from" | "until") => (
    <TextInput
      key={`${edge} ${Math.round(span[edge])}`}
      label={t(`mat.note.${edge}`)}
      defaultValue={clockSeconds(span[edge])}
      onBlur={(event) => {
        const at = timeNear(event.currentTarget.value, span[edge], clockSeconds);
        if (at !== null) onSpan({ ...span, [edge]: at });
      }}
    />
  );
  return (
    <div className="ctg-writing no-print">
      <div className="line">
        {field("from")}
        {field("until")}
      </div>
      <Textarea
        label={t("mat.noteText")}
        autosize
        minRows={2}
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="line wrap">
        <Button disabled={text.trim() === "" || span.until < span.from} onClick={() => void keep()}>
          {t("mat.noteKeep")}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t("app.cancel")}
        </Button>
      </div>
    </div>
  );
}

/** Words at stretches of the trace; whoever has the page open sees them as they are written. */
export function NotesPanel({
  person,
  notes,
  span,
  onSpan,
  onShow,
  mayWrite,
}: {
  readonly person: string;
  readonly notes: readonly (AnnotationView & { readonly number: number })[];
  readonly span: Span | null;
  readonly onSpan: (span: Span | null) => void;
  readonly onShow: (at: number) => void;
  readonly mayWrite: boolean;
}) {
  const { t, clockSeconds, clock } = useVoice();
  return (
    <Panel title={t("mat.notes")}>
      {span === null ? null : <Writing person={person} span={span} onSpan={onSpan} onDone={() => onSpan(null)} />}
      {notes.length === 0 && span === null ? (
        <p className="muted">{t(mayWrite ? "mat.noNotes" : "mat.noNotesYet")}</p>
      ) : null}
      <ol className="ctg-notes">
        {notes.map((note) => (
          <li key={note.entry}>
            <button
              type="button"
              className="ctg-number"
              onClick={() => onShow(note.from)}
              aria-label={t("mat.noteShow", { n: note.number })}
            >
              {note.number}
            </button>
            <div>
              <p className="ctg-words">{note.text}</p>
              <p className="muted small">
                {clockSeconds(note.from)}–{clockSeconds(note.until)} · {note.by} · {clock(note.at)}
              </p>
            </div>
            {mayWrite ? <Strike entry={note} what={note.text} renews={[["maternity"]]} /> : null}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
