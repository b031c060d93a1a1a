import type { Board, BoardPerson, LiveMessage, PredictionView } from "./shapes.ts";

type Patch = Extract<LiveMessage, { readonly type: "patch" }>;

/** The board after a patch: people that changed or are new, people who are gone, and whole lists where they changed. */
export function patched(board: Board | undefined, patch: Patch): Board | undefined {
  if (board === undefined) return undefined;
  const changed = new Map(patch.people.map((person) => [person.id, person]));
  const gone = new Set(patch.gone);
  const kept = board.people.filter(({ id }) => !gone.has(id)).map((person) => changed.get(person.id) ?? person);
  const known = new Set(kept.map(({ id }) => id));
  const people: readonly BoardPerson[] = [...kept, ...patch.people.filter(({ id }) => !known.has(id))];
  const { alerts = board.alerts, due = board.due, handovers = board.handovers, orders = board.orders } = patch;
  return { ...board, at: patch.at, people, alerts, due, handovers, orders };
}

/** The board with fresh predictions of one person. */
export function withPredictions(
  board: Board | undefined,
  person: string,
  fresh: readonly PredictionView[],
): Board | undefined {
  if (board === undefined) return undefined;
  const isFresh = (old: PredictionView) => fresh.some(({ skill, name }) => skill === old.skill && name === old.name);
  const people = board.people.map((one) =>
    one.id === person ? { ...one, predictions: [...one.predictions.filter((old) => !isFresh(old)), ...fresh] } : one,
  );
  return { ...board, people };
}
