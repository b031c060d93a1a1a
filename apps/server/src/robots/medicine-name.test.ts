import assert from "node:assert/strict";
import { test } from "node:test";
import { isNameSaid, isNo } from "./medicine-name.ts";

test("a whole name is heard in either order, with what people say around it, in any width and kana", () => {
  const names: readonly [string, readonly string[]][] = [
    [
      "佐藤 和子",
      ["佐藤和子", "佐藤 和子です", "はい、佐藤和子です。", "私は佐藤和子と申します", "和子 佐藤", "佐藤和子さん"],
    ],
    ["サトウ カズコ", ["さとうかずこ", "ｻﾄｳ ｶｽﾞｺ", "さとう かずこ です"]],
    ["Kazuko Sato", ["kazuko sato", "Sato, Kazuko", "My name is Kazuko Sato.", "I'm Kazuko Sato"]],
    ["김 영희", ["김영희입니다", "저는 김영희예요", "네, 김영희"]],
  ];
  for (const [name, all] of names) for (const said of all) assert.ok(isNameSaid(said, name), `${said} for ${name}`);
});

test("a part of a name, a longer one that holds it, another one and nothing are no", () => {
  const others: readonly [string, readonly string[]][] = [
    ["佐藤 和子", ["佐藤", "和子", "佐藤和子子", "小佐藤和子", "佐藤花子", "", "。", "はい", "です"]],
    ["林 一", ["小林一郎", "林一郎", "林"]],
    ["Kazuko Sato", ["Kazuko", "Sato", "Kazuko Satoh", "my name is"]],
    ["김 영희", ["김영", "영희", "김영희수"]],
  ];
  for (const [name, all] of others) for (const said of all) assert.ok(!isNameSaid(said, name), `${said} for ${name}`);
});

test("a no is heard as a no, and nothing else is", () => {
  for (const said of ["いいえ", "いりません。", "飲みたくない", "아니요", "No", "No, thanks"])
    assert.ok(isNo(said), said);
  for (const said of ["はい", "飲みました", "네", "yes", "the night was long", ""]) assert.ok(!isNo(said), said);
});
