import { NumberInput, SegmentedControl } from "@mantine/core";
import { Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import type { Reading } from "./ecg-paper.tsx";
import { corrected, type Interval, intervals, type Measured, perMinute } from "./intervals.ts";

/** By hand on the paper or by keyboard; what follows from two of them is calculated. */
export function Calipers({
  chosen,
  choose,
  measured,
  set,
  reading,
}: {
  readonly chosen: Interval;
  readonly choose: (interval: Interval) => void;
  readonly measured: Measured;
  readonly set: (interval: Interval, ms: number | null) => void;
  readonly reading: Reading | null;
}) {
  const { t } = useVoice();
  const qtc = corrected(measured);
  return (
    <Panel title={t("strip.calipers")}>
      <p className="muted small">{t("strip.calipersHint")}</p>
      <SegmentedControl
        fullWidth
        aria-label={t("strip.calipers")}
        data={[...intervals]}
        value={chosen}
        onChange={(next) => choose(next as Interval)}
      />
      <p aria-live="polite" className="small">
        {reading === null ? "–" : t("strip.drawn", { ...reading })}
      </p>
      <div className="interval-fields">
        {intervals.map((name) => (
          <NumberInput
            key={name}
            label={`${name} (ms)`}
            min={0}
            max={5000}
            step={10}
            value={measured[name] ?? ""}
            onChange={(value) => set(name, typeof value === "number" && value > 0 ? value : null)}
            description={
              name === "RR" && measured.RR !== null
                ? t("strip.perMinute", { n: Math.round(perMinute(measured.RR)) })
                : undefined
            }
            inputWrapperOrder={["label", "input", "description"]}
          />
        ))}
      </div>
      <div>
        <h3>{t("strip.corrected")}</h3>
        <p>{qtc === null ? "–" : `Bazett ${qtc.bazett} ms · Fridericia ${qtc.fridericia} ms`}</p>
        <p className="muted small">{t("strip.correctedHint")}</p>
      </div>
    </Panel>
  );
}
