import { HOUR, type Instant, type Level, MINUTE, type Text, text, type Wish } from "@sakiyomi/core";
import {
  type Conflict,
  conflictsIn,
  type DoseEvent,
  type DoseState,
  foldEvents,
  type MedicationChart,
  type Outcome,
  type RoundDose,
  type RoundRow,
  roundOf,
} from "@sakiyomi/medication";
import type { Settings } from "./settings.ts";
import type { State } from "./state.ts";

/** What was given twice is said for so long, unless somebody strikes it out. */
const CONFLICT_STANDS = 24 * HOUR;

/** Names of at most three, and how many more. */
const drugsOf = (doses: readonly RoundDose[]): string => {
  const names = [...new Set(doses.map(({ order }) => order.drug.text))];
  return names.length <= 3 ? names.join(", ") : `${names.slice(0, 3).join(", ")} +${names.length - 3}`;
};

const byTime = (doses: readonly RoundDose[]): readonly (readonly [Instant, readonly RoundDose[]])[] => [
  ...Map.groupBy(doses, ({ dose }) => dose.at),
];

/** Whose hour cannot wait: time-critical, at once, once. */
const isUrgent = ({ dose }: RoundDose): boolean => dose.window === null || dose.window.class === "time-critical";

/** One matter for all that is due in one hour: eight medicines are one walk to one person. */
const toGive = ({ due }: RoundRow, { gives }: Settings): readonly Wish[] =>
  byTime(due).map(([at, doses]) => ({
    do: "task",
    key: `round-${at}`,
    text: text("round", { dueAt: at, count: doses.length, drugs: drugsOf(doses) }),
    due: at,
    role: gives,
  }));

const late = (at: Instant, doses: readonly RoundDose[], key: string, level: Level): Wish => ({
  do: "tell",
  key: `late-${at}`,
  level,
  text: text(key, { dueAt: at, count: doses.length, drugs: drugsOf(doses) }),
});

/** The same hour overdue and then omitted is one alert that rises. */
function notGiven({ overdue, omitted }: RoundRow): readonly Wish[] {
  const gone = new Map(byTime(omitted));
  const waiting = new Map(byTime(overdue));
  const hours = new Set([...gone.keys(), ...waiting.keys()]);
  return [...hours].map((at) => {
    const doses = [...(gone.get(at) ?? []), ...(waiting.get(at) ?? [])];
    if (gone.has(at)) return late(at, doses, "omitted", "medium");
    return late(at, doses, "overdue", doses.some(isUrgent) ? "medium" : "low");
  });
}

const toConfirm = ({ waiting }: RoundRow, { gives }: Settings): readonly Wish[] =>
  waiting
    .filter(({ isLate }) => isLate)
    .map(({ order, state, since }) => ({
      do: "task",
      key: `confirm-${state.dose}`,
      text: text("confirm", { drug: order?.drug.text ?? state.order, givenAt: since }),
      due: since,
      role: gives,
    }));

const toAsk = ({ effects }: RoundRow, { gives }: Settings): readonly Wish[] =>
  effects.map(({ order, state, dueAt }) => ({
    do: "task",
    key: `effect-${state.dose}`,
    text: text("effect", { drug: order.drug.text, givenAt: state.at ?? dueAt }),
    due: dueAt,
    role: gives,
  }));

/** Nobody decides about these but a nurse or a doctor: whether it is given again, another way, or not. */
const needsWord: ReadonlySet<Outcome> = new Set<Outcome>(["refused", "spat-out", "vomited", "partly", "missing"]);
const mayHarm: ReadonlySet<Outcome> = new Set<Outcome>(["spat-out", "vomited"]);

function toDecide(states: Iterable<DoseState>, state: State, now: Instant, { decideHours }: Settings): readonly Wish[] {
  return [...states].flatMap(({ dose, order, notTaken, state: progress, at }): readonly Wish[] => {
    const isFresh = at !== null && now < at + decideHours * HOUR;
    if (!notTaken || notTaken.outcome !== progress || !needsWord.has(notTaken.outcome) || !isFresh) return [];
    const drug = state.orders.find(({ id }) => id === order)?.drug.text ?? order;
    const said: Text = text("decide", { drug, outcome: `outcome.${notTaken.outcome}`, happenedAt: notTaken.at });
    const key = `decide-${dose}`;
    return mayHarm.has(notTaken.outcome)
      ? [{ do: "tell", key, level: "medium", text: said }]
      : [{ do: "task", key, text: said, due: notTaken.at, role: "nurse" }];
  });
}

