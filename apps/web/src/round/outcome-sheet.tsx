import { Button, Drawer, Textarea } from "@mantine/core";
import { useState } from "react";
import { Icon } from "../look/icons.tsx";
import type { Key } from "../words/index.ts";
import { useVoice } from "../words/speak.tsx";
import { type About, notTakenEvent, takenEvent } from "./hand-over.ts";
import { type OutcomeRow, outcomeRows } from "./outcomes.ts";
import type { AtBedside } from "./use-bedside.ts";

interface SheetProps {
  readonly bedside: AtBedside;
  readonly abouts: readonly About[];
  /** Whether it was handed over. */
  readonly when: "before" | "after";
  /** Opened with one of them chosen. */
  readonly first?: OutcomeRow;
  readonly close: () => void;
}

const newId = (): string => `ev.${crypto.randomUUID()}`;

/** Swallowed, or what else; each of the others with a reason and what is done about it. */
export function OutcomeSheet({ bedside, abouts, when, first, close }: SheetProps) {
  const { t } = useVoice();
  const [row, setRow] = useState<OutcomeRow | null>(first ?? null);
  const swallowed = async () => {
    const saying = bedside.saying();
    if (await bedside.tell(abouts.map((about) => takenEvent(about, saying, newId())))) close();
  };
  return (
    <Drawer
      opened
      onClose={close}
      position="bottom"
      size="auto"
      title={t(row?.word ?? (when === "after" ? "round.whatCame" : "round.notGiven"))}
      closeButtonProps={{ "aria-label": t("app.close") }}
      classNames={{ content: "sheet" }}
    >
      {row === null ? (
        <div className="choices">
          {when === "after" ? (
            <button type="button" className="choice" data-main={true} onClick={() => void swallowed()}>
              <Icon name="check" /> {t("outcome.swallowed")}
            </button>
          ) : null}
          {outcomeRows
            .filter((one) => one.when === "both" || one.when === when)
            .map((one) => (
              <button key={one.outcome} type="button" className="choice" onClick={() => setRow(one)}>
                <Icon name={one.icon} /> {t(one.word)}
              </button>
            ))}
        </div>
      ) : (
        <Reason row={row} bedside={bedside} abouts={abouts} close={close} />
      )}
    </Drawer>
  );
}

function Chips({ keys, value, choose }: { keys: readonly Key[]; value: string; choose: (words: string) => void }) {
  const { t } = useVoice();
  return (
    <div className="chips">
      {keys.map((key) => (
        <button key={key} type="button" className="chip" aria-pressed={value === t(key)} onClick={() => choose(t(key))}>
          {t(key)}
        </button>
      ))}
    </div>
  );
}

/** A quarter, a half, three quarters: nearer than that nobody sees. */
const shares = [
  { share: 0.25, word: "¼" },
  { share: 0.5, word: "½" },
  { share: 0.75, word: "¾" },
] as const;

function Reason({ row, bedside, abouts, close }: Omit<SheetProps, "when"> & { readonly row: OutcomeRow }) {
  const { t } = useVoice();
  const [reason, setReason] = useState("");
  const [next, setNext] = useState(() => t(row.next[0] ?? "then.tellNurse"));
  const [share, setShare] = useState<number | null>(row.asksShare ? null : 0);
  const save = async () => {
    const said = { outcome: row.outcome, share: share ?? 0, reason: reason.trim(), next: next.trim() };
    const saying = bedside.saying();
    if (await bedside.tell(abouts.map((about) => notTakenEvent(about, said, saying, newId())))) close();
  };
  return (
    <div className="stack">
      {row.asksShare ? (
        <fieldset className="fieldset">
          <legend>{t("round.howMuch")}</legend>
          <div className="chips">
            {shares.map(({ share: one, word }) => (
              <button
                key={word}
                type="button"
                className="chip"
                aria-pressed={share === one}
                onClick={() => setShare(one)}
              >
                {word}
              </button>
            ))}
          </div>
        </fieldset>
      ) : null}
      <fieldset className="fieldset">
        <legend>{t("round.why")}</legend>
        <Chips keys={row.reasons} value={reason} choose={setReason} />
        <Textarea
          aria-label={t("round.why")}
          autosize
          value={reason}
          onChange={(e) => setReason(e.currentTarget.value)}
        />
      </fieldset>
      <fieldset className="fieldset">
        <legend>{t("round.then")}</legend>
        <Chips keys={row.next} value={next} choose={setNext} />
        <Textarea aria-label={t("round.then")} autosize value={next} onChange={(e) => setNext(e.currentTarget.value)} />
      </fieldset>
      <Button disabled={reason.trim() === "" || share === null || bedside.busy} onClick={() => void save()}>
        {t("app.save")}
      </Button>
    </div>
  );
}
