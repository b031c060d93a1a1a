import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, type Resource } from "@sakiyomi/core";
import { chanceOf } from "@sakiyomi/core/testing";
import { expand, type MedicationOrder, medicationPolicy } from "@sakiyomi/medication";
import { anyOrder, timingTypes } from "@sakiyomi/medication/testing";
import fc from "fast-check";
import { orderOf, readRequest } from "./medication-request.ts";
import { requestOf } from "./medication-write.ts";
import { checkResource } from "./resource.ts";

const policy = medicationPolicy.parse({});
const house = { zone: "Asia/Tokyo", policy };
const near = Date.parse("2026-11-23T08:00:00+09:00");
const writing = { now: near, zone: house.zone, language: "ja" } as const;
/** What is sent and received: text. */
const sent = (order: MedicationOrder): Resource => JSON.parse(JSON.stringify(requestOf(order, writing))) as Resource;

test("an order of any kind is the same one after it went through FHIR, and what goes out is FHIR", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 31 }),
      fc.constantFrom(...timingTypes),
      fc.constantFrom("active", "draft", "stopped", "completed", "entered-in-error"),
      (seed, timing, status) => {
        const order = { ...anyOrder(chanceOf(seed), { near, timing }), status };
        const request = sent(order);
        assert.ok(checkResource(request, "here").ok);
        assert.deepEqual(orderOf(request, "here", house), { ok: true, value: [order] });
      },
    ),
    { seed: 11, numRuns: 1500 },
  );
});
