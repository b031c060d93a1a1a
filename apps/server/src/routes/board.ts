import { accept } from "@sakiyomi/core";
import { z } from "zod";
import { boardFor } from "../access/reach.ts";
import { open, type Route, signed } from "../http/route.ts";

const place = z.object({
  name: z.string().trim().min(1).max(80),
  type: z.enum(["house", "ward", "room", "bed"]),
  parent: z.string().max(80).nullable(),
});

export const boardRoutes: readonly Route[] = [
  open({
    method: "GET",
    path: "/api/words",
    why: "sentences of the program, the same for everybody",
    handle: ({ house }) => accept(house.words),
  }),
  signed({
    method: "GET",
    path: "/api/board",
    needs: "board.see",
    handle: ({ house, who }) => accept(boardFor(who.account, house.ward.board(), house.access.scene())),
  }),
  signed({
    method: "GET",
    path: "/api/places",
    needs: "place.see",
    handle: ({ house, who }) => {
      const { people } = boardFor(who.account, house.ward.board(), house.access.scene());
      const seen = new Set(people.map(({ id }) => id));
      // Who lies in which bed is for those who may see the person.
      return accept(
        house.ward.places().map((row) => (row.person && seen.has(row.person) ? row : { ...row, person: null })),
      );
    },
  }),
  signed({
    method: "POST",
    path: "/api/places",
    needs: "place.write",
    body: place,
    handle: async ({ house, body, by }) => {
      const added = await house.ward.addPlace(body, by);
      return added.ok ? accept({ id: added.value }) : added;
    },
  }),
];
