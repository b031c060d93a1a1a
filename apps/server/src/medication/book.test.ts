import assert from "node:assert/strict";
import { test } from "node:test";
import { after, emptyRoster, type Roster, type SubjectId } from "@sakiyomi/core";
import { ChartBook } from "./book.ts";

const ann = "person:ann" as SubjectId;

test("whoever is erased is forgotten, also without a single medicine", () => {
  const person = { id: ann, name: "Ann", birthDate: "1940-05-01", pregnant: null, place: null, admittedAt: 0 };
  let roster: Roster = after(emptyRoster, { type: "admitted", person, consents: ["record"] });
  const book = new ChartBook(() => roster, 0);
  assert.equal(book.chart(ann)?.name, "Ann");
  roster = after(roster, { type: "erased", person: ann });
  assert.deepEqual(book.forgetGone(), [ann]);
  assert.deepEqual(book.forgetGone(), [], "nothing of them is left to be forgotten");
  assert.equal(book.chart(ann), null);
});
