import type { PlaceView } from "../link/shapes.ts";

export interface Branch {
  readonly place: PlaceView;
  readonly inside: readonly Branch[];
}

const byName = (a: PlaceView, b: PlaceView) => a.name.localeCompare(b.name, "en", { numeric: true });

export function treeOf(places: readonly PlaceView[], parent: string | null = null): readonly Branch[] {
  return places
    .filter((place) => place.parent === parent)
    .toSorted(byName)
    .map((place) => ({ place, inside: treeOf(places, place.id) }));
}

/** What may lie in what: a house holds wards, a ward rooms, a room beds. */
export const insideOf: Readonly<Record<PlaceView["type"], PlaceView["type"] | null>> = {
  house: "ward",
  ward: "room",
  room: "bed",
  bed: null,
};

function pathOf(places: readonly PlaceView[], place: PlaceView): string {
  const parent = places.find(({ id }) => id === place.parent);
  return parent === undefined || parent.type === "house" ? place.name : `${pathOf(places, parent)} · ${place.name}`;
}

export const freeBeds = (places: readonly PlaceView[]): readonly { readonly id: string; readonly path: string }[] =>
  places
    .filter(({ type, person }) => type === "bed" && person === null)
    .map((bed) => ({ id: bed.id, path: pathOf(places, bed) }))
    .toSorted((a, b) => a.path.localeCompare(b.path, "en", { numeric: true }));
