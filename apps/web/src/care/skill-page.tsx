import { NativeSelect } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { usePerson, useSkill } from "../link/queries.ts";
import type { SkillView } from "../link/shapes.ts";
import { Icon } from "../look/icons.tsx";
import { Loaded, Page, Panel } from "../look/parts.tsx";
import { SkillSwitch } from "../person/skills-panel.tsx";
import type { Key } from "../words/index.ts";
import { unitName } from "../words/kinds.ts";
import { useVoice } from "../words/speak.tsx";
import { Health } from "./skills-page.tsx";

function Facts({ skill }: { readonly skill: SkillView }) {
  const { t, kind, span } = useVoice();
  const verb = (word: string) => t(`verb.${word}` as Key);
  const rows = [
    [t("skill.does"), `${t(`risk.${skill.risk}` as Key)}: ${skill.does.map(verb).join(", ") || t("app.none")}`],
    [t("skill.speaks"), t("skill.period", { age: span(skill.periodMs) })],
    [t("skill.reads"), skill.reads.map(kind).join(", ")],
    [t("skill.makes"), skill.makes.map(kind).join(", ") || t("app.none")],
    [t("skill.health"), <Health key="health" skill={skill} />],
    ["", `${t("skill.owner", { name: skill.owner })} · ${t("skill.version", { version: skill.version })}`],
  ] as const;
  return (
    <dl className="facts-list">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Where every constant stands and where it comes from; changed per person. */
function Defaults({ skill }: { readonly skill: SkillView }) {
  const { t, label } = useVoice();
  return (
    <Panel title={t("skill.settings")}>
      <p className="muted small">{t("skill.approve")}</p>
      <ul className="plain-list">
        {skill.settings.map(({ key, initial, unit, source }) => (
          <li key={key} className="setting">
            <span>{label(skill.id, [`setting.${key}`, key])}</span>
            <strong>
              {typeof initial === "boolean"
                ? t(initial ? "app.yes" : "app.no")
                : `${String(initial ?? "–")} ${unitName(unit)}`}
            </strong>
            {source === null ? null : <span className="muted small block">{t("skill.source", { source })}</span>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function OfPerson({ skill, person }: { readonly skill: SkillView; readonly person: string }) {
  const query = usePerson(person);
  return (
    <Loaded query={query}>
      {(view) => {
        const of = view.skills.find((one) => one.skill === skill.id) ?? {
          skill: skill.id,
          on: false,
          version: 0,
          settings: {},
        };
        return (
          <ul className="plain-list">
            <SkillSwitch skill={skill} of={of} person={person} name={view.person.name} />
          </ul>
        );
      }}
    </Loaded>
  );
}

function People({ skill }: { readonly skill: SkillView }) {
  const { t } = useVoice();
  const [person, setPerson] = useState("");
  const options = [
    { value: "", label: "–" },
    ...skill.people.map((one) => ({ value: one.person, label: `${one.name} · ${t(one.on ? "app.on" : "app.off")}` })),
  ];
  return (
    <Panel title={t("skill.people")}>
      <p className="muted">
        {t("skill.onFor", { n: skill.people.filter(({ on }) => on).length, all: skill.people.length })}
      </p>
      <NativeSelect
        aria-label={t("skill.people")}
        data={options}
        value={person}
        onChange={(event) => setPerson(event.currentTarget.value)}
      />
      {person === "" ? null : <OfPerson key={person} skill={skill} person={person} />}
    </Panel>
  );
}

export function SkillPage() {
  const { id = "" } = useParams({ strict: false });
  const { label, t } = useVoice();
  const query = useSkill(id);
  const back = (
    <Link to="/skills" className="plain">
      <Icon name="back" /> {t("skill.title")}
    </Link>
  );
  return (
    <Page title={label(id, ["title"])} lead={label(id, ["about"])} action={back}>
      <Loaded query={query}>
        {(skill) => (
          <div className="two">
            <Panel>
              <Facts skill={skill} />
            </Panel>
            <div className="stack">
              <People skill={skill} />
              <Defaults skill={skill} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
