import { accept } from "@sakiyomi/core";
import { z } from "zod";
import { type Route, signed } from "../http/route.ts";
import { nurseCallSettings } from "../nurse-call/nurse-call.ts";
import { subscription } from "../push/push.ts";

/** Out to a locked phone, and to the nurse-call system. */
export const messageRoutes: readonly Route[] = [
  signed({
    method: "GET",
    path: "/api/push/key",
    needs: "board.see",
    handle: ({ house }) => accept({ key: house.push.key() }),
  }),
  signed({
    method: "POST",
    path: "/api/push/subscriptions",
    needs: "board.see",
    body: subscription,
    handle: ({ house, body, who }) => house.push.subscribe(who.account.id, body),
  }),
  signed({
    method: "DELETE",
    path: "/api/push/subscriptions",
    needs: "board.see",
    body: z.object({ endpoint: z.string().max(2000) }),
    handle: ({ house, body, who }) => house.push.unsubscribe(who.account.id, body.endpoint),
  }),
  signed({
    method: "GET",
    path: "/api/nurse-call",
    needs: "message.write",
    handle: ({ house }) => accept({ settings: house.nurseCall.settings(), state: house.nurseCall.state() }),
  }),
  signed({
    method: "PUT",
    path: "/api/nurse-call",
    needs: "message.write",
    body: nurseCallSettings,
    handle: ({ house, body, by }) => house.nurseCall.set(body, by.id),
  }),
];
