import { Button, Switch } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { SettingFields } from "../care/setting-fields.tsx";
import { useSkills } from "../link/queries.ts";
import { at, change } from "../link/requests.ts";
import type { PersonView, SkillOfPerson, SkillView } from "../link/shapes.ts";
import { Loaded, Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";

const notYet = (skill: string): SkillOfPerson => ({ skill, on: false, version: 0, settings: {} });

function Settings({
  skill,
  of,
  save,
}: {
  readonly skill: SkillView;
  readonly of: SkillOfPerson;
  readonly save: (settings: SkillOfPerson["settings"]) => void;
}) {
  const { t } = useVoice();
  const [values, setValues] = useState(of.settings);
  if (skill.settings.length === 0) return null;
  return (
    <details>
      <summary>{t("skill.settings")}</summary>
      <p className="muted small">{t("skill.approve")}</p>
      <SettingFields
        skill={skill.id}
        settings={skill.settings}
        values={values}
        set={(key, value) => setValues((old) => ({ ...old, [key]: value }))}
      />
      <div className="form-end">
        <Button onClick={() => save(values)}>{t("app.save")}</Button>
      </div>
    </details>
  );
}

/** One skill for one person: on or off at once, settings on save; a change by somebody else is never overwritten. */
export function SkillSwitch({
  skill,
  of,
  person,
  name,
}: {
  readonly skill: SkillView;
  readonly of: SkillOfPerson;
  readonly person: string;
  readonly name: string;
}) {
  const { t } = useVoice();
  const act = useDo();
  const put = (on: boolean, settings: SkillOfPerson["settings"]) =>
    void act(() => change("PUT", at("people", person, "skills", skill.id), { on, settings, version: of.version }), {
      done: t("app.saved"),
      renews: [["person", person], ["skills"], ["board"]],
    });
  return (
    <li className="switch-row">
      <Switch label={name} checked={of.on} onChange={(event) => put(event.currentTarget.checked, of.settings)} />
      <Settings key={of.version} skill={skill} of={of} save={(settings) => put(of.on, settings)} />
    </li>
  );
}

export function SkillsPanel({ view }: { readonly view: PersonView }) {
  const { t, label } = useVoice();
  const query = useSkills();
  return (
    <Panel title={t("person.skills")}>
      <Loaded query={query}>
        {(skills) => (
          <ul className="plain-list">
            {skills.map((skill) => {
              const of = view.skills.find((one) => one.skill === skill.id) ?? notYet(skill.id);
              return (
                <SkillSwitch
                  key={skill.id}
                  skill={skill}
                  of={of}
                  person={view.person.id}
                  name={label(skill.id, ["title"])}
                />
              );
            })}
          </ul>
        )}
      </Loaded>
      <p>
        <Link to="/skills">{t("skill.title")}</Link>
      </p>
    </Panel>
  );
}
