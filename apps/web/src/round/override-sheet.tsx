import { Button, Drawer, Textarea } from "@mantine/core";
import { useState } from "react";
import { useVoice } from "../words/speak.tsx";
import { overruled } from "./overruled.ts";
import type { AtBedside } from "./use-bedside.ts";
import { useMedicationWords } from "./use-words.ts";

const reasons = ["override.doctorAsked", "override.checkedByHand", "override.emergency", "override.noNetwork"] as const;

/** What is overruled is read out once more, and a reason is asked for: it stays with the dose, visible to everybody. */
export function OverrideSheet({ bedside, close }: { readonly bedside: AtBedside; readonly close: () => void }) {
  const { t } = useVoice();
  const { sayMed } = useMedicationWords();
  const [reason, setReason] = useState("");
  const bad = overruled(bedside.checked?.decision.findings ?? []);
  const give = async () => {
    await bedside.handOver({ reason: reason.trim(), checks: [...new Set(bad.map(({ check }) => check))] });
    close();
  };
  return (
    <Drawer
      opened
      onClose={close}
      position="bottom"
      size="auto"
      title={t("round.override")}
      closeButtonProps={{ "aria-label": t("app.close") }}
      classNames={{ content: "sheet" }}
    >
      <div className="stack">
        <ul className="override-list">
          {bad.map((finding) => (
            <li key={`${finding.check} ${finding.dose ?? ""} ${finding.text.key}`}>
              <strong>{t(`chk.${finding.check}`)}</strong> {sayMed(finding.text)}
            </li>
          ))}
        </ul>
        <fieldset className="fieldset">
          <legend>{t("override.why")}</legend>
          <div className="chips">
            {reasons.map((key) => (
              <button
                key={key}
                type="button"
                className="chip"
                aria-pressed={reason === t(key)}
                onClick={() => setReason(t(key))}
              >
                {t(key)}
              </button>
            ))}
          </div>
          <Textarea
            aria-label={t("override.why")}
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </fieldset>
        <p className="muted small">{t("override.visible")}</p>
        <Button disabled={reason.trim().length < 3 || bedside.busy} onClick={() => void give()}>
          {t("override.give")}
        </Button>
      </div>
    </Drawer>
  );
}
