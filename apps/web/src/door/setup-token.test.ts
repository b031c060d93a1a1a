import assert from "node:assert/strict";
import { test } from "node:test";
import { tokenOf } from "./setup-token.ts";

test("the one-time code is found wherever the printed address carries it", () => {
  const house = "http://127.0.0.1:7700";
  const addresses = [
    `${house}/setup?token=abc`,
    `${house}/setup#token=abc`,
    `${house}/setup#abc`,
    `${house}/setup/abc`,
  ];
  assert.deepEqual(addresses.map(tokenOf), ["abc", "abc", "abc", "abc"]);
  assert.equal(tokenOf(`${house}/`), "");
});
