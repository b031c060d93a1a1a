import type { Bedside, Formulary } from "@sakiyomi/medication";
import { useState } from "react";
import { BedsideActions } from "./bedside-actions.tsx";
import { BedsideHead } from "./bedside-head.tsx";
import type { Scans } from "./codes/scan.ts";
import { ConfirmPanel } from "./confirm-panel.tsx";
import { DoseList } from "./dose-list.tsx";
import { Findings, Verdict } from "./findings.tsx";
import { ScanEar, ScanPanel } from "./scan-panel.tsx";
import { setUsesCamera, usesCamera } from "./scan-view.tsx";
import type { ChartView } from "./shapes.ts";
import { SpokenPanel } from "./spoken-panel.tsx";
import { type AtBedside, useBedside } from "./use-bedside.ts";
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
  const verdict = checked !== null && bedside.isDecided ? checked.decision.verdict : "none";
  return (
    <article className="bedside" aria-label={props.label} data-verdict={verdict}>
      <BedsideHead chart={props.chart} back={() => props.open(undefined)} />
      <SpokenPanel charts={props.data.view.charts} />
      {handed.length > 0 ? (
        <ConfirmPanel bedside={bedside} />
      ) : (
        <>
          <Checking bedside={bedside} />
          <DoseList bedside={bedside} />
          <BedsideActions bedside={bedside} />
        </>
      )}
    </article>
  );
}

/** The picture on top, then the decision: what was scanned, and other ways to scan, stand below. */
function Checking({ bedside }: { readonly bedside: AtBedside }) {
  const [camera, setCamera] = useState(usesCamera);
  const { checked, isDecided } = bedside;
  const choose = (on: boolean) => {
    setUsesCamera(on);
    setCamera(on);
  };
  return (
    <>
      <ScanEar bedside={bedside} camera={camera} />
      {checked === null || !isDecided ? null : (
        <section className="bedside-decision">
          <Verdict decision={checked.decision} isAlone={checked.isAlone} />
          <Findings decision={checked.decision} />
        </section>
      )}
      <ScanPanel bedside={bedside} camera={camera} setCamera={choose} />
    </>
  );
}
