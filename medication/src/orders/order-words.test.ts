import assert from "node:assert/strict";
import { test } from "node:test";
import { languages, say, type Text } from "@sakiyomi/core";
import { chanceOf } from "@sakiyomi/core/testing";
import fc from "fast-check";
import { doseUnits, type Quantity } from "../drugs/drug.ts";
import { anyOrder } from "../testing/any-order.ts";
import type { MedicationOrder, Timing } from "./order.ts";
import { orderWords, stepWords } from "./order-words.ts";
import { wordsOfOrders } from "./words.ts";

const zone = "Asia/Tokyo";
const near = Date.parse("2026-11-23T08:00:00+09:00");
const inAll = (line: Text): readonly string[] =>
  languages.map((language) => say(wordsOfOrders, line, { language, zone }));
const lineOf = (dose: Quantity | null, timing: Timing | null, route: MedicationOrder["route"] = "oral") =>
  inAll(orderWords({ dose, timing, route }, zone));

const tablets = (value: number): Quantity => ({ value, unit: "{tablet}" });
const at = (...times: string[]) => ({ type: "times" as const, times });
const meal = (offsetMin: number, ...meals: ("breakfast" | "lunch" | "dinner" | "bedtime")[]) => ({
  type: "meals" as const,
  meals,
  offsetMin,
});
const daily = { type: "daily" } as const;

const table: readonly (readonly [said: readonly string[], words: readonly [en: string, ja: string, ko: string]])[] = [
  [
    lineOf(tablets(1), { type: "clock", days: daily, within: meal(30, "breakfast", "lunch", "dinner") }),
    ["1 tablet, 3 times a day after meals", "1回1錠 1日3回 毎食後", "1회 1정, 1일 3회 매 식후"],
  ],
  [
    lineOf(tablets(0.5), { type: "clock", days: daily, within: meal(-30, "dinner", "breakfast") }),
    [
      "0.5 tablet, twice a day before breakfast and dinner",
      "1回0.5錠 1日2回 朝夕食前",
      "1회 0.5정, 1일 2회 아침·저녁 식전",
    ],
  ],
  [
    lineOf(tablets(2), { type: "clock", days: daily, within: meal(120, "lunch", "bedtime") }),
    [
      "2 tablets, twice a day 2 hours after lunch and at bedtime",
      "1回2錠 1日2回 昼食後2時間と就寝前",
      "1회 2정, 1일 2회 점심 식후 2시간 및 취침 전",
    ],
  ],
  [
    lineOf(tablets(1), { type: "clock", days: daily, within: at("20:00", "08:00") }),
    ["1 tablet, twice a day at 8:00 and 20:00", "1回1錠 1日2回 8:00・20:00", "1회 1정, 1일 2회 8:00, 20:00"],
  ],
  [
    lineOf(tablets(1), { type: "clock", days: { type: "weekdays", weekdays: ["wed", "mon"] }, within: at("08:00") }),
    ["1 tablet, at 8:00 on Mon and Wed", "1回1錠 毎週月・水曜日 8:00", "1회 1정, 매주 월·수요일 8:00"],
  ],
  [
    lineOf(
      { value: 1, unit: "{patch}" },
      { type: "clock", days: { type: "every", days: 2, first: "2026-11-01" }, within: at("09:00") },
    ),
    [
      "1 patch, at 9:00 every other day, from 1 Nov 2026",
      "1回1枚 隔日（2026年11月1日開始） 9:00",
      "1회 1매, 격일 (2026년 11월 1일부터) 9:00",
    ],
  ],
  [
    lineOf(tablets(1), {
      type: "clock",
      days: { type: "cycle", on: 21, off: 7, first: "2026-11-01" },
      within: meal(0, "bedtime"),
    }),
    [
      "1 tablet, at bedtime in cycles of 21 days on and 7 days off, from 1 Nov 2026",
      "1回1錠 21日間投与・7日間休薬の繰り返し（2026年11月1日開始） 就寝前",
      "1회 1정, 21일 투여, 7일 휴약 반복 (2026년 11월 1일부터) 취침 전",
    ],
  ],
  [
    lineOf(tablets(1), { type: "clock", days: { type: "month", days: [31, 1] }, within: at("08:00") }),
    [
      "1 tablet, at 8:00 on the 1st and last day of each month",
      "1回1錠 毎月1日・末日 8:00",
      "1회 1정, 매월 1일, 말일 8:00",
    ],
  ],
  [
    lineOf({ value: 10, unit: "[iU]" }, { type: "interval", hours: 8, first: near }, "subcutaneous"),
    ["10 units, every 8 hours", "1回10単位 8時間ごと", "1회 10단위, 8시간마다"],
  ],
  [
    lineOf({ value: 2, unit: "{puff}" }, { type: "once", at: near }, "nasal"),
    [
      "2 sprays, once, on 23 Nov 2026 at 8:00",
      "1回2噴霧 1回限り 2026年11月23日 8:00",
      "1회 2분무, 1회만 2026년 11월 23일 8:00",
    ],
  ],
  [
    lineOf({ value: 1500, unit: "mg" }, { type: "stat" }),
    ["1,500 mg, immediately, once (STAT)", "1回1,500mg 直ちに1回（至急）", "1회 1,500mg, 즉시 1회 (STAT)"],
  ],
  [
    lineOf(tablets(1), {
      type: "as-needed",
      reason: "pain",
      minIntervalMin: 360,
      maxPerDay: 4,
      effectAfterMin: null,
    }),
    [
      "1 tablet, as needed for pain, not sooner than 6 hours after the last dose, at most 4 in any 24 hours",
      "1回1錠 頓用：pain（前回から6時間以上あけて、24時間に4回まで）",
      "1회 1정, 필요시: pain (이전 투여 후 6시간 이상 간격, 24시간 최대 4회)",
    ],
  ],
  [
    lineOf(null, null),
    [
      "at times not stated; the dose is not stated",
      "用法の記載なし（用量の記載なし）",
      "투여 시간 미기재 (용량 미기재)",
    ],
  ],
];

