import { predictionWords } from "../person/prediction-words.ts";
import { useVoice } from "../words/speak.tsx";
import type { DailyView } from "./asked.ts";

const DAY = 24 * 3_600_000;

export function SinceStool({ view: { stool }, now }: { readonly view: DailyView; readonly now: number }) {
  const { t, span } = useVoice();
  if (stool.lastAt === null) return <strong>{t("daily.noStool")}</strong>;
  return <strong>{t("daily.sinceStool", { age: span(now - stool.lastAt) })}</strong>;
}

/** When the next one will probably come, and how long it is since one came by itself. */
export function NextStool({ view, now }: { readonly view: DailyView; readonly now: number }) {
  const voice = useVoice();
  const { t, say, span } = voice;
  const { stool, nextStool } = view;
  const prediction = nextStool?.prediction;
  const words = prediction?.known ? predictionWords(prediction, now, voice) : null;
  const isLong = stool.naturalAt !== null && now - stool.naturalAt > stool.days * DAY;
  return (
    <div className="daily-stool">
      <p className={isLong ? "daily-off" : "muted small"}>
        {stool.naturalAt === null
          ? t("daily.noNatural", { days: stool.days })
          : t("daily.sinceNatural", { age: span(now - stool.naturalAt), days: stool.days })}
      </p>
      <p className="small">
        {words === null ? (
          <span className="muted">
            {prediction?.known === false ? say(prediction.why, "excretion") : t("daily.notForetold")}
          </span>
        ) : (
          <>
            {t("daily.nextStool")} <strong className="ahead-words">{words.main}</strong>{" "}
            <span className="muted">{words.range}</span>
          </>
        )}
      </p>
    </div>
  );
}
