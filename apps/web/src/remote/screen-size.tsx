import { Slider } from "@mantine/core";
import { useState } from "react";
import { useVoice } from "../words/speak.tsx";

const KEY = "sakiyomi.pxPerMm";
/** CSS: 96 px are an inch. Screens keep to it only about; a card that everybody has is the ruler. */
const USUAL = 96 / 25.4;
/** ISO/IEC 7810 ID-1. */
const CARD_MM = 85.6;
const [LEAST, MOST] = [2.5, 8];

function kept(): number {
  const value = Number(localStorage.getItem(KEY));
  return value >= LEAST && value <= MOST ? value : USUAL;
}

/** Pixels of a millimetre on this screen. */
export function useScreenSize(): readonly [number, (pxPerMm: number) => void] {
  const [pxPerMm, setPxPerMm] = useState(kept);
  const set = (next: number) => {
    localStorage.setItem(KEY, String(next));
    setPxPerMm(next);
  };
  return [pxPerMm, set];
}

export function ScreenSize({ pxPerMm, set }: { readonly pxPerMm: number; readonly set: (pxPerMm: number) => void }) {
  const { t } = useVoice();
  return (
    <details>
      <summary>{t("strip.size")}</summary>
      <div className="stack">
        <p className="muted small">{t("strip.sizeHint")}</p>
        <div className="card-bar" style={{ width: CARD_MM * pxPerMm }} />
        <Slider
          aria-label={t("strip.size")}
          min={LEAST}
          max={MOST}
          step={0.01}
          value={pxPerMm}
          onChange={set}
          label={null}
          size="lg"
        />
      </div>
    </details>
  );
}
