import { Link } from "@tanstack/react-router";
import { usePredictionName } from "../board/person-row.tsx";
import { useNow } from "../link/clock.ts";
import type { PredictionView } from "../link/shapes.ts";
import { Empty, Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { predictionWords } from "./prediction-words.ts";

function Because({ view }: { readonly view: PredictionView }) {
  const { t, say, clock } = useVoice();
  if (!view.prediction.known) return null;
  const { because, validUntil, model } = view.prediction;
  return (
    <details>
      <summary>
        {t("person.because")}: {because[0] === undefined ? "–" : say(because[0], view.skill)}
      </summary>
      <ul>
        {because.slice(1).map((reason) => (
          <li key={`${reason.key} ${JSON.stringify(reason.values)}`}>{say(reason, view.skill)}</li>
        ))}
        <li className="muted">
          {t("person.validUntil", { clock: clock(validUntil) })} · {t("person.model", { model })}
        </li>
      </ul>
    </details>
  );
}

function Prediction({ view }: { readonly view: PredictionView }) {
  const voice = useVoice();
  const nameOf = usePredictionName();
  const now = useNow(10_000);
  if (!view.prediction.known)
    return (
      <li className="prediction" data-known={false}>
        <span className="prediction-name">{nameOf(view)}</span>
        <span className="muted">{voice.t("person.why", { why: voice.say(view.prediction.why, view.skill) })}</span>
      </li>
    );
  const { main, range } = predictionWords(view.prediction, now, voice);
  return (
    <li className="prediction" data-known={true}>
      <span className="prediction-name">{nameOf(view)}</span>
      <strong>{main}</strong>
      {range === null ? null : <span className="range">{range}</span>}
      <Because view={view} />
    </li>
  );
}

/** A skill says its main things first; the rest is behind a fold. */
const IN_SIGHT = 3;

function OfSkill({ skill, views }: { readonly skill: string; readonly views: readonly PredictionView[] }) {
  const { t, label } = useVoice();
  const ordered = views.toSorted((a, b) => Number(a.name.startsWith("part-")) - Number(b.name.startsWith("part-")));
  const rest = ordered.slice(IN_SIGHT);
  return (
    <section className="skill-predictions">
      <h3>
        <Link to="/skills/$id" params={{ id: skill }}>
          {label(skill, ["title"])}
        </Link>
      </h3>
      <ul>
        {ordered.slice(0, IN_SIGHT).map((view) => (
          <Prediction key={view.name} view={view} />
        ))}
      </ul>
      {rest.length === 0 ? null : (
        <details>
          <summary>{t("board.moreAlerts", { n: rest.length })}</summary>
          <ul>
            {rest.map((view) => (
              <Prediction key={view.name} view={view} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

export function Predictions({ views }: { readonly views: readonly PredictionView[] }) {
  const { t } = useVoice();
  const skills = [...new Set(views.map(({ skill }) => skill))].sort();
  return (
    <Panel title={t("person.ahead")} className="ahead">
      {skills.length === 0 ? <Empty icon="skills" title={t("person.noAhead")} /> : null}
      {skills.map((skill) => (
        <OfSkill key={skill} skill={skill} views={views.filter((view) => view.skill === skill)} />
      ))}
    </Panel>
  );
}
