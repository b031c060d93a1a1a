import assert from "node:assert/strict";
import { test } from "node:test";
import { dateOf } from "./typed-date.ts";

test("a day of birth is read however it is typed, and no day is made up", () => {
  for (const typed of ["19400501", "1940-05-01", "1940/5/1", "1940.5.1", "1940年5月1日", " 19400501 "])
    assert.equal(dateOf(typed), "1940-05-01", typed);
  for (const typed of ["", "1940", "19400231", "1940-13-01", "tomorrow", "40-05-01"])
    assert.equal(dateOf(typed), null, typed);
});
