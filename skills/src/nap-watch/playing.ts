import { type Instant, SECOND, type Signal, type Step, takeTurn, type Wish } from "@sakiyomi/core";
import { begins, look, mio, NOON, turnedBy, type Worn, worn } from "./sim.ts";
import { napWatch } from "./skill.ts";

/** How the tests of this skill play a nap and read what it says. */
const fail = (why: string): never => {
  throw new Error(why);
};

export interface Turn extends Pick<Step<unknown>, "wishes" | "predictions"> {
  readonly now: Instant;
  readonly sleeps: boolean;
  readonly made: readonly { readonly kind: string; readonly value: unknown }[];
  readonly size: number;
}

/** Worn with z out of the chest and y to the head; of age 0. */
export const asWorn = { out: "+z", head: "+y", municipality: "national" };

/** A turn every so many seconds, and one at once when a person says something, as the loop gives it. */
export function played(
  signals: readonly Signal[],
  until: Instant,
  settings: object = asWorn,
  ageYears: number | null | ((now: Instant) => number) = 0,
  everyS = 1,
): readonly Turn[] {
  const waiting = signals.toSorted((a, b) => a.receivedAt - b.receivedAt);
  const turns: Turn[] = [];
  let state: string | null = null;
  let place = 0;
  for (let now = NOON - SECOND; now <= until; now += SECOND) {
    const isSaid = signals.some(({ source, receivedAt }) => source.startsWith("staff:") && receivedAt === now);
    if (!isSaid && ((now - NOON) / SECOND) % everyS !== 0) continue;
    const first = place;
    while ((waiting[place]?.receivedAt ?? Number.POSITIVE_INFINITY) <= now) place += 1;
    const age = typeof ageYears === "function" ? ageYears(now) : ageYears;
    const person = { id: mio, ageYears: age, pregnant: null };
    const arrived = waiting.slice(first, place);
    const result = takeTurn(napWatch, {
      skill: "nap-watch",
      subject: mio,
      state,
      signals: arrived,
      settings,
      person,
      now,
    });
    if (!result.ok) return fail(result.why);
    state = result.state;
    turns.push({ ...JSON.parse(result.output), sleeps: result.sleeps === true, now, size: state.length });
  }
  return turns;
}

export const at = (turns: readonly Turn[], now: Instant): Turn =>
  turns.find((turn) => turn.now === now) ?? fail("no such turn");
export const tells = ({ wishes }: Turn): readonly string[] =>
  wishes.flatMap((wish) => (wish.do === "tell" ? [wish.key] : []));
/** Seconds after noon at which a tell of the key began. */
export const began = (turns: readonly Turn[], key: string): readonly number[] =>
  turns.flatMap((turn, i) => {
    const before = turns[i - 1];
    const isNew = tells(turn).includes(key) && !(before && tells(before).includes(key));
    return isNew ? [(turn.now - NOON) / SECOND] : [];
  });
export const found = (turn: Turn, key: string): Wish => turn.wishes.find((one) => one.key === key) ?? fail(`no ${key}`);
export const shown = ({ predictions }: Turn, name: string): string => {
  const said = predictions[name];
  if (said === undefined) return fail(`no ${name}`);
  return said.known
    ? Object.keys(said.what.type === "classes" ? said.what.probabilities : { time: 1 }).join()
    : said.why.key;
};
/** By which text the sensor is asked for. */
export const askedFor = (turn: Turn): string => (found(turn, "sensor") as { text: { key: string } }).text.key;
export const s = (seconds: number): Instant => NOON + seconds * SECOND;
/** From second to second on its back, with a sensor that has turned by so many degrees. */
export const stretch = (from: number, until: number, degrees: number, more: Partial<Worn> = {}): readonly Signal[] =>
  worn({ from: s(from), until: s(until), lies: () => "back", worn: turnedBy(degrees), ...more });
export const looksEvery = (minutes: number, until: number): readonly Signal[] =>
  Array.from({ length: Math.floor(until / (minutes * 60 - 10)) }, (_, i) => look(s((i + 1) * (minutes * 60 - 10))));
export const asleep = (more: Partial<Worn> & { readonly minutes: number }): readonly Signal[] => [
  begins(),
  ...looksEvery(5, more.minutes * 60),
  ...worn({ from: NOON, until: s(more.minutes * 60), lies: () => "back", ...more }),
];
