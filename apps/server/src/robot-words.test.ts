import assert from "node:assert/strict";
import { test } from "node:test";
import { careAbilities, medicineReturnPhases, phasesOf } from "@sakiyomi/robot";
import { serverWords } from "./words.ts";

test("whatever a robot is asked for, with what, and is at meanwhile has words in three languages", () => {
  const fields: Readonly<Record<string, string>> = {
    bring: "thing",
    "bring-medicine": "thing",
    fetch: "thing",
    "go-to": "place",
    measure: "kind",
  };
  const back = medicineReturnPhases.map((phase) => `phase.${phase}`);
  const keys = careAbilities.flatMap((ability) => {
    const [capability = "", ...rest] = ability.split(" ");
    const value = rest.length > 0 ? [`${fields[capability]}.${rest.join(" ")}`] : [];
    return [`capability.${capability}`, ...value, ...phasesOf(ability).map((phase) => `phase.${phase}`), ...back];
  });
  assert.ok(keys.length > 40);
  for (const language of ["en", "ja", "ko"] as const)
    assert.deepEqual(
      keys.filter((key) => !serverWords.server?.[language]?.[key]),
      [],
    );
});
