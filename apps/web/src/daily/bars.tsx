import { useVoice } from "../words/speak.tsx";
import type { GoalView } from "./asked.ts";

const share = (n: number, full: number): string => `${Math.min(100, Math.max(0, (100 * n) / full)).toFixed(1)}%`;

const quantityOf = ({ ahead }: GoalView) =>
  ahead?.prediction.known && ahead.prediction.what.type === "quantity" ? ahead.prediction.what : null;

/**
 * So far in ink, what is foretold behind it with its interval, the goal and the limit as lines. Without any of these
 * there is nothing to measure against, and a full bar would look like a goal that is reached.
 */
export function GoalBar({ goal }: { readonly goal: GoalView }) {
  const { t } = useVoice();
  const ahead = quantityOf(goal);
  if (goal.least === null && goal.most === null && ahead === null) return null;
  const full = Math.max(1, (goal.least ?? 0) * 1.15, (goal.most ?? 0) * 1.1, goal.soFar, ahead?.interval.high ?? 0);
  return (
    <div className="daily-bar" aria-hidden="true">
      {ahead === null ? null : (
        <>
          <i
            className="daily-ahead"
            style={{
              insetInlineStart: share(ahead.interval.low, full),
              width: share(ahead.interval.high - ahead.interval.low, full),
            }}
          />
          <i className="daily-expected" style={{ insetInlineStart: share(ahead.value, full) }} />
        </>
      )}
      <i className="daily-done" style={{ width: share(goal.soFar, full) }} />
      {goal.least === null ? null : (
        <i className="daily-goal" style={{ insetInlineStart: share(goal.least, full) }} title={t("daily.goal")} />
      )}
      {goal.most === null ? null : <i className="daily-most" style={{ insetInlineStart: share(goal.most, full) }} />}
    </div>
  );
}

/** What the skill thinks of the day's end, in words; nothing where it does not know, but why. */
export function GoalAhead({ goal }: { readonly goal: GoalView }) {
  const { t, say, language } = useVoice();
  if (goal.why !== null) return <p className="daily-off">{say(goal.why, "basic-care")}</p>;
  const ahead = quantityOf(goal);
  const chance = goal.missed?.prediction;
  if (ahead === null || !chance?.known || chance.what.type !== "classes") {
    const why = goal.ahead?.prediction;
    return <p className="muted small">{why?.known === false ? say(why.why, "basic-care") : t("daily.notForetold")}</p>;
  }
  const missed = chance.what.probabilities.missed ?? 0;
  const number = (n: number) => Math.round(n).toLocaleString(language);
  const words =
    goal.soFar >= (goal.least ?? 0)
      ? t("daily.reached")
      : t("daily.missedChance", { percent: Math.round(100 * missed) });
  return (
    <details className="daily-why">
      <summary>
        <span>
          {t("daily.foretold", {
            n: number(ahead.value),
            low: number(ahead.interval.low),
            high: number(ahead.interval.high),
          })}{" "}
          <strong>{words}</strong>
        </span>
      </summary>
      <ul>
        {chance.because.map((reason) => (
          <li key={`${reason.key} ${JSON.stringify(reason.values)}`}>{say(reason, "basic-care")}</li>
        ))}
      </ul>
    </details>
  );
}
