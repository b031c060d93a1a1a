import type { BoardPerson, PersonChange, PredictionView } from "../api.ts";

/**
 * What is new of somebody on a page that has `was`; null: they have to be sent whole. A person with all that is not known of them
 * is 4 KB, and of most of it nothing changes from one second to the next.
 */
export function changeOf(was: BoardPerson, is: BoardPerson): PersonChange | null {
  if (!isSamePerson(was, is) || !areAllKept(was.predictions, is.predictions)) return null;
  const before = new Set(was.predictions);
  const predictions = is.predictions.filter((view) => !before.has(view));
  return { id: is.id, signs: is.signs, alerts: is.alerts, predictions };
}

const isSamePerson = (a: BoardPerson, b: BoardPerson): boolean =>
  a.name === b.name &&
  a.ageYears === b.ageYears &&
  a.place === b.place &&
  a.placeName === b.placeName &&
  a.consents.join() === b.consents.join();

/** They come in the order in which they were first said. */
const areAllKept = (were: readonly PredictionView[], are: readonly PredictionView[]): boolean =>
  were.every((one, i) => one.skill === are[i]?.skill && one.name === are[i]?.name);
