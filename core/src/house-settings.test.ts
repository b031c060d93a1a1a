import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { MINUTE } from "./1-signal/index.ts";
import { offsetMin, settingsFor } from "./house-settings.ts";
import { replay } from "./replay.ts";
import { MORNING, SmallHouse } from "./testing/small-house.ts";
import { falls } from "./testing/small-skills.ts";

const at = (iso: string): number => Date.parse(iso);

test("a zone is so far ahead as its clocks are: summer, winter, half hours, before the date line and after", () => {
  const rows: readonly (readonly [string, string, number])[] = [
    ["Asia/Tokyo", "2026-01-01T00:00:00Z", 540],
    ["Europe/Berlin", "2026-01-01T00:00:00Z", 60],
    ["Europe/Berlin", "2026-03-29T00:59:59.999Z", 60],
    ["Europe/Berlin", "2026-03-29T01:00:00Z", 120],
    ["Asia/Kolkata", "2026-07-01T12:34:56.789Z", 330],
    ["America/St_Johns", "2026-01-01T00:00:00Z", -210],
    ["Pacific/Kiritimati", "2026-12-31T23:59:59Z", 840],
    ["UTC", "1970-01-01T00:00:00Z", 0],
  ];
  for (const [zone, iso, minutes] of rows) assert.equal(offsetMin(zone, at(iso)), minutes, `${zone} ${iso}`);
});

test("the house's clock is taken where a skill has a setting for it that nobody has set", () => {
  const settings = z.object({
    zone: z.string().default("UTC"),
    utcOffsetMin: z.number().default(0),
    limit: z.number(),
  });
  const house = { zone: "Europe/Berlin" };
  const summer = at("2026-07-01T00:00:00Z");
  const none = { zone: "Europe/Berlin", utcOffsetMin: 120 };
  assert.deepEqual(settingsFor({ settings }, house, {}, summer), none);
  assert.deepEqual(settingsFor({ settings }, house, { zone: "Asia/Seoul", limit: 3 }, summer), {
    ...none,
    zone: "Asia/Seoul",
    limit: 3,
  });
  assert.deepEqual(settingsFor({ settings: z.object({}) }, house, {}, summer), {});
  assert.deepEqual(settingsFor({ settings }, { zone: null }, {}, summer), {});
});

test("a house that moves to another zone tells its skills from then on, and a replay tells them the same", async () => {
  const heard: unknown[] = [];
  const listening = { ...falls, settings: z.object({ zone: z.string().default("UTC") }) };
  const step: typeof falls.step = (state, inputs, now) => {
    heard.push((inputs.settings as { readonly zone: string }).zone);
    return falls.step(state, inputs, now);
  };
  const skill = { ...listening, step };
  const house = await new SmallHouse([skill]).open();
  await house.admit("ann");
  const fall = () => house.say(house.signal("ann", "fall", {}));
  await fall();
  await house.change({ type: "zone", zone: "Asia/Tokyo" });
  await house.wait(MINUTE);
  await fall();
  await house.change({ type: "zone", zone: "Europe/Berlin" });
  await house.wait(MINUTE);
  await fall();
  await house.loop.stop();
  const lived = [...heard];
  assert.deepEqual(
    lived.filter((zone, i) => zone !== lived[i - 1]),
    ["UTC", "Asia/Tokyo", "Europe/Berlin"],
  );
  const { store, records } = house;
  const again = await replay({ store, records, skills: [skill], from: MORNING, to: house.now });
  assert.deepEqual(again.differing, []);
  assert.deepEqual(heard.slice(lived.length), lived);
});
