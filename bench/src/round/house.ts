import { join } from "node:path";
import { HOUR, type Instant } from "@sakiyomi/core";
import type { Timing } from "@sakiyomi/medication";
import {
  inventedCode,
  inventedDrug,
  inventedGtin,
  inventedPackCodes,
  inventedPriceList,
} from "@sakiyomi/medication/invented";
import {
  type CheckRequest,
  type OrderAnswer,
  type OrderRequest,
  openEmbeddedWard,
  openLog,
  serve,
  type WristbandAnswer,
} from "@sakiyomi/server";

const by = { id: "staff:bench", name: "Bench" };
/** Tablets, so that each order can be scanned in the same way. */
const drugs = [
  "pressure5",
  "stool",
  "fat",
  "memory5",
  "diuretic",
  "heart",
  "steroid",
  "sugar",
  "clotting",
  "bones",
] as const;

export type Asking = (method: string, path: string, body?: unknown) => Promise<unknown>;

export interface BenchHouse {
  readonly nurse: Asking;
  board(): { readonly rows: readonly unknown[] };
  /** A right scan of the n-th person. */
  checkOf(n: number): CheckRequest;
  close(): Promise<void>;
}

/** A house on its embedded store, served on a port of loopback; orders and bands are written through the API, by a nurse. */
export async function openBenchHouse(dir: string, people: number, orders: number): Promise<BenchHouse> {
  const { ward } = await openEmbeddedWard({
    dataDir: join(dir, "data"),
    stateDir: join(dir, "state"),
    mode: "real",
    zone: "Asia/Tokyo",
  });
  for (let i = 0; i < people; i++)
    await ward.admit(
      { id: idOf(i), name: `Person ${i}`, birthDate: "1940-01-01", place: null, consents: ["record"] },
      by,
    );
  const serving = await serve({ ward, log: openLog("error") });
  const { shelf } = serving.house.medication.room;
  await shelf.importDrugs(inventedPriceList(), "2026-01-01", by);
  await shelf.importPackCodes(inventedPackCodes(), by);
  const nurse = await signedIn(serving, ward.now());
  const bands: string[] = [];
  for (let i = 0; i < people; i++) bands.push(await settled(nurse, idOf(i), orders, ward.now()));
  // What 8,000 orders at once set in motion is not what a ward of a day asks for.
  await ward.loop.idle();
  return {
    nurse,
    board: () => serving.house.medication.round(),
    checkOf: (n) => ({
      person: `person:${idOf(n % people)}`,
      wanted: null,
      scan: { how: "wristband", code: bands[n % people] ?? "" },
      items: [{ code: `]d201${inventedGtin(drugOf(n))}17991231`, count: 1, isPartial: false }],
      route: null,
      device: "bench",
      witness: null,
    }),
    close: async () => {
      await serving.close();
      await ward.close();
    },
  };
}

const idOf = (n: number): string => `bench-${n}`;
const drugOf = (n: number): (typeof drugs)[number] => drugs[n % drugs.length] ?? "pressure5";

async function signedIn({ access, url }: Awaited<ReturnType<typeof serve>>, now: Instant): Promise<Asking> {
  await access.setUp(access.setupToken() ?? "", "Administrator", "a sentence for the bench only");
  const staff = await access.accounts.add({ name: "Bench", roles: ["nurse"], places: null, familyOf: [] }, by.id, now);
  if (!staff.ok) throw new Error(staff.refusal.expected);
  const { token, tabletToken } = await access.sessions.start(
    { staff: staff.value.id, strength: "full" },
    undefined,
    now,
  );
  const cookie = `sakiyomi-session=${token}; sakiyomi-tablet=${tabletToken}`;
  const opened = await fetch(`${url}/api/session`, { headers: { cookie } });
  const { csrf } = (await opened.json()) as { readonly csrf: string };
  return async (method, path, body) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { cookie, "x-csrf": csrf, "content-type": "application/json", origin: url },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const said = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${said.slice(0, 300)}`);
    return JSON.parse(said) as unknown;
  };
}

/** Orders at hours of day and night, so that something is due whenever this runs. */
const timings: readonly ((now: Instant) => Timing)[] = [
  (now) => ({ type: "interval", hours: 6, first: now }),
  () => ({
    type: "clock",
    days: { type: "daily" },
    within: { type: "times", times: ["02:00", "08:00", "14:00", "20:00"] },
  }),
  () => ({
    type: "clock",
    days: { type: "daily" },
    within: { type: "meals", meals: ["breakfast", "lunch", "dinner"], offsetMin: 30 },
  }),
  () => ({ type: "clock", days: { type: "daily" }, within: { type: "meals", meals: ["bedtime"], offsetMin: 0 } }),
];

async function settled(nurse: Asking, person: string, orders: number, now: Instant): Promise<string> {
  const { code } = (await nurse("POST", `/api/people/${person}/wristbands`, { reason: "bench" })) as WristbandAnswer;
  const first = Number(person.split("-").at(-1));
  await Promise.all(
    Array.from({ length: orders }, async (_, i) => {
      const drug = drugOf(first + i);
      const order: OrderRequest["order"] = {
        ...{ drug: inventedCode(drug), route: inventedDrug(drug).routes[0] ?? "oral" },
        ...{ dose: { value: 1, unit: "{tablet}" }, timing: timings[i % timings.length]?.(now) ?? null },
        ...{ from: now, until: now + 30 * 24 * HOUR, replaces: null, window: null },
        ...{ needsWitness: false, maySubstitute: true, note: "" },
      };
      const body: OrderRequest = { order, confirmed: true, reason: "bench" };
      const { kept } = (await nurse("POST", `/api/people/${person}/medication/orders`, body)) as OrderAnswer;
      if (!kept) throw new Error(`an order of ${drug} was not kept`);
    }),
  );
  return code;
}
