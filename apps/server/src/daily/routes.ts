import { refuse } from "@sakiyomi/core";
import { z } from "zod";
import { type Route, signed } from "../http/route.ts";
import { dailyView } from "./daily-view.ts";
import { diaryCsv } from "./diary-csv.ts";
import { excretionView } from "./excretion-view.ts";
import { excretionSettings } from "./heard.ts";

const review = z.object({
  of: z.enum(["heart", "kidney", "swallowing"]),
  result: z.enum(["allowed", "limited", "not-allowed"]),
  limitMl: z.number().int().min(100).max(5000).optional(),
  note: z.string().trim().max(2000).optional(),
});
const span = z.object({ days: z.coerce.number().int().min(1).max(28).default(3) });

/** Everything under a person's daily care. What is drunk, eaten and excreted is charted as everywhere: POST /api/people/:id/chart. */
export const dailyRoutes: readonly Route[] = [
  signed({
    method: "GET",
    path: "/api/people/:id/daily",
    needs: "person.see",
    person: "id",
    look: "daily",
    handle: ({ house, who, params: { id = "" } }) => dailyView(house, id, who),
  }),
  signed({
    method: "POST",
    path: "/api/people/:id/daily/reviews",
    // Nurses and doctors, who also decide what a skill is set to for somebody (access/roles.ts).
    needs: "skill.write",
    person: "id",
    body: review,
    handle: async ({ house, body, by, params: { id = "" } }) => {
      // Of heart and kidney a limit is an amount; of swallowing it may be a thickness, which the note says.
      if (body.result === "limited" && body.limitMl === undefined && body.of !== "swallowing")
        return refuse("HTTP_SHAPE", "limitMl", "nothing", "how much may be drunk a day, mL");
      const { limitMl, ...rest } = body;
      const value = {
        ...rest,
        ...(body.result === "limited" && limitMl !== undefined ? { limitMl } : {}),
        ...{ by: by.name, zone: house.ward.zone },
      };
      return house.ward.chart(id, "clinical-review", value, null, house.ward.now(), by);
    },
  }),
  signed({
    method: "GET",
    path: "/api/people/:id/excretion",
    needs: "person.see",
    person: "id",
    look: "excretion",
    query: span,
    handle: ({ house, params: { id = "" }, query: { days } }) => excretionView(house, id, days),
  }),
  signed({
    method: "GET",
    path: "/api/people/:id/excretion.csv",
    needs: "person.see",
    person: "id",
    look: "excretion",
    query: span,
    handle: async ({ house, params: { id = "" }, query: { days } }) => {
      const view = await excretionView(house, id, days);
      if (!view.ok) return view;
      return new Response(diaryCsv(view.value, excretionSettings(house, id).zone), {
        headers: {
          "content-type": "text/csv; charset=utf-8",
          "content-disposition": `attachment; filename="bladder-diary.csv"`,
        },
      });
    },
  }),
];
