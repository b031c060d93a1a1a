import { useNow } from "../link/clock.ts";
import { Icon } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";
import type { CheckupView } from "./shapes.ts";

const PROMISE_MS = 2 * 3_600_000;
const NEAR_MS = 30 * 60_000;

const stateOf = (left: number): string => (left <= 0 ? "over" : left <= NEAR_MS ? "near" : "runs");

function Given({ at, dueAt }: { readonly at: number; readonly dueAt: number }) {
  const { t, clock } = useVoice();
  const isKept = at <= dueAt;
  return (
    <p className="scr-clock" data-state={isKept ? "kept" : "late"}>
      <Icon name={isKept ? "check" : "clock"} size={18} />
      {t(isKept ? "scr.keptAt" : "scr.lateAt", { time: clock(at) })}
    </p>
  );
}

function Running({ dueAt }: { readonly dueAt: number }) {
  const { t, span, clock } = useVoice();
  const left = dueAt - useNow(1000);
  const share = Math.min(1, Math.max(0, left / PROMISE_MS));
  return (
    <div className="scr-clock" data-state={stateOf(left)}>
      <strong>{left > 0 ? t("scr.left", { time: span(left) }) : t("scr.over", { time: span(-left) })}</strong>
      <span className="muted">{t("scr.due", { time: clock(dueAt) })}</span>
      <span className="scr-bar" aria-hidden="true">
        <span style={{ inlineSize: `${share * 100}%` }} />
      </span>
    </div>
  );
}

/** How much of the two hours is left: a bar, its words, and a frame when it is near its end or over. */
export function PromiseClock({ checkup }: { readonly checkup: CheckupView }) {
  const { t, clock } = useVoice();
  const { dueAt, reportedAt, begunAt, state } = checkup;
  if (dueAt === null) return <p className="scr-clock muted">{t("scr.since", { time: clock(begunAt) })}</p>;
  if (state === "reported" && reportedAt !== null) return <Given at={reportedAt} dueAt={dueAt} />;
  return <Running dueAt={dueAt} />;
}
