import { useState } from "react";
import { Icon } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";
import { noScans } from "./codes/scan.ts";
import { OverrideSheet } from "./override-sheet.tsx";
import type { AtBedside } from "./use-bedside.ts";
import { WitnessSheet } from "./witness-sheet.tsx";

/** At the thumb: what can be done now, the most fitting thing large. */
export function BedsideActions({ bedside }: { readonly bedside: AtBedside }) {
  const { checked, isDecided, witness, scans } = bedside;
  if (checked === null || !isDecided || scans.scan === null) return null;
  const { decision } = checked;
  const needsWitness = decision.needsWitness && witness === null;
  return (
    <div className="round-bar" data-verdict={decision.verdict}>
      {needsWitness ? <WitnessButton bedside={bedside} isMain={decision.verdict === "block"} /> : null}
      {decision.verdict === "block" ? (
        <Blocked bedside={bedside} isMain={!needsWitness} />
      ) : (
        <HandOver bedside={bedside} />
      )}
    </div>
  );
}

function HandOver({ bedside }: { readonly bedside: AtBedside }) {
  const { t } = useVoice();
  const { checked, busy } = bedside;
  const n = checked?.decision.toGive.length ?? 0;
  // The decision that is followed has to be kept first: a moment.
  const isReady = checked !== null && checked.id !== null && n > 0 && !busy;
  return (
    <button
      type="button"
      className="round-do"
      data-main={true}
      disabled={!isReady}
      onClick={() => void bedside.handOver(null)}
    >
      <Icon name="hand" size={26} /> {n > 1 ? t("round.handAll", { n }) : t("round.hand")}
    </button>
  );
}

interface ActionProps {
  readonly bedside: AtBedside;
  /** The most fitting thing to do now. */
  readonly isMain: boolean;
}

function WitnessButton({ bedside, isMain }: ActionProps) {
  const { t } = useVoice();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="round-do" data-main={isMain} onClick={() => setOpen(true)}>
        <Icon name="witness" size={26} /> {t("round.witness")}
      </button>
      {isOpen ? <WitnessSheet bedside={bedside} close={() => setOpen(false)} /> : null}
    </>
  );
}

/** Stopping is the large way; giving all the same is there for whoever may, and asks why. */
function Blocked({ bedside, isMain }: ActionProps) {
  const { t } = useVoice();
  const [isOpen, setOpen] = useState(false);
  const { checked, staff, data, chart, scans, open } = bedside;
  const mayOverride = (checked?.decision.mayOverride ?? false) && staff.mayOverride;
  const other = scans.scan?.how === "wristband" ? bedside.personOfBand(scans.scan.code) : null;
  const theirs = other === chart.person ? undefined : data.view.charts.find(({ person }) => person === other);
  const anew = () => bedside.setScans((was) => ({ ...noScans, person: was.person, chosenBy: "list" }));
  return (
    <>
      <button type="button" className={isMain ? "round-do" : "plain"} data-main={isMain} onClick={anew}>
        <Icon name="scan" size={26} /> {t("round.anew")}
      </button>
      {theirs === undefined ? null : (
        <button type="button" className="round-do" onClick={() => open(theirs.person)}>
          <Icon name="handover" /> {t("round.goTo", { name: theirs.name })}
        </button>
      )}
      {mayOverride ? (
        <button type="button" className="plain" onClick={() => setOpen(true)}>
          {t("round.override")}
        </button>
      ) : (
        <p className="muted small">{t(staff.mayOverride ? "round.noOverride" : "round.askNurse")}</p>
      )}
      {isOpen ? <OverrideSheet bedside={bedside} close={() => setOpen(false)} /> : null}
    </>
  );
}
