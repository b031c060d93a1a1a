import type { Finding } from "@sakiyomi/medication";
import { Icon, type IconName } from "../../look/icons.tsx";
import { useVoice } from "../../words/speak.tsx";
import { useSayMedicine } from "./say-medicine.ts";

const pictures: Readonly<Record<Finding["result"], IconName>> = {
  right: "check",
  warning: "warning",
  wrong: "close",
  unknown: "question",
};

/** What was looked at, one by one: a picture and a word for the result, what is so, and what to do. */
export function FindingList({ findings }: { readonly findings: readonly Finding[] }) {
  const { t } = useVoice();
  const say = useSayMedicine();
  return (
    <ul className="findings">
      {findings.map((finding) => (
        <li key={`${finding.check} ${say(finding.text)}`} data-result={finding.result}>
          <Icon name={pictures[finding.result]} size={22} />
          <div>
            <strong>{t(`result.${finding.result}`)}</strong> {say(finding.text)}
            {finding.next === null ? null : <span className="block muted small">{say(finding.next)}</span>}
          </div>
        </li>
      ))}
    </ul>
  );
}
