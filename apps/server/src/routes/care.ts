import { accept, isKind, isOfDesk, refuse } from "@sakiyomi/core";
import { z } from "zod";
import type { Who } from "../access/access.ts";
import { permits } from "../access/roles.ts";
import type { House } from "../house.ts";
import { type Route, signed } from "../http/route.ts";
import { instant } from "../http/shapes.ts";

const personOfAlert = (house: House, id: string) =>
  house.ward.board().alerts.find((alert) => alert.id === id)?.person ?? null;
const personOfOrder = (house: House, id: string) =>
  house.ward.board().orders.find((order) => order.id === id)?.person ?? null;
const personOfDue = (house: House, id: string) => house.ward.board().due.find((due) => due.id === id)?.person ?? null;

const bare = (subject: unknown) => (typeof subject === "string" ? subject.replace(/^person:/, "") : null);
const personOfEntry = async ({ ward }: House, id: string) =>
  bare((await ward.records.get("Observation", id))?.resource.person);
const personOfBinding = async ({ ward }: House, id: string) =>
  bare((await ward.records.get("Binding", id))?.resource.subject);

/** What only some may say, only they may take back: a review that says "not allowed" must not be struck out by just anybody. */
async function mayStrikeOut({ ward }: House, { account }: Who, id: string): Promise<boolean> {
  const kind = (await ward.records.get("Observation", id))?.resource.kind;
  if (typeof kind !== "string" || !isKind(kind) || !isOfDesk(kind)) return true;
  return permits(account.roles, "skill.write");
}

const charting: readonly Route[] = [
  signed({
    method: "POST",
    path: "/api/people/:id/chart",
    needs: "chart.write",
    person: "id",
    body: z.object({
      kind: z.string().max(64),
      value: z.unknown(),
      unit: z.string().max(32).nullable().default(null),
      at: instant,
    }),
    handle: ({ house, body: { kind, value, unit, at }, by, params: { id = "" } }) =>
      isKind(kind) && isOfDesk(kind)
        ? refuse("SIG_DESK", "kind", kind, "a kind of the general chart")
        : house.ward.chart(id, kind, value, unit, at, by),
  }),
  signed({
    method: "POST",
    path: "/api/chart/:id/error",
    needs: "chart.write",
    personOf: personOfEntry,
    body: z.object({ version: z.number().int().min(1), reason: z.string().trim().min(1).max(500) }),
    handle: async ({ house, body, by, who, params: { id = "" } }) =>
      (await mayStrikeOut(house, who, id))
        ? house.ward.enteredInError(id, body.version, body.reason, by)
        : refuse("ACCESS_ROLE", "entry", id, "an entry that everybody may strike out"),
  }),
  signed({
    method: "POST",
    path: "/api/people/:id/bindings",
    needs: "binding.write",
    person: "id",
    body: z.object({ device: z.string().max(80), from: instant.optional() }),
    handle: ({ house, body: { device, from }, by, params: { id = "" } }) =>
      house.ward.bind(device, id, from ?? house.ward.now(), by),
  }),
  signed({
    method: "POST",
    path: "/api/bindings/:id/end",
    needs: "binding.write",
    personOf: personOfBinding,
    body: z.object({ until: instant.optional() }),
    handle: ({ house, body, by, params: { id = "" } }) => house.ward.endBinding(id, body.until ?? house.ward.now(), by),
  }),
];

const alerts: readonly Route[] = [
  signed({
    method: "POST",
    path: "/api/alerts/:id/take",
    needs: "alert.take",
    personOf: personOfAlert,
    handle: ({ house, by, params: { id = "" } }) => house.ward.takeAlert(id, by),
  }),
  signed({
    method: "POST",
    path: "/api/alerts/:id/done",
    needs: "alert.take",
    personOf: personOfAlert,
    handle: ({ house, by, params: { id = "" } }) => house.ward.doneAlert(id, by),
  }),
  signed({
    method: "POST",
    path: "/api/alerts/:id/answer",
    needs: "alert.take",
    personOf: personOfAlert,
    body: z.object({ answer: z.string().min(1).max(200) }),
    handle: ({ house, body, by, params: { id = "" } }) => house.ward.answer(id, body.answer, by),
  }),
  signed({
    method: "POST",
    path: "/api/due/:id/take",
    needs: "alert.take",
    personOf: personOfDue,
    handle: ({ house, by, params: { id = "" } }) => house.ward.takeDue(id, by),
  }),
  signed({
    method: "POST",
    path: "/api/due/:id/done",
    needs: "alert.take",
    personOf: personOfDue,
    handle: ({ house, by, params: { id = "" } }) => house.ward.doneDue(id, by),
  }),
];

const orders: readonly Route[] = [
  signed({
    method: "POST",
    path: "/api/people/:id/orders",
    needs: "robot.order",
    person: "id",
    body: z.object({ capability: z.string().max(40), parameters: z.record(z.string().max(40), z.unknown()) }),
    handle: ({ house, body: { capability, parameters }, by, params: { id = "" } }) =>
      house.ward.order(id, capability, parameters, by),
  }),
  signed({
    method: "POST",
    path: "/api/orders/:id/cancel",
    needs: "robot.order",
    personOf: personOfOrder,
    handle: ({ house, by, params: { id = "" } }) => house.ward.cancelOrder(id, by),
  }),
];

const shifts: readonly Route[] = [
  signed({
    method: "POST",
    path: "/api/handovers",
    needs: "handover.write",
    body: z.object({ to: z.string().min(1).max(80), note: z.string().max(4000).default("") }),
    handle: async ({ house, body, by }) => {
      const read = await house.ward.handOver(body.to, body.note, by);
      return read.ok ? accept({ id: read.value }) : read;
    },
  }),
  signed({
    method: "POST",
    path: "/api/handovers/:id/accept",
    needs: "handover.write",
    handle: ({ house, by, params: { id = "" } }) => house.ward.acceptHandover(id, by),
  }),
  signed({
    method: "GET",
    path: "/api/policy",
    needs: "policy.see",
    handle: ({ house }) => accept(house.ward.policy()),
  }),
  signed({
    method: "PUT",
    path: "/api/policy",
    needs: "policy.write",
    body: z.looseObject({}),
    handle: ({ house, body, by }) => house.ward.setPolicy(body, by),
  }),
];

export const careRoutes: readonly Route[] = [...charting, ...alerts, ...orders, ...shifts];
