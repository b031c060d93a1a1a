import { useRef, useState } from "react";
import { Icon } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";
import { labelWorld } from "./codes/label-world.ts";
import { noScans, type ScanHow, type Scans, scanned } from "./codes/scan.ts";
import type { Seen } from "./codes/seen.ts";
import { ScanView, setUsesCamera } from "./scan-view.tsx";
import type { RoundData } from "./use-round-data.ts";
import { useWedge } from "./use-wedge.ts";

/** On the list: scanning a wristband opens its person. A package that comes first waits for its band. */
export function ScanStart({
  data,
  open,
}: {
  readonly data: RoundData;
  readonly open: (person: string, scans: Scans) => void;
}) {
  const { t } = useVoice();
  const [isOpen, setOpen] = useState(false);
  const [scans, setDrawn] = useState<Scans>(noScans);
  // Two codes may come before the first one is drawn.
  const newest = useRef(scans);
  const setScans = (next: Scans) => {
    newest.current = next;
    setDrawn(next);
  };
  const isLeaving = useRef(false);
  const [isUnknown, setUnknown] = useState(false);
  const whose = new Map((data.held?.whose ?? []).map(([code, person]) => [code, person]));
  const world = labelWorld(data.view.charts, whose);
  const hear = (seen: Seen, how: ScanHow, at: number): boolean => {
    if (isLeaving.current) return false;
    const step = scanned(newest.current, seen, how, at, world);
    if (step.heard === "again") return true;
    const { person } = step.scans;
    if (person !== null && data.view.charts.some((chart) => chart.person === person)) {
      isLeaving.current = true;
      open(person, step.scans);
      // A band of nobody on this list is no choice.
    } else if (step.heard === "band" || step.heard === "other-band") setUnknown(true);
    else setScans(step.scans);
    return true;
  };
  useWedge((code, at) => hear({ code, isPartial: false }, "scanner", at));
  const hint = t(scans.items.length > 0 ? "scan.bandNext" : "scan.band");
  const toggle = () => {
    setUsesCamera(!isOpen);
    setOpen(!isOpen);
  };
  return (
    <div className="round-bar">
      {isUnknown ? (
        <p className="round-strip" role="alert">
          <Icon name="late" /> {t("scan.unknownBand")}
        </p>
      ) : null}
      {scans.items.length > 0 && !isOpen ? <p role="status">{hint}</p> : null}
      {isOpen ? <ScanView hint={hint} hear={(seen) => hear(seen, "camera", seen.at)} /> : null}
      <button type="button" className="round-do" onClick={toggle}>
        <Icon name={isOpen ? "close" : "scan"} size={26} /> {t(isOpen ? "scan.stop" : "scan.start")}
      </button>
    </div>
  );
}
