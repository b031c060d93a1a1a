import { Button, NumberInput } from "@mantine/core";
import { useState } from "react";
import { useSession } from "../link/queries.ts";
import { Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { renews, setPolicy } from "./desk.ts";
import type { QualityPolicy } from "./shapes.ts";

/** From when on a rule counts as ignored: a rule of the house. */
export function Policy({ policy }: { readonly policy: QualityPolicy }) {
  const { t } = useVoice();
  const act = useDo();
  const may = (useSession().data?.staff?.roles ?? []).includes("administrator");
  const [days, setDays] = useState(policy.days);
  const [least, setLeast] = useState(policy.least);
  const [percent, setPercent] = useState(Math.round(100 * policy.ignoredShare));
  if (!may) return null;
  const save = () =>
    act(() => setPolicy({ days, least, ignoredShare: percent / 100 }), { done: t("app.saved"), renews });
  const number = (label: string, value: number, set: (value: number) => void, min: number, max: number) => (
    <NumberInput
      className="policy-number"
      onChange={(said) => set(Number(said) || min)}
      {...{ label, value, min, max }}
    />
  );
  return (
    <Panel title={t("quality.policy")}>
      <p className="muted small">{t("quality.policyLead")}</p>
      <div className="line wrap">
        {number(t("quality.policyDays"), days, setDays, 1, 90)}
        {number(t("quality.policyLeast"), least, setLeast, 3, 1000)}
        {number(t("quality.policyShare"), percent, setPercent, 10, 99)}
      </div>
      <Button onClick={() => void save()}>{t("app.save")}</Button>
    </Panel>
  );
}
