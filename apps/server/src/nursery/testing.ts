import assert from "node:assert/strict";
import type { Skill } from "@sakiyomi/core";
import { napWatch } from "@sakiyomi/skills";
import { type Asker, type TestHouse, testHouse } from "../testing/test-house.ts";
import type { LedgerView, RoomView, SaidAnswer } from "./shapes.ts";

/** A nursery as its tests need it. */
export const by = { id: "staff:test", name: "test" };

export interface Nursery extends TestHouse {
  readonly rooms: readonly [string, string];
  readonly mio: string;
  readonly sota: string;
  readonly yui: string;
}

/** Two rooms: 0-year-old Mio and 1-year-old Sota in the first, Yui in the second; and a grandmother who is nobody's child. */
export async function nursery(now?: number, skills: readonly Skill[] = [napWatch]): Promise<Nursery> {
  const house = await testHouse({ skills, ...(now === undefined ? {} : { now }) });
  const { ward } = house;
  const place = async (name: string, type: "ward" | "room" | "bed", parent: string | null) => {
    const added = await ward.addPlace({ name, type, parent }, by);
    assert.ok(added.ok);
    return added.value;
  };
  const floor = await place("ひまわり園", "ward", null);
  const rooms = [await place("りす組", "room", floor), await place("うさぎ組", "room", floor)] as const;
  let beds = 0;
  const admit = async (name: string, birthDate: string, room: string) => {
    const bed = await place(`ふとん${++beds}`, "bed", room);
    const read = await ward.admit({ name, birthDate, place: bed, consents: ["record", "predict"] }, by);
    assert.ok(read.ok);
    return read.value;
  };
  const mio = await admit("青木 澪", "2025-05-01", rooms[0]);
  const sota = await admit("伊藤 颯太", "2024-06-01", rooms[0]);
  const yui = await admit("上田 結衣", "2024-01-01", rooms[1]);
  await admit("佐藤 花子", "1940-05-01", rooms[0]);
  return { ...house, rooms, mio, sota, yui };
}

let count = 0;
export const tap = (person: string, at: number, value: object = {}) => ({
  ...{ id: `t${++count}`, person, kind: "nap-check", at },
  value: { posture: "back", breathing: "seen", ...value },
});
export const nap = (person: string, at: number, phase = "start") => ({
  id: `t${++count}`,
  person,
  kind: "nap",
  at,
  value: { phase },
});
export const say = async (who: Asker, ...said: readonly object[]) =>
  ((await who("POST", "/api/nursery/said", { said })).json as SaidAnswer).results.map((one) =>
    one.result === "refused" ? one.code : one.result,
  );
export const roomOf = async (who: Asker, place = "") =>
  (await who("GET", `/api/nursery/room${place && `?place=${place}`}`)).json as RoomView;
export const ledgerOf = async (who: Asker, query = "") =>
  (await who("GET", `/api/nursery/ledger${query}`)).json as LedgerView;
export const childIn = <C extends { readonly id: string }>(
  { children }: { readonly children: readonly C[] },
  id: string,
): C => children.find((child) => child.id === id) ?? assert.fail("no such child");
