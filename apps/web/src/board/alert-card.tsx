import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { useNow } from "../link/clock.ts";
import { useSession } from "../link/queries.ts";
import { at, change } from "../link/requests.ts";
import type { AlertView } from "../link/shapes.ts";
import { StatePicture } from "../look/icons.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { saysTheSame } from "./rows.ts";

function AlertFacts({ alert }: { readonly alert: AlertView }) {
  const { t, clock, span, role } = useVoice();
  const me = useSession().data?.staff?.name;
  const now = useNow();
  const taken = alert.state === "taken";
  const facts = [
    taken && alert.takenAt !== null && alert.takenBy !== null
      ? alert.takenBy === me
        ? t("alert.takenYou", { clock: clock(alert.takenAt) })
        : t("alert.takenBy", { name: alert.takenBy, clock: clock(alert.takenAt) })
      : t("alert.raised", { age: span(now - alert.raisedAt) }),
    alert.by === null ? null : t("alert.by", { clock: clock(alert.by) }),
    alert.over && !taken ? t("alert.over") : null,
    !taken && alert.nextTo !== null && alert.nextAt !== null
      ? t("alert.next", { who: role(alert.nextTo), clock: clock(alert.nextAt) })
      : null,
  ];
  return (
    <ul className="facts">
      {facts
        .filter((fact) => fact !== null)
        .map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
    </ul>
  );
}

function AlertButton({ alert }: { readonly alert: AlertView }) {
  const { t } = useVoice();
  const act = useDo();
  const step = alert.state === "taken" ? "done" : "take";
  const go = () => act(() => change("POST", at("alerts", alert.id, step)), { renews: [["board"]] });
  return (
    <Button
      fullWidth
      variant={step === "take" ? "filled" : "default"}
      onClick={() => void go()}
      aria-label={`${t(`alert.${step}`)}: ${alert.personName}`}
    >
      {t(`alert.${step}`)}
    </Button>
  );
}

/** A question is settled by one of its answers. */
export function AlertAnswers({ alert }: { readonly alert: AlertView }) {
  const { say } = useVoice();
  const act = useDo();
  const give = (answer: string) => () =>
    void act(() => change("POST", at("alerts", alert.id, "answer"), { answer }), {
      renews: [["board"], ["person", alert.person]],
    });
  return (
    <div className="answers">
      {alert.answers.map((answer) => (
        <Button key={answer} variant="default" onClick={give(answer)}>
          {say({ key: answer }, alert.skill)}
        </Button>
      ))}
    </div>
  );
}

/** A strip that says what and how urgent, as the message line of a bedside monitor, then who, where, and one button. */
export const AlertCard = memo(function AlertCard({ alert }: { readonly alert: AlertView }) {
  const { t, say } = useVoice();
  const ringing = alert.state === "open" && !alert.over;
  return (
    <article className="alert" data-level={alert.level} data-ringing={ringing} data-state={alert.state}>
      <header className="alert-strip">
        <StatePicture state={alert.state === "taken" ? "taken" : alert.level} size={30} />
        <span>
          <span className="visually-hidden">{t(`level.${alert.level}`)}: </span>
          {say(alert.text, alert.skill)}
        </span>
      </header>
      <div className="alert-body">
        <Link to="/people/$id" params={{ id: alert.person }} className="who-where">
          <strong>{alert.personName}</strong>
          <span>{alert.placeName || t("board.noBed")}</span>
        </Link>
        <AlertFacts alert={alert} />
        {alert.answers.length === 0 ? <AlertButton alert={alert} /> : <AlertAnswers alert={alert} />}
      </div>
    </article>
  );
}, saysTheSame);
