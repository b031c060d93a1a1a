import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { serverNow } from "../link/clock.ts";
import { queryClient, useSession } from "../link/queries.ts";
import { at, change, read } from "../link/requests.ts";
import { useToast } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { drop, put, sendAll, type Waiting, waiting } from "./queue.ts";
import type { LookValue, NapValue, RoomView, Said, SaidAnswer } from "./shapes.ts";

const ROOM_MS = 2_000;

export const useRoom = (place: string) =>
  useQuery({
    queryKey: ["nursery", "room", place],
    queryFn: () => read<RoomView>(`/api/nursery/room${place === "" ? "" : `?place=${encodeURIComponent(place)}`}`),
    refetchInterval: ROOM_MS,
    staleTime: 0,
    networkMode: "always",
    retry: false,
    // A room that was seen stays on the screen while another one is fetched, and while there is no network.
    placeholderData: (before) => before,
  });

export type Saying =
  | { readonly kind: "nap"; readonly value: NapValue; readonly at?: number }
  | { readonly kind: "nap-check"; readonly value: LookValue; readonly at?: number };

export interface NapQueue {
  /** Of this device, whoever tapped it. */
  readonly waits: readonly Waiting[];
  readonly said: readonly Said[];
  /** Taps of somebody else on this device, which only they can send. */
  readonly others: number;
  readonly isReached: boolean;
  say(people: readonly string[], saying: Saying, words: string): void;
}

const SEND_MS = 4_000;

/** Taps: kept on the device first, then sent, again and again until the house has answered. */
export function useNapQueue(): NapQueue {
  const staff = useSession().data?.staff?.id ?? "";
  const [waits, setWaits] = useState<readonly Waiting[]>(() => waiting(localStorage));
  const [isReached, setReached] = useState(true);
  const toast = useToast();
  const { t } = useVoice();
  const send = useCallback(async () => {
    if (staff === "" || !waiting(localStorage).some((one) => one.staff === staff)) return;
    try {
      const { entries, refused } = await sendOnce(staff);
      setReached(true);
      for (const { code } of refused) toast(t("nap.refused", { code }), { bad: true });
      for (const [id, entry] of Object.entries(entries)) sentEntries.set(id, entry);
      await queryClient.invalidateQueries({ queryKey: ["nursery"] });
    } catch {
      setReached(false);
    }
    setWaits(waiting(localStorage));
  }, [staff, toast, t]);
  useEffect(() => {
    const again = () => void send();
    again();
    const timer = setInterval(again, SEND_MS);
    addEventListener("online", again);
    return () => {
      clearInterval(timer);
      removeEventListener("online", again);
    };
  }, [send]);
  const say = useCallback(
    (people: readonly string[], saying: Saying, words: string) => {
      const added = people.map(
        (person): Waiting => ({ staff, said: { id: crypto.randomUUID(), person, at: serverNow(), ...saying } }),
      );
      try {
        put(localStorage, added);
      } catch {
        toast(t("nap.full"), { bad: true });
        return;
      }
      navigator.vibrate?.(15);
      setWaits(waiting(localStorage));
      toast(words, { undo: () => void takeBack(added, t("nap.mistake")).then(() => setWaits(waiting(localStorage))) });
      void send();
    },
    [staff, send, toast, t],
  );
  const said = useMemo(() => waits.map((one) => one.said), [waits]);
  return { waits, said, others: waits.filter((one) => one.staff !== staff).length, isReached, say };
}

/** Entries of the chart that came of the taps of this page: so long a tap can be taken back. */
const sentEntries = new Map<string, string>();

let sending: Promise<unknown> = Promise.resolve();
/** One sending at a time: the next begins where this one ended. */
function sendOnce(staff: string) {
  const next = sending.then(() =>
    sendAll(localStorage, staff, (said) => change<SaidAnswer>("POST", "/api/nursery/said", { said })),
  );
  sending = next.catch(() => undefined);
  return next;
}

/** What is still here goes; what the house has is struck out there, and stays readable. */
async function takeBack(added: readonly Waiting[], reason: string): Promise<void> {
  await sending;
  drop(
    localStorage,
    added.map(({ said }) => said.id),
  );
  for (const { said } of added) {
    const entry = sentEntries.get(said.id);
    if (entry !== undefined)
      await change("POST", at("chart", entry, "error"), { version: 1, reason }).catch(() => null);
  }
  await queryClient.invalidateQueries({ queryKey: ["nursery"] });
}
