import { Button, Textarea } from "@mantine/core";
import type { ScheduledDose } from "@sakiyomi/medication";
import { Panel } from "../../look/parts.tsx";
import { useTroubleWords } from "../../look/toast.tsx";
import { useVoice } from "../../words/speak.tsx";
import { FindingList } from "../parts/finding-list.tsx";
import { useOrderWords } from "../parts/use-order-words.ts";
import type { OrderAnswer } from "../shapes.ts";
import type { Missing } from "./order-form.ts";

/** When the next doses would be due: the proof that the order says what was meant. */
export function NextDoses({
  doses,
  names,
}: {
  readonly doses: readonly ScheduledDose[];
  /** Of orders by their id, where doses of several are shown. */
  readonly names?: ReadonlyMap<string, string>;
}) {
  const { t, language, zone, clock } = useVoice();
  const { amount } = useOrderWords();
  const day = new Intl.DateTimeFormat(language, { weekday: "short", month: "short", day: "numeric", timeZone: zone });
  if (doses.length === 0) return <p className="muted">{t("med.noNext")}</p>;
  return (
    <ol className="next-doses">
      {doses.map(({ id, order, at, dose, held }) => (
        <li key={id}>
          <span className="muted">{day.format(at)}</span> <time dateTime={new Date(at).toISOString()}>{clock(at)}</time>{" "}
          <span>{[names?.get(order), dose === null ? "" : amount(dose)].filter(Boolean).join(" · ")}</span>
          {held === null ? null : " "}
          {held === null ? null : <span className="tag">{t("med.heldBecause", { why: held })}</span>}
        </li>
      ))}
    </ol>
  );
}

function StillMissing({ missing }: { readonly missing: readonly Missing[] }) {
  const { t } = useVoice();
  return (
    <div>
      <p>{t("med.stillMissing")}</p>
      <ul className="bullets">
        {missing.map((part) => (
          <li key={part}>{t(`missing.${part}`)}</li>
        ))}
      </ul>
    </div>
  );
}

export interface PreviewProps {
  readonly missing: readonly Missing[];
  /** What the server says of it as it stands; null until it has. */
  readonly answer: OrderAnswer | null;
  /** Why the server does not take it at all. */
  readonly trouble: unknown;
  readonly isFresh: boolean;
  readonly reason: string;
  readonly setReason: (reason: string) => void;
  readonly keep: () => void;
  readonly action: string;
}

const speaksAgainst = ({ findings }: OrderAnswer): boolean => findings.some(({ result }) => result !== "right");
/** A warning needs only to have been read; what is wrong or not known is ordered with a reason, which stays. */
export const needsReason = ({ findings }: OrderAnswer): boolean =>
  findings.some(({ result }) => result === "wrong" || result === "unknown");

function Said({ answer }: { readonly answer: OrderAnswer }) {
  const { t } = useVoice();
  const { order, steps } = useOrderWords();
  return (
    <>
      <p className="order-said">
        <strong>{answer.order.drug.text}</strong> {order(answer.order)}
      </p>
      <ul className="bullets">
        {steps(answer.order).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ul>
      <h3>{t("med.next")}</h3>
      {answer.order.timing?.type === "stat" ? <p>{t("med.dueAtOnce")}</p> : <NextDoses doses={answer.next} />}
      <h3>{t("med.whatSpeaks")}</h3>
      {speaksAgainst(answer) ? (
        <FindingList findings={answer.findings.filter(({ result }) => result !== "right")} />
      ) : (
        <p>{t("med.nothingSpeaks")}</p>
      )}
    </>
  );
}

/** Beside the fields: the order in words, its next doses and what speaks against it, before anything is kept. */
export function OrderPreview({ missing, answer, trouble, isFresh, reason, setReason, keep, action }: PreviewProps) {
  const { t } = useVoice();
  const words = useTroubleWords();
  const mustSay = answer !== null && needsReason(answer);
  return (
    <Panel title={t("med.preview")} className="preview">
      {missing.length > 0 ? <StillMissing missing={missing} /> : null}
      {trouble === null ? null : <p className="notice">{words(trouble)}</p>}
      {answer === null || missing.length > 0 ? null : (
        <div className="said stack" aria-busy={!isFresh}>
          <Said answer={answer} />
        </div>
      )}
      {mustSay && missing.length === 0 ? (
        <Textarea
          label={t("med.reasonAllTheSame")}
          autosize
          minRows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      ) : null}
      <div className="form-end">
        <Button
          disabled={missing.length > 0 || !isFresh || answer === null || (mustSay && reason.trim().length < 3)}
          onClick={keep}
        >
          {action}
        </Button>
      </div>
    </Panel>
  );
}
