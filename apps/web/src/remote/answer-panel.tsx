import { Button, SegmentedControl, Textarea } from "@mantine/core";
import { useState } from "react";
import { useNow } from "../link/clock.ts";
import { useSession } from "../link/queries.ts";
import { Icon } from "../look/icons.tsx";
import { Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useRoles } from "../medication/may.ts";
import { strikeOut } from "../person/use-chart.ts";
import { useVoice } from "../words/speak.tsx";
import { answerReview, giveReviewBack, takeReview } from "./desk.ts";
import { PriorityMark } from "./priority.tsx";
import { Reason } from "./reason.tsx";
import type { AnswerView, ReviewView } from "./shapes.ts";

const renews = [["remote"], ["board"]] as const;

/** What was answered, in the words that the person reads. */
export function Answer({ answer, person }: { readonly answer: AnswerView; readonly person: string }) {
  const { t, moment } = useVoice();
  const now = useNow(60_000);
  return (
    <div className="advice" data-person={person}>
      <p className="advice-urgency">
        <Icon name={answer.urgency === "none" ? "check" : "due"} size={18} />{" "}
        <strong>{t(`urgency.${answer.urgency}`)}</strong>
      </p>
      <blockquote>{answer.words}</blockquote>
      <p className="muted small">{t("remote.answeredBy", { name: answer.by, time: moment(answer.at, now) })}</p>
      {answer.finding === null ? null : (
        <details>
          <summary>{t("review.finding")}</summary>
          <p>{answer.finding}</p>
        </details>
      )}
    </div>
  );
}

function Strike({ entry }: { readonly entry: string }) {
  const { t } = useVoice();
  const act = useDo();
  const [reason, setReason] = useState("");
  const strike = () => act(() => strikeOut({ id: entry, version: 1 }, reason), { done: t("review.struck"), renews });
  return (
    <details>
      <summary>{t("review.strike")}</summary>
      <div className="stack">
        <Textarea
          label={t("review.strikeReason")}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button variant="default" disabled={reason.trim().length < 3} onClick={() => void strike()}>
          {t("review.strike")}
        </Button>
      </div>
    </details>
  );
}

const urgencies = ["none", "routine", "today", "now"] as const;

function Form({ review, letters }: { readonly review: ReviewView; readonly letters: string }) {
  const { t } = useVoice();
  const act = useDo();
  const [finding, setFinding] = useState("");
  const [words, setWords] = useState("");
  const [urgency, setUrgency] = useState<AnswerView["urgency"] | null>(null);
  const send = async () => {
    if (urgency === null) return;
    const body = { words: words.trim(), urgency, ...(finding.trim() === "" ? {} : { finding: finding.trim() }) };
    await act(() => answerReview(review.person, review.id, body), { done: t("review.answerSent"), renews });
  };
  const giveBack = () => act(() => giveReviewBack(review.person, review.id), { renews });
  return (
    <div className="stack">
      <Textarea
        label={t("review.finding")}
        autosize
        minRows={2}
        value={finding}
        onChange={(event) => setFinding(event.currentTarget.value)}
      />
      {letters === "" ? null : (
        <button
          type="button"
          className="plain letters"
          onClick={() => setFinding((old) => `${old}${old === "" ? "" : " "}${letters}`)}
        >
          <Icon name="plus" size={18} /> {t("strip.toFinding")}: {letters}
        </button>
      )}
      <Textarea
        label={t("review.words")}
        description={t("review.wordsHint")}
        autosize
        minRows={4}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <div>
        <p className="field-title">{t("review.urgency")}</p>
        <SegmentedControl
          fullWidth
          orientation={window.innerWidth < 560 ? "vertical" : "horizontal"}
          aria-label={t("review.urgency")}
          data={urgencies.map((value) => ({ value, label: t(`urgency.${value}`) }))}
          // Nothing is chosen beforehand: somebody's next step is never a default.
          value={urgency ?? ""}
          onChange={(next) => setUrgency(next as AnswerView["urgency"])}
        />
      </div>
      <div className="form-end">
        <Button variant="default" onClick={() => void giveBack()}>
          {t("review.giveBack")}
        </Button>
        <Button disabled={urgency === null || words.trim() === ""} onClick={() => void send()}>
          {t("review.sendAnswer")}
        </Button>
      </div>
    </div>
  );
}

function Open({ review, letters }: { readonly review: ReviewView; readonly letters: string }) {
  const { t, until } = useVoice();
  const act = useDo();
  const now = useNow(10_000);
  const me = `staff:${useSession().data?.staff?.id ?? ""}`;
  const roles = useRoles();
  const mayAnswer = roles.includes("doctor") || roles.includes("nurse");
  const take = () => act(() => takeReview(review.person, review.id), { renews });
  if (!mayAnswer)
    return (
      <p className="muted">
        {t("review.waiting", { until: until(review.targetAt, now) })}. {t("review.whoAnswers")}
      </p>
    );
  if (review.claim?.by === me) return <Form review={review} letters={letters} />;
  if (review.claim !== null) return <p>{t("remote.takenBy", { name: review.claim.name })}</p>;
  return (
    <div className="form-end">
      <Button onClick={() => void take()}>{t("review.take")}</Button>
    </div>
  );
}

/** What was asked, who has it, and the answer: written by one doctor, read by the person. */
export function AnswerPanel({ review, letters = "" }: { readonly review: ReviewView; readonly letters?: string }) {
  const { t, moment } = useVoice();
  const now = useNow(60_000);
  const roles = useRoles();
  const mayStrike = roles.includes("doctor") || roles.includes("nurse");
  return (
    <Panel title={t("review.answer")} action={<PriorityMark priority={review.priority} />}>
      <p>
        <strong>
          <Reason review={review} />
        </strong>
      </p>
      <p className="muted small">{t("remote.askedBy", { name: review.by, time: moment(review.at, now) })}</p>
      {review.findings.map((finding) => (
        <p key={finding} className="notice">
          {t(`finding.${finding}`)}
        </p>
      ))}
      {review.answer === null ? (
        <Open review={review} letters={letters} />
      ) : (
        <>
          <Answer answer={review.answer} person={review.person} />
          {mayStrike && review.answer.entry !== null ? <Strike entry={review.answer.entry} /> : null}
        </>
      )}
    </Panel>
  );
}