/** What the house finds with the drug list and its longer memory, and what is forgotten here may be a part of. */
const houseFinds: ReadonlySet<string> = new Set<Conflict["type"]>(["given-twice", "too-soon", "too-many"]);

type Found = Pick<Conflict, "type" | "events" | "order" | "at">;

/** Until that record, or one of the same medicine that was said to stand against it, is struck out. */
function foundByHouse({ events, flags }: State): readonly Found[] {
  const strikes = events.filter((event) => event.type === "struck-out");
  return events.flatMap(({ id, order, at }) => {
    if (strikes.some((strike) => strike.event === id || (strike.order === order && strike.at >= at))) return [];
    return (flags[id] ?? [])
      .filter((flag): flag is Conflict["type"] => houseFinds.has(flag))
      .map((type) => ({ type, events: [id], order, at }));
  });
}

/** Two of one dose were given, or one that was not to be: whoever is there has to look now. */
const inConflict = (own: readonly Conflict[], state: State, now: Instant): readonly Wish[] =>
  [
    ...new Map(
      [...foundByHouse(state), ...own].map((one) => [`${one.type} ${one.events.at(-1) ?? one.order}`, one]),
    ).values(),
  ]
    .filter(({ at }) => now < at + CONFLICT_STANDS)
    .map(({ type, events, order, at }) => ({
      do: "tell",
      key: `conflict-${type}-${events.at(-1) ?? order}`,
      level: "high",
      text: text(`conflict.${type}`, {
        drug: state.orders.find(({ id }) => id === order)?.drug.text ?? order,
        happenedAt: at,
      }),
    }));

/** What only the house could know when it heard of it (apps/server/src/medication/flags.ts), and how much it matters. */
const flagLevels: Readonly<Record<string, Level>> = {
  "against-check": "high",
  "not-permitted": "high",
  "unknown-order": "high",
  "no-lease": "medium",
  "unknown-session": "medium",
  "unproven-witness": "medium",
  clock: "medium",
};

const flagged = (state: State, now: Instant): readonly Wish[] => {
  const struck = new Set(state.events.flatMap((event) => (event.type === "struck-out" ? [event.event] : [])));
  return state.events.flatMap(({ id, order, at }) =>
    (state.flags[id] ?? []).flatMap((flag): readonly Wish[] => {
      const level = flagLevels[flag];
      if (level === undefined || struck.has(id) || now >= at + CONFLICT_STANDS) return [];
      const drug = state.orders.find((one) => one.id === order)?.drug.text ?? order;
      return [{ do: "tell", key: `flag-${flag}-${id}`, level, text: text(`flag.${flag}`, { drug, happenedAt: at }) }];
    }),
  );
};

/** Calls so near to each other are of one errand, whose cup is elsewhere by now. */
const ONE_ERRAND = 5 * MINUTE;

/** One matter for each errand, named after its first call. Why it called stands in its order. */
const robotCalls = ({ calls }: State): readonly Wish[] => {
  const firsts = calls.filter((at, i) => at - (calls[i - 1] ?? Number.NEGATIVE_INFINITY) > ONE_ERRAND);
  return firsts.map((at) => ({
    do: "tell",
    key: `robot-${at}`,
    level: "medium",
    text: text("robot", { happenedAt: at }),
  }));
};

const chartOf = (person: string, { orders, events }: State): MedicationChart => ({
  ...{ person, name: "", birthDate: null, isHere: true, placeName: "", wristbands: [], allergies: [], packs: [] },
  orders,
  events: events as DoseEvent[],
});

/** Everything that holds now for one person. */
export function wishesFor(person: string, state: State, settings: Settings, now: Instant): readonly Wish[] {
  const { zone, policy, orders, events } = state;
  if (zone === null) return robotCalls(state);
  const round = roundOf({ charts: [chartOf(person, state)], now, until: now, policy, zone });
  const states = foldEvents(events).values();
  const rows = round.rows.flatMap((row) => [
    ...toGive(row, settings),
    ...notGiven(row),
    ...toConfirm(row, settings),
    ...toAsk(row, settings),
  ]);
  return [
    ...rows,
    ...toDecide(states, state, now, settings),
    ...inConflict(conflictsIn({ events, orders }), state, now),
    ...flagged(state, now),
    ...robotCalls(state),
  ];
}
