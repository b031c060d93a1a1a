import { useVoice } from "../words/speak.tsx";
import { Picture } from "./picture.tsx";
import type { Change, Preview } from "./shapes.ts";

type Statement = Preview["statements"][number];
/** Told by a sign and by words, not by colour. */
const signs = { act: "!", watch: "△", plain: "–", good: "✓" } as const;

export function StatementCard({
  statement,
  lines,
  change,
  onChange,
  onUndo,
}: {
  readonly statement: Statement;
  readonly lines: readonly string[];
  readonly change: Change | null;
  readonly onChange?: (kind: Change["do"]) => void;
  readonly onUndo?: () => void;
}) {
  const { t, say, clock } = useVoice();
  const word = (part: "found" | "means" | "next") =>
    (change?.do === "edit" ? change.words[part] : undefined) ?? say(statement[part], "checkup");
  const { tone, title, source, at, by } = statement;
  return (
    <article className="scr-statement" data-tone={tone} data-struck={change?.do === "strike"}>
      <Picture lines={lines} />
      <div className="grow">
        <header className="line wrap tight">
          <h3>{say(title, "checkup")}</h3>
          <span className="scr-tone">
            <span aria-hidden="true">{signs[tone]}</span> {t(`scr.tone.${tone}`)}
          </span>
        </header>
        <p className="scr-found">{word("found")}</p>
        <p>{word("means")}</p>
        <p>
          <span className="muted">{t("scr.next")}: </span>
          {word("next")}
        </p>
        <p className="muted small">
          {t("scr.source", { source: say({ key: source }, "checkup") })} · {t("scr.by", { time: clock(at), name: by })}
        </p>
        {change === null ? null : (
          <p className="notice small">
            {t(change.do === "edit" ? "scr.edited" : "scr.struck", { reason: change.reason })}
          </p>
        )}
        {onChange === undefined ? null : (
          <div className="scr-changes">
            {change === null ? (
              <>
                <button type="button" className="quiet" onClick={() => onChange("edit")}>
                  {t("scr.edit")}
                </button>
                <button type="button" className="quiet" onClick={() => onChange("strike")}>
                  {t("scr.strike")}
                </button>
              </>
            ) : (
              <button type="button" className="quiet" onClick={() => onUndo?.()}>
                {t("scr.undo")}
              </button>
            )}
          </div>
        )}
      </div>
    </article>
  );
}
