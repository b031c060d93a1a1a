import { TextInput } from "@mantine/core";
import { readLabel } from "@sakiyomi/medication";
import { useState } from "react";
import { useVoice } from "../words/speak.tsx";
import { setWedgeFnc1, useWedge, useWedgeSource, wedgeFnc1 } from "./use-wedge.ts";

/** What this device's hand scanner types for FNC1, and a scan to try it: a code is shown as it was understood. */
export function ScannerSetting() {
  const { t } = useVoice();
  const [fnc1, setFnc1] = useState(() => wedgeFnc1() ?? "");
  const [code, setCode] = useState<string | null>(null);
  useWedgeSource();
  useWedge((scanned) => {
    setCode(scanned);
    return true;
  });
  const label = code === null ? null : readLabel(code);
  return (
    <div className="stack">
      <TextInput
        label={t("scanner.fnc1")}
        description={t("scanner.fnc1Hint")}
        autoComplete="off"
        value={fnc1}
        onChange={({ currentTarget }) => {
          setFnc1(currentTarget.value);
          setWedgeFnc1(currentTarget.value.trim());
        }}
      />
      <p role="status">
        {code === null ? t("scanner.try") : code.replaceAll("\u001d", "⟨FNC1⟩")}
        {label === null ? null : (
          <strong className="block">{t(label.ok ? `scanner.${label.value.type}` : "scanner.none")}</strong>
        )}
      </p>
    </div>
  );
}
