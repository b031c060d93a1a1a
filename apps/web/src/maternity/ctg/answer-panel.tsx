import { Button, Chip, Textarea } from "@mantine/core";
import { useState } from "react";
import { useNow } from "../../link/clock.ts";
import { Panel } from "../../look/parts.tsx";
import { useDo } from "../../look/toast.tsx";
import type { Key } from "../../words/index.ts";
import { useVoice } from "../../words/speak.tsx";
import { keepAdvice } from "../desk.ts";
import { Strike } from "../parts.tsx";
import type { AdviceView, RecordingView } from "../shapes.ts";

const urgencies = ["none", "routine", "today", "now"] as const satisfies readonly AdviceView["urgency"][];
/** Beginnings that can be gone on from: never sent by themselves. */
const beginnings: readonly Key[] = ["mat.begin.well", "mat.begin.again", "mat.begin.come", "mat.begin.call"];

export function AdviceList({
  advice,
  mayStrike,
}: {
  readonly advice: readonly AdviceView[];
  readonly mayStrike: boolean;
}) {
  const { t, moment } = useVoice();
  const now = useNow(60_000);
  return (
    <ul className="mat-advice">
      {advice.map((one) => (
        <li key={one.entry} data-urgency={one.urgency}>
          <p className="mat-advice-words">{one.words}</p>
          <p className="muted small">
            {one.urgency === "none" ? null : <strong className="mat-tag">{t(`mat.urgency.${one.urgency}`)}</strong>}{" "}
            {one.by} · {moment(one.at, now)}
            {one.finding === null ? null : ` · ${t("mat.finding")}: ${one.finding}`}
          </p>
          {mayStrike ? <Strike entry={one} what={one.words} renews={[["maternity"]]} /> : null}
        </li>
      ))}
    </ul>
  );
}

type Draft = { readonly words: string; readonly finding: string; readonly urgency: AdviceView["urgency"] };
const empty: Draft = { words: "", finding: "", urgency: "none" };

function Words({ draft, onDraft }: { readonly draft: Draft; readonly onDraft: (draft: Draft) => void }) {
  const { t } = useVoice();
  const { words } = draft;
  return (
    <>
      <Textarea
        label={t("mat.answerWords")}
        description={t("mat.answerLong")}
        autosize
        minRows={3}
        maxLength={2000}
        value={words}
        onChange={(event) => onDraft({ ...draft, words: event.currentTarget.value })}
      />
      <div className="line wrap mat-begin">
        {beginnings.map((key) => (
          <Button
            key={key}
            variant="default"
            size="compact-md"
            onClick={() => onDraft({ ...draft, words: `${words}${words === "" ? "" : " "}${t(key)}` })}
          >
            {t(key)}
          </Button>
        ))}
      </div>
    </>
  );
}

function Writing({ person, recording }: { readonly person: string; readonly recording: RecordingView }) {
  const { t } = useVoice();
  const act = useDo();
  const [draft, setDraft] = useState(empty);
  const words = draft.words.trim();
  const send = async () => {
    const finding = draft.finding.trim();
    const advice = { about: recording.id, words, urgency: draft.urgency, ...(finding === "" ? {} : { finding }) };
    const done = await act(() => keepAdvice(person, advice), { done: t("mat.answered"), renews: [["maternity"]] });
    if (done !== null) setDraft(empty);
  };
  return (
    <div className="stack no-print">
      <Words draft={draft} onDraft={setDraft} />
      <div>
        <p className="field-title">{t("mat.urgency")}</p>
        <Chip.Group
          value={draft.urgency}
          onChange={(value) => setDraft({ ...draft, urgency: urgencies.find((one) => one === value) ?? "none" })}
        >
          <div className="line wrap">
            {urgencies.map((value) => (
              <Chip key={value} value={value} size="md">
                {t(`mat.urgency.${value}`)}
              </Chip>
            ))}
          </div>
        </Chip.Group>
      </div>
      <Textarea
        label={t("mat.findingForStaff")}
        autosize
        minRows={1}
        maxLength={2000}
        value={draft.finding}
        onChange={(event) => setDraft({ ...draft, finding: event.currentTarget.value })}
      />
      <Button disabled={words === ""} onClick={() => void send()}>
        {t("mat.answer")}
      </Button>
    </div>
  );
}

/** The answer in words to the mother, and those that she had. */
export function AnswerPanel({
  person,
  recording,
  advice,
  mayAdvise,
}: {
  readonly person: string;
  readonly recording: RecordingView;
  readonly advice: readonly AdviceView[];
  readonly mayAdvise: boolean;
}) {
  const { t } = useVoice();
  return (
    <Panel title={t("mat.answers")}>
      {advice.length === 0 ? (
        <p className="muted">{t("mat.noAnswer")}</p>
      ) : (
        <AdviceList advice={advice} mayStrike={mayAdvise} />
      )}
      {mayAdvise ? <Writing person={person} recording={recording} /> : null}
    </Panel>
  );
}
