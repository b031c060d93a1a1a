import { type Bedside, check, type Decision, type Formulary } from "@sakiyomi/medication";
import { useEffect, useMemo, useRef, useState } from "react";
import { change } from "../link/requests.ts";
import type { Scans } from "./codes/scan.ts";
import { timeAt } from "./kept/clock.ts";
import { asked, say } from "./kept/phone.ts";
import type { ChartView, CheckAnswer, CheckRequest, LeasesAnswer, WitnessAnswer } from "./shapes.ts";
import { type RoundData, useOnline } from "./use-round-data.ts";

export interface CheckAsked {
  readonly data: RoundData;
  readonly chart: ChartView;
  readonly formulary: Formulary;
  readonly scans: Scans;
  readonly wanted: readonly string[] | null;
  readonly witness: WitnessAnswer | null;
  readonly staff: Bedside["staff"];
  readonly device: string;
  /** The server's time to the minute: with it the decision is made anew. */
  readonly minute: number;
}

export interface Checked {
  readonly decision: Decision;
  /** The kept check, which the handing over names; null: it is not kept yet. */
  readonly id: string | null;
  /** Decided on this phone alone: the server was not reached. */
  readonly isAlone: boolean;
}

const whoseOf = (whose: LeasesAnswer["whose"], charts: readonly ChartView[]): Bedside["whose"] => {
  const names = new Map(whose.map(([code, , name]) => [code, name]));
  for (const { name, wristbands, packs } of charts) {
    for (const { gsrn } of wristbands) names.set(gsrn, name);
    for (const { id } of packs) names.set(id, name);
  }
  return ({ id }) => names.get(id) ?? null;
};

function bedsideOf(asked: CheckAsked, online: boolean): Bedside {
  const { data, chart, formulary, scans, wanted, witness, staff, device } = asked;
  const { now, offMs } = timeAt();
  const ofOther = data.view.leases.find((lease) => lease.person === chart.person && lease.device !== device);
  const own = data.held?.leases.find((lease) => lease.person === chart.person && lease.until > now);
  return {
    ...{ now, zone: data.view.zone, policy: data.view.policy, formulary, chart },
    whose: whoseOf(data.held?.whose ?? [], data.view.charts),
    ...{ wanted, person: scans.scan, items: scans.items, route: null, device },
    network: online ? { online, leaseOfOther: ofOther ?? null } : { online, lease: own ?? null },
    clockOffMs: offMs,
    staff,
    witness: witness?.staff ?? null,
    nameOf: (actor) => (actor === witness?.staff ? witness.name : null),
  };
}

const requestOf = ({ chart, wanted, scans, device, witness }: CheckAsked): CheckRequest => ({
  ...{ person: chart.person, wanted, scan: scans.scan, items: scans.items, route: null, device },
  witness: witness?.token ?? null,
});

/** Online the server decides by what it knows and keeps it; else the decision of this phone goes into its queue. */
async function kept(asking: CheckAsked, decision: Decision, online: boolean): Promise<Checked> {
  const request = requestOf(asking);
  if (online) {
    const answer = await asked(() => change<CheckAnswer>("POST", "/api/medication/check", request)).catch(() => null);
    if (answer !== null) return { decision: answer.decision, id: answer.id, isAlone: false };
  }
  const id = `ck.${crypto.randomUUID()}`;
  const lease = asking.data.held?.leases.find(({ person }) => person === asking.chart.person)?.id ?? null;
  const { version: chartVersion } = asking.chart;
  await say(asking.staff.id, { type: "check", id, at: decision.at, request, decision, lease, chartVersion });
  return { decision, id, isAlone: true };
}

/** Something was scanned that can be decided about: a person and a package. */
const isWhole = ({ scan, items }: Scans): boolean => scan !== null && items.length > 0;

/**
 * The decision about what was scanned: this phone's at once, the server's as soon as it answers. Every scan of a package is
 * kept with its decision, whatever comes of it.
 */
export function useCheck(asking: CheckAsked): Checked | null {
  const online = useOnline();
  const { chart, formulary, scans, wanted, witness, minute, data } = asking;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the check reads; the rest of `asking` is of the page.
  const local = useMemo(
    () => (scans.items.length === 0 && scans.scan === null ? null : check(bedsideOf(asking, online))),
    [chart, formulary, scans, wanted, witness, minute, online, data.view.leases, data.held],
  );
  const answer = useAnswer(asking, local, online);
  if (local === null) return null;
  return answer === null ? { decision: local, id: null, isAlone: !online } : merged(answer, local);
}

/** What became of asking; once for the same scans, and once more where the server can be reached after all. */
function useAnswer(asking: CheckAsked, local: Decision | null, online: boolean): Checked | null {
  const [answer, setAnswer] = useState<{ readonly key: string; readonly checked: Checked } | null>(null);
  const key = JSON.stringify([requestOf(asking), asking.chart.version]);
  const newest = useRef({ asking, local });
  newest.current = { asking, local };
  const found = answer?.key === key ? answer.checked : null;
  const isAnswered = found !== null && !(found.isAlone && online);
  useEffect(() => {
    const { asking: now, local: decision } = newest.current;
    if (isAnswered || decision === null || !isWhole(now.scans)) return;
    let isHere = true;
    void kept(now, decision, online).then((checked) => {
      if (isHere) setAnswer({ key, checked });
    });
    return () => {
      isHere = false;
    };
  }, [key, online, isAnswered]);
  return found;
}

const rank = { give: 0, warn: 1, block: 2 } as const;
/** Of the two the stricter one counts: the phone may have heard meanwhile what the server's answer was too early for. */
function merged(answer: Checked, local: Decision): Checked {
  const isStricter = rank[local.verdict] > rank[answer.decision.verdict];
  return isStricter || answer.isAlone ? { ...answer, decision: local } : answer;
}
