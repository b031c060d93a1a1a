import assert from "node:assert/strict";
import { test } from "node:test";
import { languageOfWords, shownFor } from "./speech.ts";

test("the language of words is that of their script", () => {
  assert.equal(languageOfWords("Your tea is here, Mr. Sato."), "en");
  assert.equal(languageOfWords("お茶です"), "ja");
  assert.equal(languageOfWords("佐藤様"), "ja");
  assert.equal(languageOfWords("차를 가져왔습니다 佐藤"), "ko");
  assert.equal(languageOfWords("37.2"), "en");
});

test("words stay for as long as they take to read, and not for ever", () => {
  assert.ok(shownFor("Tea.") < 5000);
  assert.ok(shownFor("お茶をお持ちしました。熱いのでお気をつけください。") > shownFor("お茶です"));
  assert.equal(shownFor("a".repeat(500)), 30_000);
});
