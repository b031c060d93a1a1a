import { boardRoles } from "../link/queries.ts";
import type { Role } from "../link/shapes.ts";
import type { IconName } from "../look/icons.tsx";
import { seesRound } from "../round/staff-may.ts";
import type { Key } from "../words/index.ts";

interface PageRow {
  readonly to: string;
  readonly icon: IconName;
  readonly word: Key;
  /** Who sees the way there. The server decides who may; this only keeps the rail short. */
  readonly for: readonly Role[] | "all";
}

const pages: readonly PageRow[] = [
  { to: "/", icon: "board", word: "nav.board", for: boardRoles },
  {
    to: "/due",
    icon: "due",
    word: "nav.due",
    for: ["carer", "nurse", "doctor", "pharmacist", "teacher", "administrator"],
  },
  { to: "/round", icon: "round", word: "nav.round", for: seesRound },
  {
    to: "/handover",
    icon: "handover",
    word: "nav.handover",
    for: ["carer", "nurse", "doctor", "teacher", "administrator"],
  },
  {
    to: "/medication",
    icon: "medicine",
    word: "nav.medication",
    for: ["carer", "nurse", "doctor", "pharmacist", "teacher", "administrator"],
  },
  { to: "/nursery", icon: "nursery", word: "nav.nursery", for: ["teacher", "carer", "nurse", "administrator"] },
  { to: "/maternity", icon: "maternity", word: "nav.maternity", for: ["nurse", "doctor"] },
  { to: "/remote", icon: "remote", word: "nav.remote", for: ["nurse", "doctor", "pharmacist"] },
  { to: "/screening", icon: "screening", word: "nav.screening", for: ["carer", "nurse", "doctor"] },
  { to: "/quality", icon: "quality", word: "nav.quality", for: ["nurse", "doctor", "administrator"] },
  { to: "/admit", icon: "admit", word: "nav.admit", for: ["nurse", "doctor", "administrator"] },
  { to: "/places", icon: "places", word: "nav.places", for: ["carer", "nurse", "doctor", "teacher", "administrator"] },
  {
    to: "/skills",
    icon: "skills",
    word: "nav.skills",
    for: ["carer", "nurse", "doctor", "pharmacist", "teacher", "administrator"],
  },
  { to: "/devices", icon: "devices", word: "nav.devices", for: ["nurse", "administrator"] },
  { to: "/staff", icon: "staff", word: "nav.staff", for: ["administrator"] },
  { to: "/policy", icon: "policy", word: "nav.policy", for: ["nurse", "doctor", "administrator"] },
  { to: "/audit", icon: "audit", word: "nav.audit", for: ["auditor", "administrator", "nurse", "doctor"] },
  {
    to: "/robot",
    icon: "robot",
    word: "nav.robot",
    for: ["carer", "nurse", "doctor", "teacher", "operator", "administrator"],
  },
  { to: "/think", icon: "think", word: "nav.think", for: ["administrator"] },
  { to: "/settings", icon: "settings", word: "nav.settings", for: "all" },
];

export const pagesFor = (roles: readonly Role[]): readonly PageRow[] =>
  pages.filter((page) => page.for === "all" || page.for.some((role) => roles.includes(role)));
