import { type DoseEvent, type Formulary, formularyOf, type Lease } from "@sakiyomi/medication";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { queryClient } from "../link/queries.ts";
import { change, read, Trouble } from "../link/requests.ts";
import { clockNow, heardTime } from "./kept/clock.ts";
import { keepFrame } from "./kept/frame.ts";
import {
  addHeld,
  changeHeld,
  type Held,
  keepFormulary,
  readFormulary,
  readHeld,
  refreshed,
  renewHeld,
} from "./kept/held.ts";
import { asked, drawer, onQueue, register, waiting, waitingEvents } from "./kept/phone.ts";
import { type Spoken, spoken } from "./kept/queue.ts";
import { isOnline, onNetwork, reached, unreached } from "./network.ts";
import type { ChartsView, ChartView, FormularyView, LeasesAnswer } from "./shapes.ts";
import { renewRound } from "./use-keeper.ts";

/** What the round is drawn from, and where it comes from. */
export interface RoundData {
  readonly view: ChartsView;
  /** "device": there is no network; these are the people who were taken along, as they were then. */
  readonly from: "server" | "device";
  readonly held: Held | null;
  /** What this phone has said and the server has not answered yet. */
  readonly unsent: readonly DoseEvent[];
}

const isUnreachable = (error: unknown): boolean => error instanceof Trouble && error.status === 0;

const LONG_MS = 30_000;
/** Without an answer it is asked again by itself. */
const AGAIN_MS = 10_000;

async function readRound(place: string): Promise<RoundData> {
  const { now } = await clockNow();
  const unsent = await waitingEvents();
  const query = place === "" ? "" : `?place=${encodeURIComponent(place)}`;
  // Whoever has the round along need not wait for a slow server; whoever has not, can only wait.
  const patienceMs = (await readHeld(drawer)) === null ? LONG_MS : undefined;
  try {
    const view = await asked(() => read<ChartsView>(`/api/medication/charts${query}`), patienceMs);
    await heardTime(view.at);
    await renewHeld(drawer, now);
    const held = await changeHeld(drawer, (was) => refreshed(was, view));
    return { view, from: "server", held, unsent };
  } catch (error) {
    const held = await renewHeld(drawer, now);
    if (!isUnreachable(error) || held === null) throw error;
    return { view: held.charts, from: "device", held, unsent };
  }
}

/** Everything under this key is asked anew when the ward says that medicines changed (link/heard.ts). */
export const roundKey = (place: string) => ["medication", "charts", place] as const;
export const useRoundData = (place: string) =>
  useQuery({
    queryKey: roundKey(place),
    queryFn: () => readRound(place),
    networkMode: "always",
    retry: false,
    refetchInterval: ({ state }) => (state.status === "error" || state.data?.from === "device" ? AGAIN_MS : false),
  });

/** A chart with what this phone has said of it since. */
export function withUnsent(chart: ChartView, unsent: readonly DoseEvent[]): ChartView {
  const known = new Set(chart.events.map(({ id }) => id));
  const own = unsent.filter(({ id, person }) => person === chart.person && !known.has(id));
  return own.length === 0 ? chart : { ...chart, events: [...chart.events, ...own] };
}

/** The first look for similar names makes an index, which on a phone takes most of a second: not at the first scan. */
function ready({ drugs, packCodes }: FormularyView): Formulary {
  const formulary = formularyOf(drugs, packCodes);
  const [first] = drugs;
  if (first !== undefined) setTimeout(() => formulary.lookAlikes(first.code), 500);
  return formulary;
}

async function readDrugs(): Promise<Formulary> {
  const kept = await readFormulary(drawer);
  try {
    const headers: HeadersInit = kept === null ? {} : { "if-none-match": kept.etag };
    const answer = await fetch("/api/medication/formulary", { credentials: "same-origin", cache: "no-store", headers });
    reached();
    if (answer.status === 200) {
      const view = (await answer.json()) as FormularyView;
      await keepFormulary(drawer, { etag: answer.headers.get("etag") ?? "", view });
      return ready(view);
    }
    if (answer.status !== 304) throw new Trouble(answer.status, { code: "HTTP", message: "", remedy: "" });
  } catch (error) {
    if (error instanceof Trouble) throw error;
    unreached();
  }
  if (kept === null) throw new Trouble(0, { code: "UNREACHABLE", message: "", remedy: "" });
  return ready(kept.view);
}

/** The drugs, by the version that the charts were made with. */
export const useFormulary = (version: string) =>
  useQuery({
    queryKey: ["formulary", version],
    queryFn: readDrugs,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    networkMode: "always",
    retry: false,
  });

/** The server takes so many in one message (routes/giving.ts). */
const MOST_AT_ONCE = 200;

/** Takes people along: a lease for each, their charts, and whose band is whose. Gives those whom somebody else has. */
export async function takeAlong(people: readonly string[]): Promise<Pick<LeasesAnswer, "leases" | "taken">> {
  const session = queryClient.getQueryData<Held["session"]>(["session"]);
  const { id: device } = await register();
  // First what it cannot be opened without: a lease on a phone that cannot show it keeps others away for nothing.
  await Promise.all([keepFrame(), navigator.storage?.persist?.()]);
  const leases: Lease[] = [];
  const taken: Lease[] = [];
  for (let from = 0; from < people.length; from += MOST_AT_ONCE) {
    const some = { people: people.slice(from, from + MOST_AT_ONCE), device };
    const answer = await asked(() => change<LeasesAnswer>("POST", "/api/medication/leases", some), LEASES_PATIENCE_MS);
    if (session !== undefined) await addHeld(drawer, answer, session);
    leases.push(...answer.leases);
    taken.push(...answer.taken);
  }
  await renewRound();
  return { leases, taken };
}
/** A ward's leases are written one by one. */
const LEASES_PATIENCE_MS = 30_000;

export const useOnline = (): boolean => useSyncExternalStore(onNetwork, isOnline);

/** How many links wait, and what the server said against links that it got. */
export function useQueue(): { readonly unsent: number; readonly spoken: readonly Spoken[] } {
  const [state, setState] = useState<{ unsent: number; spoken: readonly Spoken[] }>({ unsent: 0, spoken: [] });
  useEffect(() => {
    let isHere = true;
    const look = () =>
      Promise.all([waiting(), spoken(drawer)]).then(([unsent, all]) => {
        if (isHere) setState({ unsent, spoken: all });
      });
    void look();
    const deaf = onQueue(() => void look());
    return () => {
      isHere = false;
      deaf();
    };
  }, []);
  return state;
}
