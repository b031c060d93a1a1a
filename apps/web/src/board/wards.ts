import type { Board, PlaceView } from "../link/shapes.ts";

export const wardsOf = (places: readonly PlaceView[]): readonly PlaceView[] =>
  places.filter(({ type }) => type === "ward");

/** The place itself and all that lie in it. */
export function within(places: readonly PlaceView[], root: string): ReadonlySet<string> {
  const found = new Set([root]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const { id, parent } of places) if (parent !== null && found.has(parent)) found.add(id);
  }
  return found;
}

/** The board of one ward. A person's alerts and tasks go with the person; an empty ward means all. */
export function narrowed(board: Board, places: readonly PlaceView[], ward: string): Board {
  if (ward === "") return board;
  const inside = within(places, ward);
  const people = board.people.filter(({ place }) => place !== null && inside.has(place));
  const ids = new Set(people.map(({ id }) => id));
  return {
    ...board,
    people,
    alerts: board.alerts.filter(({ person }) => ids.has(person)),
    due: board.due.filter(({ person }) => ids.has(person)),
  };
}
