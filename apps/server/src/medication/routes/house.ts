import { accept } from "@sakiyomi/core";
import { medicationPolicy } from "@sakiyomi/medication";
import { z } from "zod";
import type { BodyLimits } from "../../http/body.ts";
import { type Route, type SignedCall, signed } from "../../http/route.ts";
import { reason } from "../schemas.ts";

const MIB = 1024 * 1024;
/** The ministry's list is 2 MB of text; a table of package codes has some 60,000 lines. */
const listLimits: BodyLimits = { wire: 16 * MIB, unpacked: 32 * MIB };
const text = z.string().min(1).max(16_000_000);

/** The whole list: from the page's own memory where it is the same, packed where the page takes that. */
function formulary({ house, request }: SignedCall): Response {
  const { shelf } = house.medication.room;
  const etag = `"${shelf.version}"`;
  const headers = { etag, "cache-control": "private, no-cache", vary: "accept-encoding" };
  const known = request.headers.get("if-none-match")?.split(/\s*,\s*/) ?? [];
  if (known.some((one) => one.replace(/^W\//, "") === etag)) return new Response(null, { status: 304, headers });
  const takesGzip = /\bgzip\b/.test(request.headers.get("accept-encoding") ?? "");
  if (!takesGzip) return Response.json(shelf.view(), { headers });
  const packed = { ...headers, "content-type": "application/json", "content-encoding": "gzip" };
  return new Response(shelf.packed(), { headers: packed });
}

export const houseRoutes: readonly Route[] = [
  signed({ method: "GET", path: "/api/medication/formulary", needs: "formulary.see", handle: formulary }),
  signed({
    method: "GET",
    path: "/api/medication/drugs",
    needs: "formulary.see",
    query: z.object({
      find: z.string().max(120),
      most: z.coerce.number().int().min(1).max(200).default(50),
    }),
    handle: ({ house, query }) => {
      const { formulary } = house.medication.room.shelf;
      return accept(formulary.find(query.find, query.most));
    },
  }),
  signed({
    method: "GET",
    path: "/api/medication/drugs/:code/look-alikes",
    needs: "formulary.see",
    handle: ({ house, params: { code = "" } }) => accept(house.medication.room.shelf.formulary.lookAlikes(code)),
  }),
  signed({
    method: "POST",
    path: "/api/medication/formulary",
    needs: "formulary.write",
    limits: listLimits,
    body: z.strictObject({ text, listDate: z.iso.date() }),
    handle: ({ house, body, by }) => house.medication.room.shelf.importDrugs(body.text, body.listDate, by),
  }),
  signed({
    method: "POST",
    path: "/api/medication/pack-codes",
    needs: "formulary.write",
    limits: listLimits,
    body: z.strictObject({ text }),
    handle: ({ house, body, by }) => house.medication.room.shelf.importPackCodes(body.text, by),
  }),
  signed({
    method: "GET",
    path: "/api/medication/policy",
    needs: "formulary.see",
    handle: ({ house }) => accept(house.medication.room.rules.policy),
  }),
  signed({
    method: "PUT",
    path: "/api/medication/policy",
    needs: "medication.policy",
    body: z.strictObject({ policy: medicationPolicy, reason }),
    handle: ({ house, body, by }) => house.medication.setPolicy(body.policy, body.reason, by),
  }),
];
