import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { type StaffView, useBoardQuery } from "../../link/queries.ts";
import { read } from "../../link/requests.ts";
import type { Role } from "../../link/shapes.ts";
import { useRoles } from "../may.ts";

/** Who may see the list of staff (`staff.see` in apps/server/src/access/roles.ts). */
const seeing: readonly Role[] = ["carer", "nurse", "doctor", "teacher", "administrator", "auditor"];

/** "staff:s-1" → the name, where it is known to this reader; robots and devices by their ids. */
export function useActorName(): (actor: string) => string {
  const roles = useRoles();
  const staff = useQuery({
    queryKey: ["staff"],
    queryFn: () => read<readonly StaffView[]>("/api/staff"),
    enabled: roles.some((role) => seeing.includes(role)),
  }).data;
  const onDuty = useBoardQuery().data?.onDuty;
  return useCallback(
    (actor) => {
      const id = actor.replace(/^[a-z]+:/, "");
      const known = [...(staff ?? []), ...(onDuty ?? [])].find((one) => one.id.replace(/^staff:/, "") === id);
      return known?.name ?? id;
    },
    [staff, onDuty],
  );
}
