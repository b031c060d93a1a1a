import { useNow } from "../link/clock.ts";
import { Loaded, Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { Answer } from "./answer-panel.tsx";
import { AskDoctor } from "./ask-sheet.tsx";
import { useReviews } from "./desk.ts";
import { ReviewLink } from "./queue.tsx";
import { Reason } from "./reason.tsx";
import type { ReviewView } from "./shapes.ts";
import "./remote.css";

function Row({ review }: { readonly review: ReviewView }) {
  const { t, until, moment } = useVoice();
  const now = useNow(30_000);
  return (
    <li className="advice-row">
      <p>
        <strong>{t(`review.${review.kind}`)}</strong> <span className="muted small">{moment(review.at, now)}</span>
      </p>
      <p className="small">
        <Reason review={review} />
      </p>
      {review.answer === null ? (
        <p>
          {review.claim === null
            ? t("review.waiting", { until: until(review.targetAt, now) })
            : t("remote.takenBy", { name: review.claim.name })}
        </p>
      ) : (
        <Answer answer={review.answer} person={review.person} />
      )}
      <ReviewLink review={review} className="plain">
        {t("review.look")}
      </ReviewLink>
    </li>
  );
}

/** On the person's page: what was asked of a doctor, and the answer in words. */
export function AdvicePanel({ person }: { readonly person: string }) {
  const { t } = useVoice();
  const query = useReviews(person);
  return (
    <Panel title={t("review.title")} action={<AskDoctor person={person} />}>
      <Loaded query={query}>
        {({ reviews }) =>
          reviews.length === 0 ? (
            <p className="muted">{t("review.none")}</p>
          ) : (
            <ul className="plain-list">
              {reviews.slice(0, 3).map((review) => (
                <Row key={review.id} review={review} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}
