import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Instant, SECOND, type SubjectId, text } from "../1-signal/index.ts";
import { after, emptyRoster, type Roster } from "../2-store/index.ts";
import { levels, type Wish } from "../4-decide/index.ts";
import {
  type Acted,
  act,
  attend,
  type Deed,
  defaultPolicy,
  type EscalationPolicy,
  emptyStanding,
  matterOf,
  passTime,
  type Standing,
  withdraw,
} from "./index.ts";

const people = ["person:ann", "person:ben"] as unknown as readonly SubjectId[];
const keys = ["fell", "fever", "bed"] as const;
const skills = ["one", "two"] as const;
const does = ["tell", "ask", "task"] as const;

const wish = fc.record({
  key: fc.constantFrom(...keys),
  level: fc.constantFrom(...levels),
  sentence: fc.constantFrom("a", "b"),
});
const seat = { skill: fc.constantFrom(...skills), subject: fc.constantFrom(...people) };
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constant("turn" as const),
      ...seat,
      wishes: fc.uniqueArray(wish, { selector: ({ key }) => key, maxLength: 3 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant("pass" as const),
      ms: fc.constantFrom(0, 1, 250, 10 * SECOND, 31 * SECOND, 200 * SECOND),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constantFrom("take" as const, "done" as const), which: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant("withdraw" as const), ...seat }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const roster: Roster = people.reduce(
  (all, id) =>
    after(all, {
      type: "admitted",
      person: { id, name: id, birthDate: null, pregnant: null, place: null, admittedAt: 0 },
      consents: ["record", "predict"],
    }),
  emptyRoster,
);

/** What every run of act keeps, told beside it in the simplest words: which alert of a matter is alive, and how. */
class Witness {
  /** Matter → id of the alert that was raised and is not over. */
  readonly alive = new Map<string, string>();
  readonly everRaised = new Set<string>();

  check({ standing, deeds }: Acted): void {
    for (const deed of deeds) this.#deed(deed);
    assert.deepEqual(
      [...standing.alerts.keys()].sort(),
      [...this.alive.keys()].sort(),
      "nothing comes or goes without a deed",
    );
    for (const [matter, alert] of standing.alerts) {
      assert.equal(alert.id, this.alive.get(matter));
      assert.equal(matterOf(alert), matter);
      assert.equal(alert.overAt, null);
    }
  }

  #deed(deed: Deed): void {
    if (deed.type === "told") {
      assert.equal(deed.alert.state, "open", "only what nobody has taken is told");
      assert.equal(
        this.alive.get(matterOf(deed.alert)),
        deed.alert.id,
        "every telling belongs to an alert that stands",
      );
    }
    if (deed.type !== "alert") return;
    const matter = matterOf(deed.alert);
    if (deed.change === "raised") {
      assert.equal(this.alive.has(matter), false, "never two of one matter");
      assert.equal(this.everRaised.has(deed.alert.id), false, "never the same one twice");
      this.everRaised.add(deed.alert.id);
      this.alive.set(matter, deed.alert.id);
    } else assert.equal(this.alive.get(matter), deed.alert.id);
    if (deed.change === "over" || deed.change === "ended") this.alive.delete(matter);
  }
}

class Model {
  standing: Standing = emptyStanding;
  now: Instant = Date.UTC(2026, 3, 6);
  readonly witness = new Witness();
  readonly #policy: EscalationPolicy;
  #arrival = 0;

  constructor(policy: EscalationPolicy) {
    this.#policy = policy;
  }

  take(one: Step): void {
    const before = this.standing;
    const acted = this.#acted(one);
    if (!acted) return;
    this.standing = acted.standing;
    this.witness.check(acted);
    if (one.what !== "withdraw") this.#urgentStays(before);
    if (one.what === "turn") this.#everyWishStands(one);
    if (one.what === "take")
      assert.ok(
        acted.deeds.every(({ type }) => type === "alert"),
        "who takes it is told no more",
      );
  }

  #acted(one: Step): Acted | null {
    if (one.what === "turn") return this.#turn(one);
    if (one.what === "withdraw") return withdraw(this.standing, one.subject, one.skill, this.now, this.#arrival);
    if (one.what === "pass") {
      this.now += one.ms;
      return passTime(this.standing, this.now, this.#policy);
    }
    const alerts = [...this.standing.alerts.values()];
    const alert = alerts[one.which % Math.max(1, alerts.length)];
    return alert ? attend(this.standing, alert.id, one.what, "staff:b", this.now) : null;
  }

  #turn({ skill, subject, wishes }: Extract<Step, { what: "turn" }>): Acted {
    this.#arrival += 1;
    const said = wishes.map(({ key, level, sentence }): Wish => ({ do: "tell", key, level, text: text(sentence) }));
    const turn = { skill: { id: skill, does }, subject, wishes: said, now: this.now, arrival: this.#arrival };
    return act(this.standing, turn, roster, this.#policy);
  }

  /** A high alert that nobody has taken goes away only where the person or the skill does. */
  #urgentStays(before: Standing): void {
    for (const [matter, alert] of before.alerts)
      if (alert.peak === "high" && alert.state === "open")
        assert.equal(this.standing.alerts.get(matter)?.id, alert.id, "nobody has looked");
  }

  #everyWishStands({ skill, subject, wishes }: Extract<Step, { what: "turn" }>): void {
    for (const { key, level } of wishes) {
      const alert = this.standing.alerts.get(matterOf({ subject, skill, key }));
      assert.ok(alert, "a wish is an alert");
      assert.ok(alert.absentSince === null);
      assert.ok(levels.indexOf(alert.level) >= levels.indexOf(level), "never lower than wished");
      if (alert.state === "open") assert.ok(alert.tellings.length > 0, "an open alert was told to somebody");
    }
  }
}

for (const holdMs of [0, 30 * SECOND])
  test(`whatever is wished, taken and withdrawn at whatever time: no matter twice, no telling after a taking, nothing lost (hold ${holdMs} ms)`, () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), (steps) => {
        const model = new Model({ ...defaultPolicy, holdMs });
        for (const one of steps) model.take(one);
      }),
      { seed: 6, numRuns: 400 },
    );
  });
