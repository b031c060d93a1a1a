import { type Instant, MINUTE, type Prediction, SECOND } from "@sakiyomi/core";
import { naps, napWatch } from "@sakiyomi/skills";
import type { Who } from "../access/access.ts";
import type { Board } from "../api.ts";
import type { House } from "../house.ts";
import { pagesOf } from "./book.ts";
import { type Child, childrenFor, inPlace, placesOf } from "./children.ts";
import type { NapChild, RoomView } from "./shapes.ts";

/** A nap that began earlier is of no concern to a room that is open now. */
const LOOKS_BACK = naps.LONGEST_NAP;

export async function roomFor(house: House, who: Who, wanted: string | undefined): Promise<RoomView> {
  const at = house.ward.now();
  const all = childrenFor(house, who, at);
  const { place, children } = inPlace(house, all, wanted);
  const board = house.ward.board();
  return {
    at,
    places: placesOf(house, all),
    place,
    children: await Promise.all(children.map((child) => shownChild(house, child, board, at))),
  };
}

async function shownChild(house: House, child: Child, board: Board, at: Instant): Promise<NapChild> {
  const { naps: all, read, looks } = await pagesOf(house, child, at - LOOKS_BACK, at);
  const nap = all.findLast(({ to }) => to === null) ?? null;
  const every = nap === null ? child.every : child.everyAt(nap.from);
  const kept =
    nap === null ? null : naps.slotsOf(nap, read, every.everyMin * MINUTE, child.settings.graceS * SECOND, at);
  const lastId = kept?.looks.at(-1)?.id;
  const told = board.people.find(({ id }) => id === child.id)?.predictions ?? [];
  const said = (name: string): Prediction | null =>
    told.find((one) => one.skill === napWatch.id && one.name === name)?.prediction ?? null;
  return {
    ...{ id: child.id, name: child.name, ageYears: child.ageYears },
    ...every,
    since: nap?.from ?? null,
    due: kept?.open?.due ?? null,
    last: lastId === undefined ? null : (looks[read.findIndex(({ id }) => id === lastId)] ?? null),
    lies: said("lies"),
    breathing: said("breathing"),
    alerts: board.alerts.filter(({ person, skill }) => person === child.id && skill === napWatch.id),
  };
}
