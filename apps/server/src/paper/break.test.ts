import assert from "node:assert/strict";
import { test } from "node:test";
import { linesOf, piecesOf } from "./break.ts";

/** A kanji is twice as wide as a letter. */
const measure = (character: string): number =>
  /[\u3000-\uffff]/.test(character) && !/[가-힣]/.test(character) ? 2 : 1;
const texts = (text: string, width: number): readonly string[] =>
  linesOf(text, width, measure).map((line) => line.text);

test("Japanese ends a line between any characters, but never before a closing mark or after an opening one", () => {
  assert.deepEqual(texts("今日は、雨。", 6), ["今日", "は、", "雨。"]);
  for (const text of ["今日は、「とても」良い天気です。ッャー。", "（注意）1日3回、食後。"])
    for (let width = 14; width < 40; width += 1)
      for (const line of texts(text, width)) {
        assert.doesNotMatch(line, /^[、。」）ッャー]/);
        assert.doesNotMatch(line, /[「（]$/);
      }
});

test("Korean and Latin end a line at a space only", () => {
  assert.deepEqual(piecesOf("혈압을 다시 재세요"), ["혈압을 ", "다시 ", "재세요"]);
  assert.deepEqual(texts("the quick brown fox", 10), ["the quick", "brown fox"]);
});

test("a number stays with its counter, and nothing is ever left out", () => {
  assert.deepEqual(piecesOf("毎日3回"), ["毎", "日", "3回"]);
  const text = "averyveryverylongwordwithoutanyspace 、、、「「「 123";
  for (let width = 2; width < 30; width += 1)
    assert.equal(texts(text, width).join("").replace(/\s/g, ""), text.replace(/\s/g, ""));
});

test("an end of line that was written is kept", () => {
  assert.deepEqual(texts("a\n\nb", 10), ["a", "", "b"]);
});
