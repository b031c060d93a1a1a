import { Button, NativeSelect, NumberInput } from "@mantine/core";
import type { Level } from "@sakiyomi/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSession } from "../link/queries.ts";
import { change, read } from "../link/requests.ts";
import { Icon, StatePicture } from "../look/icons.tsx";
import { Loaded, Page, Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { isSound, type Policy, type Step, withNewStep, withoutStep, withStep } from "./policy-steps.ts";

const levels = ["high", "medium", "low"] as const satisfies readonly Level[];
const roles = ["carer", "nurse", "doctor", "pharmacist", "teacher", "administrator"] as const;
const MINUTE = 60_000;

function StepWords({ step }: { readonly step: Step }) {
  const { t, span, role } = useVoice();
  return (
    <span className="grow">
      <strong>{role(step.to)}</strong>{" "}
      {step.afterMs === 0 ? t("policy.atOnce") : t("policy.after", { age: span(step.afterMs) })}
      {step.repeatMs === null ? null : (
        <span className="muted block small">{t("policy.repeat", { age: span(step.repeatMs) })}</span>
      )}
    </span>
  );
}

function StepFields({
  step,
  first,
  set,
  remove,
}: {
  readonly step: Step;
  readonly first: boolean;
  readonly set: (part: Partial<Step>) => void;
  readonly remove: () => void;
}) {
  const { t } = useVoice();
  return (
    <div className="step-fields grow">
      <NativeSelect
        label={t("policy.who")}
        data={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
        value={step.to}
        onChange={(event) => set({ to: event.currentTarget.value })}
      />
      <NumberInput
        label={t("time.in", { age: "min" })}
        min={0}
        disabled={first}
        decimalScale={1}
        value={step.afterMs / MINUTE}
        onChange={(minutes) => set({ afterMs: Math.round(Number(minutes) * MINUTE) })}
      />
      <button type="button" className="step" aria-label={t("policy.removeStep")} onClick={remove} disabled={first}>
        <Icon name="close" />
      </button>
    </div>
  );
}

function LevelSteps({
  level,
  policy,
  edit,
}: {
  readonly level: Level;
  readonly policy: Policy;
  readonly edit: ((policy: Policy) => void) | null;
}) {
  const { t } = useVoice();
  return (
    <Panel
      title={
        <span className="line">
          <StatePicture state={level} size={26} /> {t(`level.${level}`)}
        </span>
      }
    >
      <ol className="ladder">
        {policy.steps[level].map((step, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step has no name of its own but its place
          <li key={`${level} ${i + 1}`}>
            <span className="rung">{i + 1}</span>
            {edit === null ? (
              <StepWords step={step} />
            ) : (
              <StepFields
                step={step}
                first={i === 0}
                set={(part) => edit(withStep(policy, level, i, part))}
                remove={() => edit(withoutStep(policy, level, i))}
              />
            )}
          </li>
        ))}
      </ol>
      {edit === null ? null : (
        <button type="button" className="add" onClick={() => edit(withNewStep(policy, level))}>
          <Icon name="plus" size={18} /> {t("policy.addStep")}
        </button>
      )}
    </Panel>
  );
}

function Ladders({ stored }: { readonly stored: Policy }) {
  const { t } = useVoice();
  const act = useDo();
  const mayWrite = useSession().data?.staff?.roles.includes("administrator") ?? false;
  const [policy, setPolicy] = useState(stored);
  const save = () =>
    void act(() => change("PUT", "/api/policy", policy), { done: t("app.saved"), renews: [["policy"]] });
  return (
    <>
      <div className="three">
        {levels.map((level) => (
          <LevelSteps key={level} level={level} policy={policy} edit={mayWrite ? setPolicy : null} />
        ))}
      </div>
      <div className="form-end">
        <p className="muted small grow">{t("policy.approve")}</p>
        {mayWrite ? (
          <Button disabled={!isSound(policy)} onClick={save}>
            {t("app.save")}
          </Button>
        ) : null}
      </div>
    </>
  );
}

export function PolicyPage() {
  const { t } = useVoice();
  const query = useQuery({ queryKey: ["policy"], queryFn: () => read<Policy>("/api/policy") });
  return (
    <Page title={t("policy.title")} lead={t("policy.lead")}>
      <Loaded query={query}>{(policy) => <Ladders stored={policy} />}</Loaded>
    </Page>
  );
}
