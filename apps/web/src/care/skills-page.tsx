import { Link } from "@tanstack/react-router";
import { useNow } from "../link/clock.ts";
import { useSkills } from "../link/queries.ts";
import type { SkillView } from "../link/shapes.ts";
import { Icon } from "../look/icons.tsx";
import { Empty, Loaded, Page } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";

/** Whether a skill works: a picture, a word, and when it last had its turn. */
export function Health({ skill }: { readonly skill: SkillView }) {
  const { t, span } = useVoice();
  const now = useNow(10_000);
  const { ok, lastTurnAt, failures, lastFailure } = skill.health;
  return (
    <p className="health" data-ok={ok}>
      <Icon name={ok ? "check" : "lost"} size={20} />
      <span>
        {t(ok ? "skill.ok" : "skill.notOk")} ·{" "}
        {lastTurnAt === null ? t("skill.noTurn") : t("skill.lastTurn", { age: span(now - lastTurnAt) })}
        {failures === 0 ? "" : ` · ${t("skill.failures", { n: failures })}`}
        {lastFailure === null ? null : <span className="muted block small">{lastFailure}</span>}
      </span>
    </p>
  );
}

export function SkillsPage() {
  const { t, label } = useVoice();
  const query = useSkills();
  return (
    <Page title={t("skill.title")} lead={t("skill.lead")}>
      <Loaded query={query}>
        {(skills) => (
          <ul className="cards">
            {skills.length === 0 ? <Empty icon="skills" title={t("skill.none")} /> : null}
            {skills.map((skill) => (
              <li key={skill.id} className="panel skill-card">
                <h2>
                  <Link to="/skills/$id" params={{ id: skill.id }}>
                    {label(skill.id, ["title"])}
                  </Link>
                </h2>
                <p>{label(skill.id, ["about"])}</p>
                <Health skill={skill} />
                <p className="muted">
                  {t("skill.onFor", { n: skill.people.filter(({ on }) => on).length, all: skill.people.length })}
                </p>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Page>
  );
}
