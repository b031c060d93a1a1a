import type { MedicationOrder, RoundPart, RoundRow } from "@sakiyomi/medication";
import { useState } from "react";
import { Icon } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";
import { EffectSheet } from "./effect-sheet.tsx";
import type { About } from "./hand-over.ts";
import { OutcomeSheet } from "./outcome-sheet.tsx";
import { partLooks } from "./parts.ts";
import type { AtBedside } from "./use-bedside.ts";
import { useMedicationWords } from "./use-words.ts";

/** One line of what this person has to get, or had. */
interface Line {
  readonly key: string;
  readonly order: MedicationOrder | null;
  readonly about: About;
  readonly at: number | null;
  readonly amount: MedicationOrder["dose"];
  readonly note: string | null;
}

const ofDoses =
  (part: "omitted" | "overdue" | "due" | "next" | "onHold") =>
  (row: RoundRow): readonly Line[] =>
    row[part].map(({ order, dose }) => ({
      key: dose.id,
      order,
      about: { person: dose.person, order: order.id, dose: dose.id },
      at: dose.at,
      amount: dose.dose,
      note: dose.held,
    }));

const linesOf: { readonly [P in RoundPart]: (row: RoundRow) => readonly Line[] } = {
  omitted: ofDoses("omitted"),
  overdue: ofDoses("overdue"),
  due: ofDoses("due"),
  next: ofDoses("next"),
  onHold: ofDoses("onHold"),
  waiting: (row) =>
    row.waiting.map(({ order, state, since }) => ({
      key: state.dose,
      order,
      about: { person: state.person, order: state.order, dose: state.dose },
      at: since,
      amount: state.handed.at(-1)?.amount ?? null,
      note: null,
    })),
  effects: (row) =>
    row.effects.map(({ order, state, dueAt }) => ({
      key: state.dose,
      order,
      about: { person: state.person, order: state.order, dose: state.dose },
      at: dueAt,
      amount: state.handed.at(-1)?.amount ?? null,
      note: null,
    })),
  asNeeded: (row) =>
    row.asNeeded.map(({ order, allowance, held }) => ({
      key: order.id,
      order,
      about: { person: order.person, order: order.id, dose: `${order.id}@prn` },
      at: allowance.nextAt,
      amount: order.dose,
      note: held ?? (order.timing?.type === "as-needed" ? order.timing.reason : null),
    })),
};

type Sheet = { readonly type: "not-given" | "came" | "outcome"; readonly line: Line };

function LineAction({
  part,
  line,
  bedside,
  open,
}: {
  part: RoundPart;
  line: Line;
  bedside: AtBedside;
  open: (sheet: Sheet) => void;
}) {
  const { t } = useVoice();
  if (part === "waiting")
    return (
      <button type="button" className="dose-do" onClick={() => open({ type: "outcome", line })}>
        {t("round.whatCame")}
      </button>
    );
  if (part === "effects")
    return (
      <button type="button" className="dose-do" onClick={() => open({ type: "came", line })}>
        {t("came.ask")}
      </button>
    );
  if (part === "asNeeded") {
    const isWanted = bedside.wanted?.includes(line.about.dose) ?? false;
    const want = () => bedside.setWanted(isWanted ? null : [line.about.dose]);
    return (
      <button type="button" className="dose-do" aria-pressed={isWanted} disabled={line.at !== null} onClick={want}>
        {t("round.giveNow")}
      </button>
    );
  }
  if (part === "next" || part === "onHold") return null;
  return (
    <button type="button" className="dose-do" onClick={() => open({ type: "not-given", line })}>
      {t("round.notGiven")}
    </button>
  );
}

function DoseLine({
  part,
  line,
  bedside,
  open,
}: {
  part: RoundPart;
  line: Line;
  bedside: AtBedside;
  open: (sheet: Sheet) => void;
}) {
  const { t, clock } = useVoice();
  const { amount } = useMedicationWords();
  const decided = bedside.checked?.decision.doses.some(({ id }) => id === line.about.dose) ?? false;
  const isScanned = decided && bedside.isDecided;
  return (
    <li className="dose" data-part={part} data-scanned={isScanned}>
      <time>{line.at === null ? "" : clock(line.at)}</time>
      <span className="grow">
        <strong>{line.order?.drug.text ?? line.about.order}</strong>
        <span className="block">
          {amount(line.amount)}
          {line.order?.note ? ` · ${line.order.note}` : ""}
          {line.order?.needsWitness ? ` · ${t("round.withWitness")}` : ""}
        </span>
        {line.note === null || line.note === "" ? null : <span className="muted small block">{line.note}</span>}
        {isScanned ? (
          <span className="dose-scanned">
            <Icon name="check" size={18} /> {t("round.scannedDose")}
          </span>
        ) : null}
      </span>
      <LineAction part={part} line={line} bedside={bedside} open={open} />
    </li>
  );
}

function Part({
  part,
  bedside,
  open,
}: {
  part: (typeof partLooks)[number];
  bedside: AtBedside;
  open: (sheet: Sheet) => void;
}) {
  const { t } = useVoice();
  const lines = bedside.row === null ? [] : linesOf[part.part](bedside.row);
  if (lines.length === 0) return null;
  return (
    <section className="dose-part" data-part={part.part}>
      <h2>
        <Icon name={part.icon} size={20} /> {t(part.word)} <span className="count">{lines.length}</span>
      </h2>
      <ul>
        {lines.map((line) => (
          <DoseLine key={line.key} part={part.part} line={line} bedside={bedside} open={open} />
        ))}
      </ul>
    </section>
  );
}

/** Everything of this person that is due, waits for a word, or may be given; and what to say where a dose is not given. */
export function DoseList({ bedside }: { readonly bedside: AtBedside }) {
  const { t } = useVoice();
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const close = () => setSheet(null);
  if (bedside.row === null) return <p className="muted">{t("round.nothingHere")}</p>;
  return (
    <div className="doses">
      {partLooks.map((part) => (
        <Part key={part.part} part={part} bedside={bedside} open={setSheet} />
      ))}
      {sheet === null ? null : sheet.type === "came" ? (
        <EffectSheet bedside={bedside} about={sheet.line.about} close={close} />
      ) : (
        <OutcomeSheet
          bedside={bedside}
          abouts={[sheet.line.about]}
          when={sheet.type === "outcome" ? "after" : "before"}
          close={close}
        />
      )}
    </div>
  );
}
