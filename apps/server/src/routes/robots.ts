import { accept, refuse } from "@sakiyomi/core";
import { type Route, signed } from "../http/route.ts";
import { visitorOf } from "../robots/house-robots.ts";
import type { RobotRow } from "../robots/shapes.ts";

/** What needs no live line; the rest goes over `/api/robots/:id/live`. */
export const robotRoutes: readonly Route[] = [
  signed({
    method: "GET",
    path: "/api/robots",
    needs: "robot.see",
    handle: ({ house }) =>
      accept(house.robots.map(({ robot: { id, name } }): RobotRow => ({ id, name })) satisfies readonly RobotRow[]),
  }),
  signed({
    method: "POST",
    path: "/api/robots/:id/stop",
    needs: "robot.see",
    handle: ({ house, params: { id = "" }, who }) => {
      const desk = house.robots.find(({ robot }) => robot.id === id);
      if (!desk) return refuse("REC_MISSING", "id", id, "a robot of this house");
      desk.stop(visitorOf(house, who));
      return accept(null);
    },
  }),
];
