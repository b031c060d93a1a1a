import { Button } from "@mantine/core";
import { useState } from "react";
import { serverNow } from "../link/clock.ts";
import { Icon } from "../look/icons.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { askReview } from "./desk.ts";
import { adviceFor, meanOfTaken, type Place } from "./measure.ts";
import type { Done } from "./measure-series.tsx";

/** What came of it in plain words, to be read together and handed over on paper. */
export function MeasuredCard({
  person,
  name,
  where,
  done: { taken, hasSymptoms },
  onNext,
  next,
}: {
  readonly person: string;
  readonly name: string;
  readonly where: Place;
  readonly done: Done;
  readonly onNext: () => void;
  readonly next: string;
}) {
  const { t, day, clock } = useVoice();
  const act = useDo();
  const [at] = useState(serverNow);
  const [isAsked, setAsked] = useState(false);
  const mean = meanOfTaken(taken);
  if (mean === null) return null;
  const advice = adviceFor(where, mean, hasSymptoms);
  const value = `${mean.systolic}/${mean.diastolic}`;
  const ask = async () => {
    const until = serverNow();
    const reason = t("advice.asked", { value, class: t(`class.${advice.class}`) });
    const priority = hasSymptoms ? "now" : advice.words === "grade-3" ? "today" : "routine";
    const body = { kind: "blood-pressure", from: until - 28 * 24 * 3_600_000, until, reason, priority } as const;
    const sent = await act(() => askReview(person, body), { done: t("review.sent"), renews: [["remote"], ["board"]] });
    if (sent !== null) setAsked(true);
  };
  return (
    <div className="stack">
      <article className="measured">
        <h3>
          {t("measure.result")} · {name}
        </h3>
        <p className="muted small">
          {day(at)} {clock(at)} · {t(where === "home" ? "pressure.atHome" : "pressure.atPharmacy")}
        </p>
        <p className="measured-value">
          {mean.systolic}
          <span>/</span>
          {mean.diastolic} <small>mmHg</small>
        </p>
        <p className="muted small">
          {t("measure.mean", { n: Math.min(2, taken.length) })}:{" "}
          {taken.map((one) => `${one.systolic}/${one.diastolic}`).join(", ")}
        </p>
        <p>
          <span className="tag">{t(`class.${advice.class}`)}</span>
        </p>
        <p className={hasSymptoms ? "notice" : undefined}>{t(`advice.${advice.words}`)}</p>
        <p className="muted small">{t("advice.house")}</p>
      </article>
      <div className="form-end no-print">
        {advice.asksDoctor && !isAsked ? (
          <Button variant="default" leftSection={<Icon name="remote" size={18} />} onClick={() => void ask()}>
            {t("advice.askDoctor")}
          </Button>
        ) : null}
        <Button variant="default" onClick={() => window.print()}>
          {t("measure.print")}
        </Button>
        <Button onClick={onNext}>{next}</Button>
      </div>
    </div>
  );
}
