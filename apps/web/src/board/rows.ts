import type { AlertView, Board, BoardPerson, DueView } from "../link/shapes.ts";
import { inOrder } from "./order.ts";

/** A line of the board, and all that it shows. */
export interface RowFacts {
  readonly person: BoardPerson;
  readonly alerts: readonly AlertView[];
  readonly due: readonly DueView[];
}

/** The lines of the board in their order; what belongs to each is looked up once, not once a line. */
export function rowsOf({ people, alerts, due }: Pick<Board, "people" | "alerts" | "due">): readonly RowFacts[] {
  const alertsOf = Map.groupBy(alerts, ({ person }) => person);
  const dueOf = Map.groupBy(due, ({ person }) => person);
  return inOrder(people, alerts).map((person) => ({
    person,
    alerts: alertsOf.get(person.id) ?? [],
    due: dueOf.get(person.id) ?? [],
  }));
}

/** Whether two lines would look the same: lists come anew with every patch, though most say what they said before. */
export function looksSame(before: RowFacts, after: RowFacts): boolean {
  return (
    before.person === after.person &&
    alertsSay(before.alerts) === alertsSay(after.alerts) &&
    dueSay(before.due) === dueSay(after.due)
  );
}

const alertsSay = (alerts: readonly AlertView[]): string =>
  alerts.map(({ id, state, level, over, text }) => `${id} ${state} ${level} ${over} ${JSON.stringify(text)}`).join();
const dueSay = (due: readonly DueView[]): string => due.map(({ id, dueAt, state }) => `${id} ${dueAt} ${state}`).join();

/** Lists come anew with every patch; what says the same as before need not be drawn again. */
export const saysTheSame = (before: object, after: object): boolean => JSON.stringify(before) === JSON.stringify(after);
