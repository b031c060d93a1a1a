import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { HOUR, MINUTE, SECOND, text } from "./1-signal/index.ts";
import { defineSkill, inlineHost, type Skill } from "./4-decide/index.ts";
import { replay } from "./replay.ts";
import { MORNING, personOf, SmallHouse } from "./testing/small-house.ts";

const ann = personOf("ann");

/** For small children, and for those who are older; asks once how old it is told that they are, and sleeps. */
const forAge = (id: string, suits: NonNullable<Skill["suits"]>): Skill =>
  defineSkill<{ readonly turns: number }, object>({
    ...{ id, owner: "core", version: "1.0.0", risk: "informs", budgetMs: 50, words: { en: {}, ja: {}, ko: {} } },
    ...{ suits, reads: ["note"], makes: [], does: ["tell"], periodMs: 30 * SECOND, settings: z.object({}) },
    start: () => ({ turns: 0 }),
    step: ({ turns }, { person }) => ({
      state: { turns: turns + 1 },
      predictions: {},
      wishes: [{ do: "tell", key: "age", level: "low", text: text(`age-${person.ageYears}`) }],
      sleeps: true,
    }),
  });
const small = forAge("small", ({ ageYears }) => ageYears !== null && ageYears < 4);
const older = forAge("older", ({ ageYears }) => ageYears !== null && ageYears >= 4);
const all = forAge("all", () => true);

/** Who is four on the day after this morning. */
async function aChild(): Promise<SmallHouse> {
  const house = await new SmallHouse([small, older, all]).open();
  const rest = { name: "ann", pregnant: null, place: null, admittedAt: house.now };
  const person = { id: ann, birthDate: "2022-04-07", ...rest };
  await house.change({ type: "admitted", person, consents: ["record", "predict"] });
  return house;
}

const tells = (house: SmallHouse) => house.alerts.map(({ skill, text: said }) => `${skill} ${said.key}`).sort();

test("on a birthday a skill that was made for the younger gives up, one for the older begins, and who sleeps is told", async () => {
  const house = await aChild();
  await house.wait(2 * HOUR, MINUTE);
  assert.deepEqual(tells(house), ["all age-3", "small age-3"]);
  await house.wait(16 * HOUR, MINUTE);
  assert.deepEqual(tells(house), ["all age-4", "older age-4"]);
  const lines = await house.records.entries({ types: ["birthday"] });
  assert.deepEqual(
    lines.map(({ at, content }) => [at, (content as { ageYears: number }).ageYears]),
    [[MORNING + 16 * HOUR, 4]],
  );
});

test("a night with a birthday is replayed as it was lived, and a crash after it changes nothing", async () => {
  const house = await aChild();
  await house.wait(16 * HOUR + 10 * MINUTE, MINUTE);
  await house.open();
  await house.wait(2 * HOUR, MINUTE);
  assert.deepEqual(tells(house), ["all age-4", "older age-4"]);
  await house.loop.stop();
  const { store, records, skills } = house;
  const replayed = await replay({ store, records, skills, from: MORNING, to: house.now });
  assert.deepEqual(replayed.differing, []);
  assert.ok(replayed.compared > 0);
  assert.equal((await records.entries({ types: ["birthday"] })).length, 1);
});

test("what the house breaks in with a turn is said, and the seat has its next one all the same", async () => {
  const house = new SmallHouse([all]);
  let broken = 1;
  house.host = (skills) => ({
    ...inlineHost(skills),
    turn: async (request) => {
      const result = await inlineHost(skills).turn(request);
      return result.ok && broken-- > 0 ? { ...result, output: "no text of an output" } : result;
    },
  });
  await house.open();
  await house.admit("ann");
  await house.wait(5 * MINUTE);
  assert.equal(house.turns.length, 0);
  assert.equal(house.troubles.length, 1);
  await house.say(house.signal("ann", "note", { text: "hello" }));
  assert.equal(house.turns.length, 1);
});