test("an order is said as a pharmacist writes it, in each language", () => {
  for (const [said, words] of table) assert.deepEqual(said, words);
});

test("a taper says where it goes, and each of its steps", () => {
  const step = (value: number, days: number) => ({ days, dose: tablets(value), within: meal(30, "breakfast") });
  const taper = (...steps: ReturnType<typeof step>[]): Timing => ({ type: "taper", first: "2026-11-01", steps });
  const down = taper(step(4, 7), step(2, 7), step(1, 1));
  assert.deepEqual(lineOf(tablets(4), down), [
    "4 tablets, tapering to 1 tablet in 3 steps, from 1 Nov 2026",
    "1回4錠 2026年11月1日から3段階で1回1錠まで漸減",
    "1회 4정, 2026년 11월 1일부터 3단계로 1회 1정까지 감량",
  ]);
  assert.deepEqual(stepWords({ route: "oral", timing: down }).map(inAll), [
    [
      "for 7 days: 4 tablets, once a day after breakfast",
      "7日間：1回4錠 1日1回 朝食後",
      "7일간: 1회 4정, 1일 1회 아침 식후",
    ],
    [
      "for 7 days: 2 tablets, once a day after breakfast",
      "7日間：1回2錠 1日1回 朝食後",
      "7일간: 1회 2정, 1일 1회 아침 식후",
    ],
    [
      "for 1 day: 1 tablet, once a day after breakfast",
      "1日間：1回1錠 1日1回 朝食後",
      "1일간: 1회 1정, 1일 1회 아침 식후",
    ],
  ]);
  assert.match(lineOf(tablets(1), taper(step(1, 7), step(2, 7)))[0] ?? "", /increasing to 2 tablets in 2 steps/);
  assert.match(
    lineOf(tablets(1), taper(step(1, 7), step(2, 7), step(1, 7)))[0] ?? "",
    /in 3 steps, the last one 1 tablet/,
  );
  assert.match(
    lineOf(tablets(1), taper(step(1, 7)))[0] ?? "",
    /once a day after breakfast for 7 days, from 1 Nov 2026/,
  );
});

test("every order has words in every language, without a hole or a key left in them", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.constantFrom(...doseUnits), (seed, unit) => {
      const order = anyOrder(chanceOf(seed), { near });
      const dose = { value: 2, unit };
      for (const line of [orderWords(order, zone), orderWords({ ...order, dose }, zone), ...stepWords(order)])
        for (const said of inAll(line)) assert.doesNotMatch(said, /order-|[{}]/);
    }),
    { seed: 9, numRuns: 400 },
  );
});

test("the three languages have the same keys, and Japanese and Korean are not English", () => {
  const keys = (language: "en" | "ja" | "ko") => Object.keys(wordsOfOrders[language]).sort();
  assert.deepEqual(keys("ja"), keys("en"));
  assert.deepEqual(keys("ko"), keys("en"));
  for (const language of ["ja", "ko"] as const)
    assert.deepEqual(
      Object.entries(wordsOfOrders[language]).filter(([, sentence]) =>
        /[a-z]{5,}/.test(sentence.replaceAll(/\{\w+\}/g, "")),
      ),
      [],
    );
});
