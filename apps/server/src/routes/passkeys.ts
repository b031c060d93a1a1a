import { accept } from "@sakiyomi/core";
import type { RegistrationResponseJSON } from "@simplewebauthn/server";
import { z } from "zod";
import { viewOf } from "../access/account.ts";
import { type Route, signed } from "../http/route.ts";
import { partyOf, visitorOf } from "./session.ts";

const labelled = z.looseObject({
  id: z.string().max(2000),
  response: z.looseObject({}),
  label: z.string().max(60).default("passkey"),
});

/** One's own passkeys. */
export const passkeyRoutes: readonly Route[] = [
  signed({
    method: "POST",
    path: "/api/passkeys/options",
    needs: "self.write",
    handle: async (call) => {
      const { access, ward } = call.house;
      return accept(
        await access.passkeys.registrationOptions(call.who.account, partyOf(call), visitorOf(call), ward.now()),
      );
    },
  }),
  signed({
    method: "POST",
    path: "/api/passkeys",
    needs: "self.write",
    body: labelled,
    handle: async (call) => {
      const { label, ...answer } = call.body;
      const { access, ward } = call.house;
      const response = answer as unknown as RegistrationResponseJSON;
      const party = partyOf(call);
      const read = await access.passkeys.register(
        call.who.account,
        response,
        label,
        party,
        visitorOf(call),
        ward.now(),
      );
      return read.ok ? accept(viewOf(read.value)) : read;
    },
  }),
];
