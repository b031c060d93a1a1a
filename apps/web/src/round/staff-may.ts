import type { Bedside } from "@sakiyomi/medication";
import type { Role, Session } from "../link/shapes.ts";

type May = Bedside["staff"]["may"];

/** As the server's table of roles has it (apps/server/src/access/roles.ts); the server decides again when it hears of it. */
const rows: Partial<Record<Role, { readonly may: May; readonly mayOverride: boolean }>> = {
  nurse: { may: "give", mayOverride: true },
  doctor: { may: "give", mayOverride: true },
  carer: { may: "assist", mayOverride: false },
};
const nothing = { may: "nothing", mayOverride: false } as const;
const rank: Readonly<Record<May, number>> = { give: 2, assist: 1, nothing: 0 };

/** Who is at the bedside, as the check wants to know it: of several roles the one that may most. */
export function staffOf(staff: NonNullable<Session["staff"]>): Bedside["staff"] {
  const held = staff.roles.map((role) => rows[role] ?? nothing).toSorted((a, b) => rank[b.may] - rank[a.may]);
  const { may, mayOverride } = held[0] ?? nothing;
  return { id: `staff:${staff.id}`, may, mayOverride };
}

export const seesRound: readonly Role[] = ["carer", "nurse", "doctor", "pharmacist"];
