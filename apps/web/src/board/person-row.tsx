import { Link } from "@tanstack/react-router";
import { useNow } from "../link/clock.ts";
import { useLink } from "../link/feed.tsx";
import type { Board, BoardPerson, PredictionView } from "../link/shapes.ts";
import { StatePicture } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";
import { hoursAhead, marksOf } from "./horizon.ts";
import { type Need, needsOf, standing, stateOf } from "./order.ts";
import { SignFigure } from "./sign-figure.tsx";
import { vitalsOf } from "./vitals.ts";

/** What a prediction is about, in a word: the skill's own words for it, else its title. */
export function usePredictionName(): (view: PredictionView) => string {
  const { label } = useVoice();
  return ({ skill, name }) => label(skill, [`prediction.${name}`, name, "title"]);
}

/** The next four hours of one person: expected times with their interval, and tasks. */
export function Horizon({ person, board }: { readonly person: BoardPerson; readonly board: Board }) {
  const now = useNow(10_000);
  const due = board.due.filter((one) => one.person === person.id);
  const marks = marksOf(needsOf(person, now), due, now);
  return (
    <div className="horizon" aria-hidden="true">
      {hoursAhead(now).map(({ at, place }) => (
        <i key={at} className="hour" style={{ left: `${place}%` }} />
      ))}
      {marks.map(({ key, type, from, at, to }) => (
        <span key={key}>
          {type === "need" ? (
            <i className="interval" style={{ left: `${from}%`, width: `${Math.max(1, to - from)}%` }} />
          ) : null}
          {at === null ? null : <i className="mark-at" data-type={type} style={{ left: `${at}%` }} />}
        </span>
      ))}
    </div>
  );
}

/** Percent of the ruler that the word "now" takes. */
const ROOM_FOR_NOW = 16;

export function HorizonRuler() {
  const { clock, t } = useVoice();
  const now = useNow(10_000);
  return (
    <div className="ruler-row" aria-hidden="true">
      <div className="ruler">
        <span className="ruler-now">{t("time.now")}</span>
        {hoursAhead(now)
          .filter(({ place }) => place > ROOM_FOR_NOW)
          .map(({ at, place }) => (
            <span key={at} style={{ left: `${place}%` }}>
              {clock(at)}
            </span>
          ))}
      </div>
    </div>
  );
}

function NextNeed({ need }: { readonly need: Need | undefined }) {
  const { t, clock, say } = useVoice();
  const nameOf = usePredictionName();
  if (need === undefined) return <div className="next-need none">{t("board.nextNone")}</div>;
  const { prediction } = need.view;
  const reason = prediction.known ? prediction.because[0] : undefined;
  return (
    <div className="next-need">
      <time>{clock(need.at)}</time>
      <span className="range">{t("time.between", { from: clock(need.low), to: clock(need.high) })}</span>
      <strong>{nameOf(need.view)}</strong>
      {reason === undefined ? null : <span className="reason">{say(reason, need.view.skill)}</span>}
    </div>
  );
}

function Who({ person }: { readonly person: BoardPerson }) {
  const { t } = useVoice();
  return (
    <span className="row-who">
      <strong>{person.name}</strong>
      <span className="muted">{person.placeName || t("board.noBed")}</span>
    </span>
  );
}

/** A person on the board: a picture and a word for the state, the signs, what is ahead. The whole row opens the page. */
export function PersonRow({ person, board }: { readonly person: BoardPerson; readonly board: Board }) {
  const { t, say } = useVoice();
  const now = useNow(10_000);
  const state = stateOf(person, board.alerts, useLink().link);
  const alert = standing(board.alerts.filter((one) => one.person === person.id))[0];
  return (
    <li className="row" data-state={state}>
      <Link
        to="/people/$id"
        params={{ id: person.id }}
        className="row-link"
        aria-label={t("board.open", { name: person.name })}
      />
      <div className="row-state">
        <StatePicture state={state} />
        <span>{t(`state.${state}`)}</span>
      </div>
      <Who person={person} />
      {alert === undefined ? null : <p className="row-alert">{say(alert.text, alert.skill)}</p>}
      <div className="signs">
        {vitalsOf(person.signs).map((vital) => (
          <SignFigure key={vital.name} {...vital} />
        ))}
      </div>
      <Horizon person={person} board={board} />
      <NextNeed need={needsOf(person, now)[0]} />
    </li>
  );
}
