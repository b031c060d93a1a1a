import assert from "node:assert/strict";
import { test } from "node:test";
import { type KeyPress, noKeys, type WedgeSettings, wedge, wedgeDefaults } from "./wedge.ts";

const GS = "\u001d";
const key = (typed: string, at: number, more: Partial<KeyPress> = {}): KeyPress => ({
  key: typed,
  code: "",
  ctrl: false,
  shift: false,
  at,
  ...more,
});

/** Types the keys, `gap` ms apart, and gives the codes that came out and the keys that went through to the page. */
function typed(presses: readonly KeyPress[], settings: WedgeSettings = wedgeDefaults) {
  let state = noKeys;
  const codes: string[] = [];
  const through: string[] = [];
  for (const press of presses) {
    const step = wedge(state, press, settings);
    state = step.state;
    if (step.code !== null) codes.push(step.code);
    if (!step.isTaken) through.push(press.key);
  }
  return { codes, through };
}
const burst = (text: string, gap: number, from = 0) => [...text, "Enter"].map((one, i) => key(one, from + i * gap));

test("a burst of keys that ends with Enter is one code, and its Enter presses nothing", () => {
  const { codes, through } = typed(burst("]d20109520123456788", 5));
  assert.deepEqual(codes, ["]d20109520123456788"]);
  assert.deepEqual(through, ["]", "d", "2"]);
});

test("a slow Bluetooth scanner is still a scanner, a person who types is none", () => {
  assert.deepEqual(typed(burst("09520123456788", 60)).codes, ["09520123456788"]);
  const person = typed(burst("09520123456788", 120));
  assert.deepEqual(person.codes, []);
  assert.equal(person.through.length, 15);
});

test("a key that is held back for a moment in the middle does not break the code", () => {
  const late = burst("09520123456788", 5).map((press, i) => ({ ...press, at: press.at + (i > 6 ? 250 : 0) }));
  assert.deepEqual(typed(late).codes, ["09520123456788"]);
});

test("two codes one after another stay two", () => {
  const { codes } = typed([...burst("09520123456788", 4), ...burst("19520123456785", 4, 400)]);
  assert.deepEqual(codes, ["09520123456788", "19520123456785"]);
});

test("FNC1 comes as Ctrl+], as U+001D, as a key of its own or as agreed characters", () => {
  const around = (between: readonly KeyPress[]) => [
    ...[..."10ABC123"].map((one, i) => key(one, i)),
    ...between,
    ...[..."2107", "Enter"].map((one, i) => key(one, 20 + i)),
  ];
  const wanted = [`10ABC123${GS}2107`];
  const controlled = [key("Control", 9, { ctrl: true }), key("]", 10, { ctrl: true, code: "BracketRight" })];
  assert.deepEqual(typed(around(controlled)).codes, wanted);
  assert.deepEqual(typed(around([key(GS, 9)])).codes, wanted);
  assert.deepEqual(typed(around([key("F8", 9)]), { ...wedgeDefaults, fnc1: "F8" }).codes, wanted);
  const braces = [..."{GS}"].map((one, i) => key(one, 9 + i));
  assert.deepEqual(typed(around(braces), { ...wedgeDefaults, fnc1: "{GS}" }).codes, wanted);
});

test("under an input method the digits and letters are read by the place of the key", () => {
  const presses = [
    ...[..."0952012345678"].map((digit, i) => key("Process", i, { code: `Digit${digit}` })),
    key("Shift", 14, { code: "ShiftLeft", shift: true }),
    key("Process", 15, { code: "KeyA", shift: true }),
    key("Enter", 16, { code: "Enter" }),
  ];
  assert.deepEqual(typed(presses).codes, ["0952012345678A"]);
});

test("a short burst is no code, yet its Enter is the scanner's; Enter by hand goes through", () => {
  const short = typed(burst("12345", 3));
  assert.deepEqual(short, { codes: [], through: ["1", "2", "3"] });
  assert.deepEqual(typed([key("Enter", 10_000)]), { codes: [], through: ["Enter"] });
});
