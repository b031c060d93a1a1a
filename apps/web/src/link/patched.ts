import type { Board, BoardPerson, LiveMessage, PersonChange, PredictionView } from "./shapes.ts";

type Patch = Extract<LiveMessage, { readonly type: "patch" }>;

/** The board after a patch: people that changed or are new, people who are gone, and whole lists where they changed. */
export function patched(board: Board | undefined, patch: Patch): Board | undefined {
  if (board === undefined) return undefined;
  const whole = new Map(patch.people.map((person) => [person.id, person]));
  const changes = new Map(patch.changes.map((change) => [change.id, change]));
  const gone = new Set(patch.gone);
  const kept = board.people
    .filter(({ id }) => !gone.has(id))
    .map((person) => whole.get(person.id) ?? withChange(person, changes.get(person.id)));
  const known = new Set(kept.map(({ id }) => id));
  const people: readonly BoardPerson[] = [...kept, ...patch.people.filter(({ id }) => !known.has(id))];
  const { alerts = board.alerts, due = board.due, handovers = board.handovers, orders = board.orders } = patch;
  const { slowness = board.slowness } = patch;
  return { ...board, at: patch.at, people, alerts, due, handovers, orders, slowness };
}

function withChange(person: BoardPerson, change: PersonChange | undefined): BoardPerson {
  if (change === undefined) return person;
  return { ...person, ...change, predictions: withFresh(person.predictions, change.predictions) };
}

/** Those that are named anew in the place of the old ones. */
function withFresh(old: readonly PredictionView[], fresh: readonly PredictionView[]): readonly PredictionView[] {
  const keyOf = ({ skill, name }: PredictionView) => `${skill} ${name}`;
  const newest = new Map(fresh.map((view) => [keyOf(view), view]));
  const kept = old.map((view) => newest.get(keyOf(view)) ?? view);
  const known = new Set(old.map(keyOf));
  return [...kept, ...fresh.filter((view) => !known.has(keyOf(view)))];
}

/** The board with fresh predictions of one person. */
export function withPredictions(
  board: Board | undefined,
  person: string,
  fresh: readonly PredictionView[],
): Board | undefined {
  if (board === undefined) return undefined;
  const people = board.people.map((one) =>
    one.id === person ? { ...one, predictions: withFresh(one.predictions, fresh) } : one,
  );
  return { ...board, people };
}
