import { type DoseEvent, type Handed, type RoundRow, roundOf } from "@sakiyomi/medication";
import { useMemo, useRef, useState } from "react";
import { useToast } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import type { BedsideProps } from "./bedside-page.tsx";
import { labelWorld } from "./codes/label-world.ts";
import { chosen, type ScanHow, type Scans, scanned } from "./codes/scan.ts";
import type { Seen } from "./codes/seen.ts";
import { handedEvents, type Saying } from "./hand-over.ts";
import { timeAt } from "./kept/clock.ts";
import { type SaidResult, say } from "./kept/phone.ts";
import { isOnline } from "./network.ts";
import type { WitnessAnswer } from "./shapes.ts";
import { type Checked, useCheck } from "./use-check.ts";
import { renewRound } from "./use-keeper.ts";
import { useMeasure } from "./use-measure.ts";

const HOUR = 3_600_000;

/** Everything that happens at one bedside. */
export interface AtBedside extends BedsideProps {
  readonly scans: Scans;
  readonly setScans: (change: (scans: Scans) => Scans) => void;
  readonly hear: (seen: Seen, how: ScanHow, at: number) => void;
  readonly personOfBand: (code: string) => string | null;
  readonly checked: Checked | null;
  /** A person and a package are there: the decision is about something. */
  readonly isDecided: boolean;
  readonly row: RoundRow | null;
  readonly wanted: readonly string[] | null;
  readonly setWanted: (doses: readonly string[] | null) => void;
  readonly witness: WitnessAnswer | null;
  readonly setWitness: (witness: WitnessAnswer | null) => void;
  readonly busy: boolean;
  readonly handOver: (override: Handed["override"]) => Promise<void>;
  /** What was just handed over and waits for a word. */
  readonly handed: readonly Handed[];
  readonly saying: () => Saying;
  /** Says events, one after another; false: the server refused one. */
  readonly tell: (events: readonly DoseEvent[]) => Promise<boolean>;
  /** What was handed over has its word: on with this person, or back to the list. */
  readonly settle: () => void;
}

function useScans({ begun, chart, data, open }: BedsideProps) {
  const [scans, setDrawn] = useState<Scans>(() => begun ?? chosen(chart.person));
  // Two codes may come before the first one is drawn: neither may be lost.
  const newest = useRef(scans);
  const setScans = (change: (was: Scans) => Scans) => {
    newest.current = change(newest.current);
    setDrawn(newest.current);
  };
  const world = useMemo(() => {
    const whose = new Map((data.held?.whose ?? []).map(([code, person]) => [code, person]));
    return labelWorld(data.view.charts, whose);
  }, [data.held, data.view.charts]);
  const hear = (seen: Seen, how: ScanHow, at: number) => {
    const step = scanned(newest.current, seen, how, at, world);
    if (step.heard === "again") return;
    navigator.vibrate?.(40);
    const { person } = step.scans;
    const isMoved = person !== null && person !== chart.person;
    if (isMoved && data.view.charts.some((one) => one.person === person)) open(person, step.scans);
    else setScans(() => step.scans);
  };
  return { scans, setScans, hear, personOfBand: world.personOfBand };
}

function useRow({ chart, data, formulary, minute }: BedsideProps): RoundRow | null {
  const { policy, zone } = data.view;
  // biome-ignore lint/correctness/useExhaustiveDependencies: anew every minute.
  return useMemo(() => {
    const { now } = timeAt();
    return roundOf({ charts: [chart], now, until: now + 8 * HOUR, policy, zone, formulary }).rows[0] ?? null;
  }, [chart, policy, zone, formulary, minute]);
}

/** Ids that stay: an event that got no answer and is said again is the same event. */
function useEventIds() {
  const ids = useRef(new Map<string, string>());
  return {
    idOf: (dose: string): string => {
      const id = ids.current.get(dose) ?? `ev.${crypto.randomUUID()}`;
      ids.current.set(dose, id);
      return id;
    },
    done: (dose: string) => ids.current.delete(dose),
  };
}

/** What is said of an event that does not stand; null: it stands. */
function badWords({ type, offline }: DoseEvent, result: SaidResult | null) {
  // The phone has no room left, or lets nothing be written: then it is nowhere.
  if (result === null) return "round.notWritten" as const;
  if (result.type === "waiting" && !offline && type === "handed") return "round.noAnswer" as const;
  return result.type === "refused" ? ("round.refusedNow" as const) : null;
}

function useTelling({ staff, device }: BedsideProps) {
  const { t } = useVoice();
  const toast = useToast();
  const saying = (): Saying => ({ by: staff.id, device, offline: !isOnline(), at: Math.round(timeAt().now) });
  /** Those that stand now: kept by the server, or, without a network, on this phone. */
  const tellEach = async <E extends DoseEvent>(events: readonly E[]): Promise<readonly E[]> => {
    const stand: E[] = [];
    for (const event of events) {
      const result = await say(staff.id, { type: "event", event }).catch(() => null);
      const bad = badWords(event, result);
      if (bad !== null) toast(t(bad), { bad: true });
      else stand.push(event);
    }
    await renewRound();
    return stand;
  };
  return { saying, tellEach };
}

export function useBedside(props: BedsideProps): AtBedside {
  const { data, chart, formulary, staff, device, minute } = props;
  const { scans, setScans, hear, personOfBand } = useScans(props);
  const [wanted, setWanted] = useState<readonly string[] | null>(null);
  const [witness, setWitness] = useState<WitnessAnswer | null>(null);
  const [handed, setHanded] = useState<readonly Handed[]>([]);
  const [busy, setBusy] = useState(false);
  const row = useRow(props);
  const { idOf, done } = useEventIds();
  const { saying, tellEach } = useTelling(props);
  const checked = useCheck({ data, chart, formulary, scans, wanted, witness, staff, device, minute });
  const isDecided = scans.items.length > 0;
  useMeasure(scans, checked);
  const handOver = async (override: Handed["override"]) => {
    if (checked === null || busy) return;
    setBusy(true);
    const { id: check, decision } = checked;
    const more = { person: chart.person, scan: scans.scan, witness: witness?.staff ?? null, override, idOf, check };
    const stand = await tellEach(handedEvents(decision, { ...saying(), ...more }));
    for (const { dose } of stand) done(dose);
    setBusy(false);
    if (stand.length > 0) setHanded(stand);
  };
  const settle = () => {
    setHanded([]);
    setWitness(null);
    setWanted(null);
    const isMore = row !== null && row.due.length + row.overdue.length + row.omitted.length > 0;
    if (isMore) setScans((was) => ({ ...was, items: [] }));
    else props.open(undefined);
  };
  const tell = async (events: readonly DoseEvent[]) => (await tellEach(events)).length === events.length;
  const acts = { hear, personOfBand, setWanted, setWitness, handOver, saying, tell, settle, setScans };
  return { ...props, ...acts, scans, checked, isDecided, row, wanted, witness, busy, handed };
}
