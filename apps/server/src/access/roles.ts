import type { Role } from "../api.ts";

/** What can be permitted. A route names one; docs/guide/access.md is the table below in words. */
export const permissions = [
  "board.see",
  "person.see",
  "person.admit",
  "person.erase",
  "consent.write",
  "binding.write",
  "chart.write",
  // The answer to somebody at home or far away, in words.
  "advice.write",
  // What doctors are asked to look at, of whatever kind, and the strips of hearts; without it, of home blood pressure only.
  "review.see",
  // Asks a doctor to look, and writes a series of a cuff: also whoever is at home, and the pharmacist's table.
  "review.ask",
  "pressure.write",
  // Pregnancy, birth and vaccinations in the maternal and child handbook.
  "handbook.write",
  "alert.take",
  "skill.see",
  "skill.write",
  "handover.write",
  "robot.order",
  "policy.see",
  "policy.write",
  "place.see",
  "place.write",
  "staff.see",
  "staff.write",
  "device.see",
  "device.write",
  "glass.break",
  "journal.see",
  "message.write",
  "self.write",
  "robot.see",
  "robot.drive",
  "signals.append",
  // How good alarms are: who runs the house sees figures, and no names
  "quality.see",
  // Medicines: docs/guide/medication-api.md
  "medication.see",
  "medication.assist",
  "medication.give",
  "medication.override",
  "medication.order",
  "medication.prepare",
  "medication.witness",
  "medication.policy",
  "formulary.see",
  "formulary.write",
  "incident.write",
  "incident.see",
] as const;
export type Permission = (typeof permissions)[number];

/** Whom a role reaches: the people in the places of the account, those whose family it is, or nobody. */
export type Reaches = "ward" | "own" | "nobody";

interface RoleRow {
  readonly reaches: Reaches;
  readonly may: readonly Permission[];
}

const everybody: readonly Permission[] = ["self.write", "place.see"];
const floor: readonly Permission[] = [
  ...everybody,
  "board.see",
  "person.see",
  "chart.write",
  "review.see",
  "review.ask",
  "pressure.write",
  "alert.take",
  "handover.write",
  "robot.order",
  "skill.see",
  "staff.see",
  "policy.see",
  "device.see",
  "binding.write",
  // Whoever works beside a robot may look at it and stop it.
  "robot.see",
];

/** Whoever gives medicines, on their own or as a second person. */
const givesMedicines: readonly Permission[] = [
  "medication.see",
  "medication.give",
  "medication.override",
  "medication.order",
  "medication.witness",
  "formulary.see",
  "incident.write",
  "incident.see",
];

/** One row a role. Nobody has a permission that does not stand here; a test walks every route with every role. */
export const roles: Readonly<Record<Role, RoleRow>> = {
  // Hands over what was put together for one person; what that is in Japan: notice 0726005 of the health ministry, 2005.
  carer: {
    reaches: "ward",
    may: [...floor, "glass.break", "medication.see", "medication.assist", "formulary.see", "incident.write"],
  },
  nurse: {
    reaches: "ward",
    may: [
      ...floor,
      ...([
        "glass.break",
        "person.admit",
        "consent.write",
        "skill.write",
        "quality.see",
        "medication.prepare",
      ] as const),
      ...(["advice.write", "handbook.write"] as const),
      ...givesMedicines,
    ],
  },
  doctor: {
    reaches: "ward",
    may: [
      ...floor,
      ...(["glass.break", "person.admit", "consent.write", "skill.write", "quality.see", "medication.policy"] as const),
      ...(["advice.write", "handbook.write"] as const),
      ...givesMedicines,
    ],
  },
  pharmacist: {
    reaches: "ward",
    may: [
      ...everybody,
      ...(["board.see", "person.see", "skill.see", "glass.break", "medication.see", "medication.prepare"] as const),
      // The table of a measuring day: pressures, and what was asked about them. Nobody's heart.
      ...(["review.ask", "pressure.write"] as const),
      ...([
        "medication.witness",
        "medication.policy",
        "formulary.see",
        "formulary.write",
        "incident.write",
        "incident.see",
      ] as const),
    ],
  },
  teacher: { reaches: "ward", may: [...floor, "incident.write"] },
  // Sees one's own person, and only while that person has consented; says what was measured at home, asks a doctor to look.
  family: {
    reaches: "own",
    may: [...everybody, "board.see", "person.see", "skill.see", "review.see", "review.ask", "pressure.write"],
  },
  // Sees who did what, and no signals.
  auditor: { reaches: "nobody", may: [...everybody, "journal.see", "staff.see", "policy.see"] },
  // Runs the house, and sees nobody's signals: take a second role for that.
  administrator: {
    reaches: "nobody",
    may: [
      ...everybody,
      "place.write",
      "staff.see",
      "staff.write",
      "device.see",
      "device.write",
      "policy.see",
      "policy.write",
      "skill.see",
      "message.write",
      "person.erase",
      "robot.see",
      "quality.see",
      // The house's rules and its list of drugs; of incidents the figures, of nobody a medicine.
      "medication.policy",
      "formulary.see",
      "formulary.write",
      "incident.write",
      "incident.see",
    ],
  },
  // Moves robots by hand, lets go of their stops, chooses what they do; sees nobody's signals.
  operator: { reaches: "nobody", may: [...everybody, "robot.see", "robot.drive", "incident.write"] },
  device: { reaches: "nobody", may: ["signals.append"] },
};

/** Not with a PIN: six digits do not guard what cannot be taken back, or who may do what. */
export const needsFullSignIn: readonly Permission[] = [
  "person.erase",
  "staff.write",
  "device.write",
  "policy.write",
  "message.write",
  "journal.see",
  "self.write",
  "robot.drive",
  "formulary.write",
];

export const permits = (held: readonly Role[], wanted: Permission): boolean =>
  held.some((role) => roles[role].may.includes(wanted));
