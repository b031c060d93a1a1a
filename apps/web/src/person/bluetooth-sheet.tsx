import { Button } from "@mantine/core";
import { useState } from "react";
import { serverNow } from "../link/clock.ts";
import { Icon } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";
import { bluetoothOf, readOnce } from "./bluetooth.ts";
import type { Charted } from "./chart-rows.ts";
import { valueWords } from "./value-words.ts";

type State = "ready" | "waiting" | "no-value" | "failed";

/** Reads a cuff or thermometer beside the bed and charts what it measured. */
export function BluetoothSheet({
  person,
  onSave,
}: {
  readonly person: { readonly name: string };
  readonly onSave: (what: string, entries: readonly Charted[]) => void;
}) {
  const voice = useVoice();
  const { t } = voice;
  const [state, setState] = useState<State>("ready");
  const bluetooth = bluetoothOf(navigator);
  if (bluetooth === null) return <p className="muted small">{t("chart.bluetoothMissing")}</p>;
  const find = async () => {
    setState("waiting");
    try {
      const entries = await readOnce(bluetooth, new Date(serverNow()).toISOString());
      setState(entries.length === 0 ? "no-value" : "ready");
      if (entries.length > 0)
        onSave(
          entries.map(({ kind, value }) => `${voice.kind(kind)} ${valueWords(kind, value, voice)}`).join(", "),
          entries,
        );
    } catch {
      setState("failed");
    }
  };
  return (
    <div className="stack bluetooth">
      <p className="muted small">{t("chart.bluetoothLead", { name: person.name })}</p>
      <Button
        variant="default"
        loading={state === "waiting"}
        leftSection={<Icon name="bluetooth" />}
        onClick={() => void find()}
      >
        {t("chart.bluetoothSearch")}
      </Button>
      <p role="status">
        {state === "waiting"
          ? t("chart.bluetoothWaiting")
          : state === "no-value"
            ? t("chart.bluetoothNoValue")
            : state === "failed"
              ? t("error.load")
              : ""}
      </p>
    </div>
  );
}
