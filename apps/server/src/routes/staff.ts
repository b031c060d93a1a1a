import { accept, refuse } from "@sakiyomi/core";
import { z } from "zod";
import { newStaff, staffChange, viewOf } from "../access/account.ts";
import { newDevice } from "../access/devices.ts";
import { isSecret } from "../access/password.ts";
import { deviceViews } from "../devices-seen.ts";
import { type Route, signed } from "../http/route.ts";

const staff: readonly Route[] = [
  signed({
    method: "GET",
    path: "/api/staff",
    needs: "staff.see",
    handle: ({ house }) => accept(house.access.accounts.all().map(viewOf)),
  }),
  signed({
    method: "POST",
    path: "/api/staff",
    needs: "staff.write",
    body: newStaff,
    handle: async ({ house, body, by }) => {
      const read = await house.access.accounts.add(body, by.id, house.ward.now());
      return read.ok ? accept(viewOf(read.value)) : read;
    },
  }),
  signed({
    method: "PUT",
    path: "/api/staff/:id",
    needs: "staff.write",
    body: staffChange,
    handle: async ({ house, body, by, params: { id = "" } }) => {
      const read = await house.access.accounts.change(id, body, by.id, house.ward.now());
      if (!read.ok) return read;
      const isNew = body.password !== undefined || body.active === false;
      if (isNew) await house.access.sessions.endAllOf(id, house.ward.now());
      return accept(viewOf(read.value));
    },
  }),
  signed({
    method: "PUT",
    path: "/api/self/secrets",
    needs: "self.write",
    body: z.object({
      current: z.string().max(256),
      password: z.string().max(256).optional(),
      pin: z.string().max(6).optional(),
    }),
    handle: async ({ house, body: { current, ...wanted }, who, by }) => {
      const { password, passkeys } = who.account;
      const known = password === null ? passkeys.length > 0 : await isSecret(password, current);
      if (!known) return refuse("ACCESS_WRONG", "current", "another one", "your present password");
      const read = await house.access.accounts.change(who.account.id, wanted, by.id, house.ward.now());
      return read.ok ? accept(viewOf(read.value)) : read;
    },
  }),
];

const devices: readonly Route[] = [
  signed({
    method: "GET",
    path: "/api/devices",
    needs: "device.see",
    handle: async ({ house, who }) => accept(await deviceViews(house, who)),
  }),
  signed({
    method: "POST",
    path: "/api/devices",
    needs: "device.write",
    body: newDevice,
    handle: ({ house, body, by }) => house.access.devices.add(body, by.id, house.ward.now()),
  }),
  signed({
    method: "DELETE",
    path: "/api/devices/:id",
    needs: "device.write",
    handle: ({ house, by, params: { id = "" } }) => house.access.devices.withdraw(id, by.id, house.ward.now()),
  }),
];

export const staffRoutes: readonly Route[] = [...staff, ...devices];
