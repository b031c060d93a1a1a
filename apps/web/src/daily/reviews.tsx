import { Button, NumberInput, SegmentedControl, Textarea } from "@mantine/core";
import { useState } from "react";
import { Icon, type IconName } from "../look/icons.tsx";
import { Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { type DailyView, type ReviewView, useReview } from "./asked.ts";
import { Sheet } from "./taps.tsx";

const results = ["allowed", "limited", "not-allowed"] as const;
type Result = (typeof results)[number];

interface SheetProps {
  readonly person: string;
  readonly review: ReviewView;
  readonly onClose: () => void;
}

function ReviewSheet({ person, review, onClose }: SheetProps) {
  const { t } = useVoice();
  const save = useReview(person);
  const [result, setResult] = useState<Result | null>(null);
  const [limit, setLimit] = useState<string | number>(review.limitMl ?? "");
  const [note, setNote] = useState("");
  const isLimited = result === "limited";
  const isReady = result !== null && (!isLimited || review.of === "swallowing" || typeof limit === "number");
  const done = () => {
    if (result === null) return;
    onClose();
    const limitMl = isLimited && typeof limit === "number" ? { limitMl: limit } : {};
    void save({ of: review.of, result, ...limitMl, ...(note.trim() === "" ? {} : { note: note.trim() }) });
  };
  return (
    <Sheet title={`${t("daily.review")}: ${t(`daily.organ.${review.of}`)}`} onClose={onClose}>
      <p>{t(`daily.ask.${review.of}`)}</p>
      <Results result={result} onChoose={setResult} />
      {isLimited ? <Limit limit={limit} onChange={setLimit} /> : null}
      <Textarea
        label={t("daily.note")}
        autosize
        minRows={2}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Button disabled={!isReady} onClick={done}>
        {t("app.save")}
      </Button>
    </Sheet>
  );
}

function Results({
  result,
  onChoose,
}: {
  readonly result: Result | null;
  readonly onChoose: (result: Result) => void;
}) {
  const { t } = useVoice();
  return (
    <SegmentedControl
      fullWidth
      orientation="vertical"
      aria-label={t("daily.review")}
      data={results.map((value) => ({ value, label: t(`daily.result.${value}`) }))}
      value={result ?? ""}
      onChange={(value) => onChoose(value as Result)}
    />
  );
}

function Limit({
  limit,
  onChange,
}: {
  readonly limit: string | number;
  readonly onChange: (limit: string | number) => void;
}) {
  const { t } = useVoice();
  return (
    <NumberInput
      label={t("daily.limitMl")}
      suffix=" mL"
      min={100}
      max={5000}
      step={100}
      value={limit}
      onChange={onChange}
    />
  );
}

const iconOf = (result: ReviewView["result"], isOld: boolean): IconName => {
  if (result === null || isOld) return "question";
  return ({ allowed: "check", limited: "half", "not-allowed": "missed" } as const)[result];
};

function Verdict({ review: { result, limitMl, isOld } }: { readonly review: ReviewView }) {
  const { t } = useVoice();
  return (
    <p>
      <strong>{result === null ? t("daily.neverReviewed") : t(`daily.result.${result}`)}</strong>
      {result === "limited" && limitMl !== null ? ` ≤ ${limitMl} mL` : ""}
      {isOld ? ` · ${t("daily.tooOld")}` : ""}
    </p>
  );
}

function Row({
  review,
  may,
  onOpen,
}: {
  readonly review: ReviewView;
  readonly may: boolean;
  readonly onOpen: () => void;
}) {
  const { t, day } = useVoice();
  const { result, by, at, isOld, askedAgainAt, note } = review;
  return (
    <li className="review">
      <Icon name={iconOf(result, isOld)} />
      <div className="grow">
        <h3>{t(`daily.organ.${review.of}`)}</h3>
        <Verdict review={review} />
        {at === null ? null : (
          <p className="muted small">
            {t("daily.reviewedBy", { by, date: day(at), until: day(askedAgainAt ?? at) })}
            {note === "" ? "" : ` · ${note}`}
          </p>
        )}
      </div>
      {may ? (
        <Button variant="default" onClick={onOpen}>
          {t("daily.reviewNow")}
        </Button>
      ) : null}
    </li>
  );
}

/** Without these three nothing is foretold and nothing is offered. */
export function Reviews({ view }: { readonly view: DailyView }) {
  const { t } = useVoice();
  const [open, setOpen] = useState<ReviewView | null>(null);
  return (
    <Panel title={t("daily.reviews")}>
      <p className="muted small">{t("daily.reviewsLead")}</p>
      <ul className="plain-list">
        {view.reviews.map((review) => (
          <Row key={review.of} review={review} may={view.mayReview} onOpen={() => setOpen(review)} />
        ))}
      </ul>
      {view.mayReview ? null : <p className="muted small">{t("daily.reviewsWho")}</p>}
      {open === null ? null : <ReviewSheet person={view.person.id} review={open} onClose={() => setOpen(null)} />}
    </Panel>
  );
}
