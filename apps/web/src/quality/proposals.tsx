import { Button } from "@mantine/core";
import { useSession } from "../link/queries.ts";
import { Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { decide, renews } from "./desk.ts";
import type { Proposal, QualityPolicy } from "./shapes.ts";

interface Props {
  readonly proposals: readonly Proposal[];
  readonly policy: QualityPolicy;
  readonly nameOf: (person: string) => string;
}

function One({ proposal, nameOf }: { readonly proposal: Proposal } & Pick<Props, "nameOf">) {
  const { t, say, label } = useVoice();
  const act = useDo();
  const roles = useSession().data?.staff?.roles ?? [];
  const may = roles.includes("nurse") || roles.includes("doctor");
  const { person, skill, example, raised, ignored, change, id } = proposal;
  const name = nameOf(person);
  const value = (one: string | number | boolean): string =>
    typeof one === "boolean" ? t(one ? "app.yes" : "app.no") : label(skill, [`choice.${String(one)}`, String(one)]);
  const answer = (isAccepted: boolean) =>
    act(() => decide(person, id, isAccepted), { done: t(isAccepted ? "quality.made" : "quality.kept"), renews });
  return (
    <li className="proposal">
      <p>
        <strong>{name}</strong> · {label(skill, ["title"])}
      </p>
      <p>{t("quality.ignoredOf", { ignored, raised })}</p>
      <p className="muted small">{say(example, skill)}</p>
      <p className="proposal-change">
        {change === null
          ? t("quality.notRarer")
          : t("quality.change", {
              setting: label(skill, [`setting.${change.setting}`, change.setting]),
              from: value(change.from),
              to: value(change.to),
            })}
      </p>
      {may ? (
        <div className="line wrap">
          {change === null ? null : <Button onClick={() => void answer(true)}>{t("quality.makeChange")}</Button>}
          <Button variant="default" onClick={() => void answer(false)}>
            {t(change === null ? "quality.seen" : "quality.leave")}
          </Button>
        </div>
      ) : null}
    </li>
  );
}

/** What rules that are ignored propose of themselves. Nothing is ever changed without somebody who may set skills. */
export function Proposals({ proposals, policy, nameOf }: Props) {
  const { t, language } = useVoice();
  if (proposals.length === 0) return null;
  const share = policy.ignoredShare.toLocaleString(language, { style: "percent" });
  return (
    <Panel title={t("quality.proposals", { n: proposals.length })}>
      <p className="muted small">{t("quality.proposalsLead", { days: policy.days, least: policy.least, share })}</p>
      <ul className="plain-list">
        {proposals.map((proposal) => (
          <One key={proposal.id} proposal={proposal} nameOf={nameOf} />
        ))}
      </ul>
    </Panel>
  );
}
