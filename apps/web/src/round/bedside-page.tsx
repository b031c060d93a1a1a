import type { Bedside, Formulary } from "@sakiyomi/medication";
import { BedsideActions } from "./bedside-actions.tsx";
import { BedsideHead } from "./bedside-head.tsx";
import type { Scans } from "./codes/scan.ts";
import { ConfirmPanel } from "./confirm-panel.tsx";
import { DoseList } from "./dose-list.tsx";
import { Findings, Verdict } from "./findings.tsx";
import { ScanPanel } from "./scan-panel.tsx";
import type { ChartView } from "./shapes.ts";
import { SpokenPanel } from "./spoken-panel.tsx";
import { useBedside } from "./use-bedside.ts";
import type { RoundData } from "./use-round-data.ts";

export interface BedsideProps {
  readonly label: string;
  readonly data: RoundData;
  readonly chart: ChartView;
  readonly formulary: Formulary;
  readonly staff: Bedside["staff"];
  readonly device: string;
  /** Scanned before the person was known. */
  readonly begun: Scans | null;
  readonly minute: number;
  readonly open: (person: string | undefined, scans?: Scans) => void;
}

/** One person: scan, see the decision, hand over, say what became of it. */
export function BedsidePage(props: BedsideProps) {
  const bedside = useBedside(props);
  const { checked, handed } = bedside;
  return (
    <article className="bedside" aria-label={props.label} data-verdict={checked?.decision.verdict ?? "none"}>
      <BedsideHead chart={props.chart} back={() => props.open(undefined)} />
      <SpokenPanel charts={props.data.view.charts} />
      {handed.length > 0 ? (
        <ConfirmPanel bedside={bedside} />
      ) : (
        <>
          <ScanPanel bedside={bedside} />
          {checked === null || !bedside.isDecided ? null : (
            <section className="bedside-decision">
              <Verdict decision={checked.decision} isAlone={checked.isAlone} />
              <Findings decision={checked.decision} />
            </section>
          )}
        </>
      )}
      <DoseList bedside={bedside} />
      {handed.length > 0 ? null : <BedsideActions bedside={bedside} />}
    </article>
  );
}
