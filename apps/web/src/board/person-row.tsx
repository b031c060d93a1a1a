import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { useNow } from "../link/clock.ts";
import { useLink } from "../link/feed.tsx";
import type { BoardPerson, DueView, PredictionView } from "../link/shapes.ts";
import { StatePicture } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";
import { hoursAhead, marksOf } from "./horizon.ts";
import { useIsNear } from "./near.ts";
import { type Need, needsOf, type PersonState, standing, stateOf } from "./order.ts";
import { looksSame, type RowFacts } from "./rows.ts";
import { SignFigure } from "./sign-figure.tsx";
import { vitalsOf } from "./vitals.ts";

/** What a prediction is about, in a word: the skill's own words for it, else its title. */
export const predictionKeys = (name: string): readonly string[] => [`prediction.${name}`, name, "title"];

export function usePredictionName(): (view: PredictionView) => string {
  const { label } = useVoice();
  return ({ skill, name }) => label(skill, predictionKeys(name));
}

/** The next four hours of one person: expected times with their interval, and tasks. */
export function Horizon({ person, due }: { readonly person: BoardPerson; readonly due: readonly DueView[] }) {
  const now = useNow(10_000);
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

const DAY = 24 * 3_600_000;

/** Percent of the ruler that the word "now" takes. */
const ROOM_FOR_NOW = 24;

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
  const { t, clock, moment, say } = useVoice();
  const nameOf = usePredictionName();
  const now = useNow(10_000);
  if (need === undefined) return <div className="next-need none">{t("board.nextNone")}</div>;
  const { prediction } = need.view;
  const reason = prediction.known ? prediction.because[0] : undefined;
  // Within a day the clock alone is clear.
  const when = (at: number) => (at < now + DAY ? clock(at) : moment(at, now));
  const [from, to] = [when(need.low), when(need.high)];
  return (
    <div className="next-need">
      <time>{when(need.at)}</time>
      {from === to ? null : <span className="range">{t("time.between", { from, to })}</span>}
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

interface ContentProps extends RowFacts {
  readonly isNear: boolean;
  readonly state: PersonState;
}

/** Out of sight a line waits with its figures until it is near again; its state it shows at once. */
const waits = (before: ContentProps, after: ContentProps): boolean =>
  before.state === after.state && (!after.isNear || (before.isNear && looksSame(before, after)));

const RowContent = memo(function RowContent({ person, alerts, due, state }: ContentProps) {
  const { t, say } = useVoice();
  const now = useNow(10_000);
  const alert = standing(alerts)[0];
  return (
    <>
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
      <Horizon person={person} due={due} />
      <NextNeed need={needsOf(person, now)[0]} />
    </>
  );
}, waits);

/** A person on the board: a picture and a word for the state, the signs, what is ahead. The whole row opens the page. */
export function PersonRow(facts: RowFacts) {
  const [row, isNear] = useIsNear<HTMLLIElement>();
  const state = stateOf(facts.person, facts.alerts, useLink().link);
  return (
    <li className="row" data-state={state} ref={row}>
      <RowContent {...facts} state={state} isNear={isNear} />
    </li>
  );
}
