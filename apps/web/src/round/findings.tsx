import type { Decision } from "@sakiyomi/medication";
import { Icon, type IconName } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";
import { type FindingRow, firstBlocking, laidOut, type Result } from "./finding-rows.ts";
import { useMedicationWords } from "./use-words.ts";

const icons: Readonly<Record<Result, IconName>> = {
  right: "check",
  warning: "look",
  wrong: "close",
  unknown: "unknown",
};

function Line({ row }: { readonly row: FindingRow }) {
  const { t } = useVoice();
  const { sayMed } = useMedicationWords();
  const said = new Map(row.findings.map((finding) => [sayMed(finding.text), finding]));
  return (
    <li className="right" data-result={row.result}>
      <span className="right-mark">
        <Icon name={icons[row.result]} size={22} />
      </span>
      <span className="right-name">
        {t(`chk.${row.check}`)}
        <span className={row.result === "right" ? "visually-hidden" : "right-result"}>{t(`mark.${row.result}`)}</span>
      </span>
      <div className="right-words">
        {[...said].map(([words, { next }]) => (
          <div key={words}>
            <p>{words}</p>
            {next === null ? null : <p className="right-next">{sayMed(next)}</p>}
          </div>
        ))}
      </div>
    </li>
  );
}

/** Each right with its picture and its words; what is wrong comes first in sight, what is right beyond the five is folded. */
export function Findings({ decision }: { readonly decision: Decision }) {
  const { t } = useVoice();
  const { shown, folded: calm } = laidOut(decision.findings);
  return (
    <>
      <ul className="rights" aria-label={t("round.rights")}>
        {shown.map((row) => (
          <Line key={row.check} row={row} />
        ))}
      </ul>
      {calm.length === 0 ? null : (
        <details className="rights-more">
          <summary>{t("round.moreRight", { n: calm.length })}</summary>
          <ul className="rights">
            {calm.map((row) => (
              <Line key={row.check} row={row} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

const verdictIcons: Readonly<Record<Decision["verdict"], IconName>> = { give: "check", warn: "look", block: "close" };

/** The decision in one line that can be read at arm's length. */
export function Verdict({ decision, isAlone }: { readonly decision: Decision; readonly isAlone: boolean }) {
  const { t } = useVoice();
  const { sayMed } = useMedicationWords();
  const worst = firstBlocking(decision.findings);
  const isBlocked = decision.verdict === "block" && worst !== undefined;
  return (
    <div className="verdict" data-verdict={decision.verdict} role="alert">
      <Icon name={verdictIcons[decision.verdict]} size={34} />
      <div>
        <strong>{t(`verdict.${decision.verdict}`)}</strong>
        {isBlocked ? <p>{sayMed(worst.text)}</p> : null}
        {isBlocked && worst.next !== null ? <p className="verdict-next">{sayMed(worst.next)}</p> : null}
        {isAlone ? <p className="small">{t("verdict.alone")}</p> : null}
      </div>
    </div>
  );
}
