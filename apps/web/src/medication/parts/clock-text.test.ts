import assert from "node:assert/strict";
import { test } from "node:test";
import { clockText } from "./clock-text.ts";

test("an hour is read as people type it, always of 24 hours", () => {
  assert.deepEqual(["8", "830", "0830", "8:30", " 20:05 ", "０８：３０", "23:59"].map(clockText), [
    "08:00",
    "08:30",
    "08:30",
    "08:30",
    "20:05",
    "08:30",
    "23:59",
  ]);
});

test("what is no time of a day is none", () => {
  assert.deepEqual(["", "24:00", "8:60", "8:3", "8pm", "12345"].map(clockText), [null, null, null, null, null, null]);
});
