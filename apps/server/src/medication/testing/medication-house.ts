// A house with invented drugs, somebody who has orders, and phones that sign what they say. For the tests of this folder.
import assert from "node:assert/strict";
import { createHash, webcrypto } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canonicalJson, type Instant, type Records, type Skill, type SubjectId } from "@sakiyomi/core";
import type { Decision, DoseEvent, Handed, MedicationOrder } from "@sakiyomi/medication";
import {
  type InventedKey,
  inventedCode,
  inventedGtin,
  inventedPackCodes,
  inventedPriceList,
} from "@sakiyomi/medication/testing";
import { openRecords, type SqliteRecords } from "@sakiyomi/sqlite";
import type { Role } from "../../api.ts";
import { type Asker, type TestHouse, testHouse } from "../../testing/test-house.ts";
import type {
  CheckAnswer,
  CheckRequest,
  DeviceAnswer,
  OrderAnswer,
  OrderRequest,
  QueueAnswer,
  QueueLink,
  QueueResult,
  QueueSaid,
  WristbandAnswer,
} from "../shapes.ts";

export type Staff = Asker & { readonly staff: string; readonly cookie: string };

/** Records on SQLite in a folder that is gone after the test; opened again, it is a restart. */
export function recordsFolder(t: { after(then: () => void): void }) {
  const root = mkdtempSync(join(tmpdir(), "sakiyomi-medication-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  return (now: Instant): Promise<SqliteRecords> =>
    openRecords({ dir: join(root, "data"), stateDir: join(root, "state"), clock: () => now });
}

export interface MedicationHouse extends TestHouse {
  readonly nurse: Staff;
  readonly person: SubjectId;
  /** The code of the person's wristband. */
  readonly band: string;
  staffOf(role: Role): Promise<Staff>;
  /** Orders for the person, by the nurse; what is left out is one tablet at 21:00, which is now. */
  order(drug: InventedKey, more?: Partial<OrderRequest["order"]>): Promise<MedicationOrder>;
}

export const noon9pm = Date.parse("2026-01-10T21:00:00+09:00");

/** A house with the invented list and somebody with a band, at nine in the evening. */
export async function medicationHouse(records?: Records, skills: readonly Skill[] = []): Promise<MedicationHouse> {
  const house = await testHouse({ skills, now: noon9pm, ...(records ? { records } : {}) });
  const by = { id: "staff:setup", name: "setup" };
  const { shelf } = house.house.medication.room;
  assert.ok((await shelf.importDrugs(inventedPriceList(), "2025-07-16", by)).ok);
  assert.ok((await shelf.importPackCodes(inventedPackCodes(), by)).ok);
  const { person } = await house.settle();
  const nurse = await house.as(["nurse"], { name: "Tanaka" });
  const { code: band } = answered<WristbandAnswer>(
    await nurse("POST", `/api/people/${person}/wristbands`, { reason: "admission" }),
  );
  return Object.assign(house, {
    nurse,
    person: `person:${person}` as SubjectId,
    band,
    staffOf: (role: Role) => house.as([role]),
    order: async (drug: InventedKey, more: Partial<OrderRequest["order"]> = {}) => {
      const order = { ...blankOrder(drug, house.ward.now()), ...more };
      const body: OrderRequest = { order, confirmed: true, reason: "the doctor knows" };
      const path = `/api/people/${person}/medication/orders`;
      const { kept, order: made } = answered<OrderAnswer>(await nurse("POST", path, body));
      assert.ok(kept);
      return made;
    },
  });
}

export const blankOrder = (drug: InventedKey, from: Instant): OrderRequest["order"] => ({
  drug: inventedCode(drug),
  route: "oral",
  dose: { value: 1, unit: "{tablet}" },
  timing: { type: "clock", days: { type: "daily" }, within: { type: "times", times: ["21:00"] } },
  from,
  until: null,
  replaces: null,
  window: null,
  needsWitness: false,
  maySubstitute: false,
  note: "",
});

export const asNeeded = (minIntervalMin: number, maxPerDay: number): OrderRequest["order"]["timing"] => ({
  type: "as-needed",
  reason: "pain",
  minIntervalMin,
  maxPerDay,
  effectAfterMin: null,
});

export function answered<T>({ status, json }: { readonly status: number; readonly json: unknown }): T {
  assert.equal(status, 200, JSON.stringify(json));
  return json as T;
}

/** GTIN, best before the end of 2027, lot. */
export const itemOf = (drug: InventedKey): CheckRequest["items"][number] => ({
  code: `]d201${inventedGtin(drug)}1727123110LOT7`,
  count: 1,
  isPartial: false,
});

export interface Phone {
  readonly id: string;
  /** The next link, signed. */
  link(said: QueueSaid, staff?: string): Promise<QueueLink>;
  send(links: readonly QueueLink[], by?: Staff): Promise<QueueAnswer>;
  /** One event as one link, sent at once. */
  say(event: DoseEvent, by?: Staff): Promise<QueueAnswer["results"][number]>;
  /** As after a crash that lost what it had written last. */
  setBack(n: number, hash: string): void;
  /** Registers once more, and hears where its queue ends. */
  introduce(): Promise<DeviceAnswer>;
  check(house: MedicationHouse, drug: InventedKey | null, more?: Partial<CheckRequest>): Promise<CheckAnswer>;
}

function onlyOf({ results: [result] }: QueueAnswer): QueueAnswer["results"][number] {
  assert.ok(result);
  return result;
}

const introducing = (holder: Staff, id: string, key: object) => async () =>
  answered<DeviceAnswer>(await holder("POST", "/api/medication/devices", { id, key }));

/** A phone in somebody's hand, registered with its own key. */
export async function phoneOf(holder: Staff, id: string): Promise<Phone> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const { privateKey, publicKey } = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const { x = "", y = "" } = await webcrypto.subtle.exportKey("jwk", publicKey);
  const introduce = introducing(holder, id, { kty: "EC", crv: "P-256", x, y });
  await introduce();
  const tail = { n: 0, hash: "" };
  const link = async (said: QueueSaid, staff = `staff:${holder.staff}`): Promise<QueueLink> => {
    const bare = { device: id, n: tail.n + 1, before: tail.hash, staff, said };
    const bytes = await webcrypto.subtle.sign(
      { name: "ECDSA", hash: "SHA-256" },
      privateKey,
      Buffer.from(canonicalJson(bare)),
    );
    const made = { ...bare, signature: Buffer.from(bytes).toString("base64url") };
    tail.n = made.n;
    tail.hash = createHash("sha256").update(canonicalJson(made)).digest("hex");
    return made;
  };
  const send = async (links: readonly QueueLink[], by: Staff = holder) =>
    answered<QueueAnswer>(await by("POST", "/api/medication/queue", { links }));
  return {
    id,
    link,
    send,
    introduce,
    setBack: (n, hash) => Object.assign(tail, { n, hash }),
    say: async (event, by) => onlyOf(await send([await link({ type: "event", event })], by)),
    check: async (house, drug, more = {}) =>
      answered<CheckAnswer>(
        await holder("POST", "/api/medication/check", {
          person: house.person,
          wanted: null,
          scan: { how: "wristband", code: house.band },
          items: drug === null ? [] : [itemOf(drug)],
          route: null,
          device: id,
          witness: null,
          ...more,
        } satisfies CheckRequest),
      ),
  };
}

let made = 0;
/** What `handed` says when a decision is followed. */
export function handedOf(
  house: MedicationHouse,
  { id: check, decision }: { readonly id: string | null; readonly decision: Decision },
  phone: Phone,
  holder: Staff,
  more: Partial<Handed> = {},
): Handed {
  const [give] = decision.toGive;
  assert.ok(give, JSON.stringify(decision.findings));
  made += 1;
  const id = `e${made}`;
  return {
    type: "handed",
    id,
    person: house.person,
    order: give.order,
    dose: give.dose.endsWith("@prn") ? `${give.dose}/${id}` : give.dose,
    at: house.ward.now(),
    by: `staff:${holder.staff}`,
    device: phone.id,
    offline: false,
    amount: give.amount,
    route: give.route,
    lots: [...give.lots],
    identified: ["wristband"],
    witness: null,
    override: null,
    check,
    ...more,
  };
}

/** What became of it, said by the same hand. */
export const takenOf = (handed: Handed, more: Partial<Extract<DoseEvent, { type: "taken" }>> = {}): DoseEvent => {
  const { person, order, dose, at, by, device, offline } = handed;
  made += 1;
  return {
    ...{ type: "taken", id: `e${made}`, person, order, dose, at, by, device, offline, confirmed: "seen", share: 1 },
    ...more,
  };
};

/** What became of a link, in one word. */
export const code = (result: QueueResult | undefined): string =>
  result?.result === "refused" ? result.refusal.code : (result?.result ?? "nothing");
/** Its flags. */
export const why = (result: QueueResult | undefined): readonly string[] =>
  result?.result === "flagged" ? result.why.split(", ") : [];
export const event = (said: DoseEvent) => ({ type: "event" as const, event: said });
