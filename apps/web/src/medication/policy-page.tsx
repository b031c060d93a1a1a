import { Button, Chip, NumberInput, TagsInput, TextInput } from "@mantine/core";
import { type MedicationPolicy, meals, medicationPolicy, routes } from "@sakiyomi/medication";
import { useState } from "react";
import { Loaded, Page, Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { savePolicy, usePolicy } from "./desk.ts";
import { useMayDo } from "./may.ts";
import { BackToMedicines } from "./parts/back-link.tsx";
import { ClockField } from "./parts/clock-fields.tsx";

interface Props {
  readonly policy: MedicationPolicy;
  /** null: may look, may not change. */
  readonly put: ((part: Partial<MedicationPolicy>) => void) | null;
}

function Minutes({
  label,
  source,
  value,
  set,
}: {
  readonly label: string;
  readonly source: string;
  readonly value: number;
  readonly set: ((minutes: number) => void) | null;
}) {
  const { t } = useVoice();
  return (
    <NumberInput
      label={label}
      description={t("skill.source", { source })}
      suffix={` ${t("med.min")}`}
      min={0}
      max={1440}
      disabled={set === null}
      value={value}
      onChange={(next) => (typeof next === "number" ? set?.(next) : undefined)}
    />
  );
}

/** ISMP Acute Care Guidelines for Timely Administration of Scheduled Medications, 2011. */
const ISMP = "ISMP 2011";

function Windows({ policy, put }: Props) {
  const { t } = useVoice();
  return (
    <Panel title={t("med.windows")}>
      <p className="muted small">{t("med.windowsLead")}</p>
      <div className="setting-fields">
        {(["time-critical", "frequent", "daily"] as const).map((name) => (
          <Minutes
            key={name}
            label={t(`window.${name}`)}
            source={ISMP}
            value={policy.windows[name]}
            set={put && ((minutes) => put({ windows: { ...policy.windows, [name]: minutes } }))}
          />
        ))}
      </div>
    </Panel>
  );
}

function Meals({ policy, put }: Props) {
  const { t } = useVoice();
  return (
    <Panel title={t("med.mealHours")}>
      <p className="muted small">{t("med.mealHoursLead")}</p>
      <div className="meal-hours">
        {meals.map((meal) => (
          <ClockField
            key={meal}
            label={t(`meal.${meal}`)}
            disabled={put === null}
            value={policy.meals[meal]}
            set={(time) => (time === "" ? undefined : put?.({ meals: { ...policy.meals, [meal]: time } }))}
          />
        ))}
      </div>
    </Panel>
  );
}

const spans = ["statMin", "omittedMin", "confirmMin", "effectMin"] as const;

function Spans({ policy, put }: Props) {
  const { t } = useVoice();
  return (
    <Panel title={t("med.spans")}>
      <div className="setting-fields">
        {spans.map((name) => (
          <Minutes
            key={name}
            label={t(`limit.${name}`)}
            source={t("med.ownChoice")}
            value={policy[name]}
            set={put && ((minutes) => put({ [name]: minutes }))}
          />
        ))}
      </div>
    </Panel>
  );
}

const isClass = (code: string): boolean => /^\d{3,4}$/.test(code);

function Classes({ policy, put }: Props) {
  const { t } = useVoice();
  return (
    <Panel title={t("med.classes")}>
      <div className="setting-fields">
        {(["timeCriticalClasses", "witnessClasses"] as const).map((name) => (
          <TagsInput
            key={name}
            label={t(`limit.${name}`)}
            description={t("med.classHint")}
            disabled={put === null}
            value={[...policy[name]]}
            onChange={(codes) => put?.({ [name]: codes.filter(isClass) })}
          />
        ))}
      </div>
    </Panel>
  );
}

/** 医政発第0726005号, 2005, and 医政発1201第4号, 2022: the sources of the defaults in `policy.ts`. */
const ASSIST_SOURCE = "医政発第0726005号 (2005), 医政発1201第4号 (2022)";

function Assist({ policy, put }: Props) {
  const { t } = useVoice();
  const { assist } = policy;
  return (
    <Panel title={t("med.assist")}>
      <p className="muted small">{t("med.assistLead")}</p>
      {(["routes", "withoutPack"] as const).map((name) => (
        <fieldset key={name} className="fieldset">
          <legend>{t(`assist.${name}`)}</legend>
          <Chip.Group
            multiple
            value={[...assist[name]]}
            onChange={(chosen) =>
              put?.({ assist: { ...assist, [name]: routes.filter((route) => chosen.includes(route)) } })
            }
          >
            <div className="line wrap">
              {routes.map((route) => (
                <Chip key={route} value={route} disabled={put === null}>
                  {t(`way.${route}`)}
                </Chip>
              ))}
            </div>
          </Chip.Group>
        </fieldset>
      ))}
      <p className="muted small">{t("skill.source", { source: ASSIST_SOURCE })}</p>
    </Panel>
  );
}

function Devices({ policy, put }: Props) {
  const { t } = useVoice();
  return (
    <Panel title={t("med.devices")}>
      <div className="setting-fields">
        {(["warning", "wrong"] as const).map((name) => (
          <Minutes
            key={name}
            label={t(`clockoff.${name}`)}
            source={t("med.ownChoice")}
            value={policy.clockOffMin[name]}
            set={put && ((minutes) => put({ clockOffMin: { ...policy.clockOffMin, [name]: minutes } }))}
          />
        ))}
        <TextInput
          label={t("med.gs1Prefix")}
          description={t("med.gs1PrefixHint")}
          inputMode="numeric"
          maxLength={12}
          disabled={put === null}
          error={!/^\d{4,12}$/.test(policy.gs1Prefix)}
          value={policy.gs1Prefix}
          onChange={(event) => put?.({ gs1Prefix: event.currentTarget.value.trim() })}
        />
      </div>
    </Panel>
  );
}

function Fields({ stored }: { readonly stored: MedicationPolicy }) {
  const { t } = useVoice();
  const act = useDo();
  const mayWrite = useMayDo("policy");
  const [policy, setPolicy] = useState(stored);
  const [reason, setReason] = useState("");
  const put: Props["put"] = mayWrite ? (part) => setPolicy((old) => ({ ...old, ...part })) : null;
  const isChanged = JSON.stringify(policy) !== JSON.stringify(stored);
  const save = () =>
    void act(() => savePolicy(policy, reason.trim()), {
      done: t("app.saved"),
      renews: [["medication"]],
    });
  return (
    <>
      <p className="notice">{t("med.approve")}</p>
      <div className="two">
        <Windows policy={policy} put={put} />
        <Meals policy={policy} put={put} />
        <Spans policy={policy} put={put} />
        <Classes policy={policy} put={put} />
        <Assist policy={policy} put={put} />
        <Devices policy={policy} put={put} />
      </div>
      {mayWrite ? (
        <div className="form-end end">
          <TextInput
            className="grow"
            label={t("med.policyWhy")}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button
            disabled={!isChanged || !medicationPolicy.safeParse(policy).success || reason.trim().length < 3}
            onClick={save}
          >
            {t("app.save")}
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** What the house settles about medicines, each figure with where it comes from. */
export function MedicationPolicyPage() {
  const { t } = useVoice();
  const query = usePolicy();
  return (
    <Page title={t("med.policy")} lead={t("med.policyLead")} action={<BackToMedicines />}>
      <Loaded query={query}>{(policy) => <Fields key={JSON.stringify(policy)} stored={policy} />}</Loaded>
    </Page>
  );
}
