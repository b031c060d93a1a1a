import { useState } from "react";
import { Icon } from "../look/icons.tsx";
import { useToast } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { type About, takenEvent } from "./hand-over.ts";
import { OutcomeSheet } from "./outcome-sheet.tsx";
import { type OutcomeRow, outcomeRows } from "./outcomes.ts";
import type { AtBedside } from "./use-bedside.ts";
import { useMedicationWords } from "./use-words.ts";

/** Handed over is not taken: what became of it is said right here, all of it in one tap, or each by itself. */
export function ConfirmPanel({ bedside }: { readonly bedside: AtBedside }) {
  const { t } = useVoice();
  const toast = useToast();
  const { handed } = bedside;
  const [left, setLeft] = useState<readonly About[]>(handed);
  const [sheet, setSheet] = useState<{ row?: OutcomeRow; abouts: readonly About[] } | null>(null);
  const said = (abouts: readonly About[]) => {
    const rest = left.filter(({ dose }) => !abouts.some((about) => about.dose === dose));
    setLeft(rest);
    if (rest.length > 0) return;
    toast(t("round.recorded", { name: bedside.chart.name }));
    bedside.settle();
  };
  const swallowed = async (abouts: readonly About[]) => {
    const saying = bedside.saying();
    const events = abouts.map((about) => takenEvent(about, saying, `ev.${crypto.randomUUID()}`));
    if (await bedside.tell(events)) said(abouts);
  };
  return (
    <section className="confirm" aria-label={t("round.confirm")}>
      <h2>{t("round.confirm")}</h2>
      <HandedList
        bedside={bedside}
        left={left}
        swallowed={swallowed}
        other={(about) => setSheet({ abouts: [about] })}
      />
      <div className="round-bar">
        <button type="button" className="round-do" data-main={true} onClick={() => void swallowed(left)}>
          <Icon name="check" size={26} /> {t(left.length > 1 ? "round.allSwallowed" : "outcome.swallowed")}
        </button>
        <div className="round-others">
          {outcomeRows
            .filter(({ when }) => when !== "before")
            .map((row) => (
              <button key={row.outcome} type="button" onClick={() => setSheet({ row, abouts: left })}>
                <Icon name={row.icon} /> {t(row.word)}
              </button>
            ))}
        </div>
        <button type="button" className="plain" onClick={bedside.settle}>
          {t("round.sayLater")}
        </button>
      </div>
      {sheet === null ? null : (
        <OutcomeSheet
          bedside={{
            ...bedside,
            tell: async (events) => {
              const all = await bedside.tell(events);
              if (all) said(sheet.abouts);
              return all;
            },
          }}
          abouts={sheet.abouts}
          when="after"
          {...(sheet.row === undefined ? {} : { first: sheet.row })}
          close={() => setSheet(null)}
        />
      )}
    </section>
  );
}

function HandedList({
  bedside,
  left,
  swallowed,
  other,
}: {
  readonly bedside: AtBedside;
  readonly left: readonly About[];
  readonly swallowed: (abouts: readonly About[]) => Promise<void>;
  readonly other: (about: About) => void;
}) {
  const { t } = useVoice();
  const { amount } = useMedicationWords();
  return (
    <ul className="confirm-doses">
      {bedside.handed.map((handed) => {
        const drug = bedside.chart.orders.find(({ id }) => id === handed.order)?.drug.text ?? handed.order;
        const isOpen = left.some(({ dose }) => dose === handed.dose);
        return (
          <li key={handed.id} data-done={!isOpen}>
            <span className="grow">
              <strong>{drug}</strong> {amount(handed.amount)}
            </span>
            {bedside.handed.length > 1 && isOpen ? (
              <>
                <button type="button" className="dose-do" onClick={() => void swallowed([handed])}>
                  {t("outcome.swallowed")}
                </button>
                <button type="button" className="dose-do" onClick={() => other(handed)}>
                  {t("round.other")}
                </button>
              </>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
