import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useNow } from "../link/clock.ts";
import { Empty, Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { PriorityMark } from "./priority.tsx";
import { Reason } from "./reason.tsx";
import type { QueueView, ReviewView } from "./shapes.ts";

/** Where each kind is looked at. */
export function ReviewLink({
  review,
  className,
  children,
}: {
  readonly review: ReviewView;
  readonly className: string;
  readonly children: ReactNode;
}) {
  const { kind, person: id } = review;
  if (kind === "ecg")
    return (
      <Link to="/people/$id/strips/$strip" params={{ id, strip: review.id }} className={className}>
        {children}
      </Link>
    );
  return (
    <Link
      to={kind === "blood-pressure" ? "/people/$id/blood-pressure" : "/people/$id/maternity"}
      params={{ id }}
      className={className}
    >
      {children}
    </Link>
  );
}

function Row({ review }: { readonly review: ReviewView }) {
  const { t, until, moment } = useVoice();
  const now = useNow(10_000);
  const isLate = now >= review.targetAt;
  return (
    <li>
      <ReviewLink review={review} className="review-row">
        <PriorityMark priority={review.priority} />
        <span className="grow">
          <strong>{review.personName}</strong> <span className="muted small">{review.placeName}</span>
          <span className="block">
            {t(`review.${review.kind}`)}: <Reason review={review} />
          </span>
          {review.findings.map((finding) => (
            <span key={finding} className="block small">
              {t(`finding.${finding}`)}
            </span>
          ))}
          <span className="muted small block">
            {t("remote.askedBy", { name: review.by, time: moment(review.at, now) })}
            {review.claim === null ? null : ` · ${t("remote.takenBy", { name: review.claim.name })}`}
          </span>
        </span>
        <span className="review-due" data-late={isLate}>
          {t(isLate ? "remote.owedLate" : "remote.owed", { until: until(review.targetAt, now) })}
        </span>
      </ReviewLink>
    </li>
  );
}

function Answered({ review }: { readonly review: ReviewView }) {
  const { t, moment } = useVoice();
  const now = useNow(60_000);
  const { answer } = review;
  if (answer === null) return null;
  return (
    <li>
      <ReviewLink review={review} className="review-row">
        <span className="grow">
          <strong>{review.personName}</strong> {t(`review.${review.kind}`)}: <Reason review={review} />
          <span className="block small">{answer.words}</span>
          <span className="muted small block">
            {t("remote.answeredBy", { name: answer.by, time: moment(answer.at, now) })} ·{" "}
            {t(`urgency.${answer.urgency}`)}
          </span>
        </span>
      </ReviewLink>
    </li>
  );
}

export function Queue({ view }: { readonly view: QueueView }) {
  const { t } = useVoice();
  return (
    <>
      <Panel title={t("remote.queue")} action={<span className="count">{view.open.length}</span>}>
        {view.open.length === 0 ? (
          <Empty icon="remote" title={t("remote.none")}>
            <p>{t("remote.noneHint")}</p>
          </Empty>
        ) : (
          <ul className="plain-list">
            {view.open.map((review) => (
              <Row key={`${review.person} ${review.id}`} review={review} />
            ))}
          </ul>
        )}
        <p className="muted small">{t("remote.house")}</p>
      </Panel>
      {view.answered.length === 0 ? null : (
        <Panel title={t("remote.answered")}>
          <ul className="plain-list">
            {view.answered.map((review) => (
              <Answered key={`${review.person} ${review.id}`} review={review} />
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}
