import { type CheckName, checks, type Decision, type Finding } from "@sakiyomi/medication";
import { Icon, type IconName } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";
import { useMedicationWords } from "./use-words.ts";

type Result = Finding["result"];
const rank: Readonly<Record<Result, number>> = { wrong: 3, unknown: 2, warning: 1, right: 0 };
const icons: Readonly<Record<Result, IconName>> = {
  right: "check",
  warning: "look",
  wrong: "close",
  unknown: "unknown",
};

/** The five rights: always shown, one by one. */
const rights: readonly CheckName[] = ["patient", "drug", "dose", "route", "time"];

interface Row {
  readonly check: CheckName;
  readonly result: Result;
  readonly findings: readonly Finding[];
}

/** One row a check, with its worst result; of what is right one sentence is enough. */
export function rowsOf(findings: readonly Finding[]): readonly Row[] {
  return checks.flatMap((check) => {
    const all = findings.filter((finding) => finding.check === check);
    const worst = all.toSorted((a, b) => rank[b.result] - rank[a.result])[0];
    if (worst === undefined) return [];
    const bad = all.filter(({ result }) => result !== "right");
    return [{ check, result: worst.result, findings: bad.length > 0 ? bad : all }];
  });
}

function FindingRow({ row }: { readonly row: Row }) {
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
  const rows = rowsOf(decision.findings);
  const five = rows.filter(({ check }) => rights.includes(check));
  const others = rows.filter(({ check }) => !rights.includes(check));
  const calm = others.filter(({ result }) => result === "right");
  const shown = [...five, ...others.filter(({ result }) => result !== "right")];
  return (
    <>
      <ul className="rights" aria-label={t("round.rights")}>
        {shown.map((row) => (
          <FindingRow key={row.check} row={row} />
        ))}
      </ul>
      {calm.length === 0 ? null : (
        <details className="rights-more">
          <summary>{t("round.moreRight", { n: calm.length })}</summary>
          <ul className="rights">
            {calm.map((row) => (
              <FindingRow key={row.check} row={row} />
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
  const worst = rowsOf(decision.findings)
    .filter(({ result }) => result === "wrong" || result === "unknown")
    .flatMap(({ findings }) => findings)[0];
  const isBlocked = decision.verdict === "block" && worst !== undefined;
  return (
    <div className="verdict" data-verdict={decision.verdict} role="alert">
      <Icon name={verdictIcons[decision.verdict]} size={34} />
      <div>
        <strong>{t(`verdict.${decision.verdict}`)}</strong>
        {isBlocked ? <p>{sayMed(worst.text)}</p> : null}
        {isBlocked && worst.next !== null ? <p>{sayMed(worst.next)}</p> : null}
        {isAlone ? <p className="small">{t("verdict.alone")}</p> : null}
      </div>
    </div>
  );
}
