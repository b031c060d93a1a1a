import { Link } from "@tanstack/react-router";
import { useSession } from "../link/queries.ts";
import type { PersonView, Role } from "../link/shapes.ts";
import { Icon, type IconName } from "../look/icons.tsx";
import type { Key } from "../words/index.ts";
import { useVoice } from "../words/speak.tsx";

interface Way {
  readonly to: string;
  readonly icon: IconName;
  readonly word: Key;
  /** Who sees the way there. The server decides who may; this only keeps the list short. */
  readonly for: readonly Role[];
  /** Only of whom one of these skills is made for: nobody of 86 years records a cardiotocogram. Left out: everybody. */
  readonly skills?: readonly string[];
}

/** More of this person, each a page of its own. */
const ways: readonly Way[] = [
  {
    to: "/people/$id/screening",
    icon: "screening",
    word: "nav.screening",
    for: ["carer", "nurse", "doctor", "family"],
  },
  {
    to: "/people/$id/daily",
    icon: "drink",
    word: "nav.daily",
    for: ["carer", "nurse", "doctor", "family"],
    skills: ["basic-care"],
  },
  {
    to: "/people/$id/excretion",
    icon: "void",
    word: "excr.title",
    for: ["carer", "nurse", "doctor"],
    skills: ["excretion"],
  },
  {
    to: "/people/$id/maternity",
    icon: "maternity",
    word: "mat.ctg",
    for: ["nurse", "doctor", "family"],
    skills: ["maternity"],
  },
  {
    to: "/people/$id/handbook",
    icon: "note",
    word: "mat.handbook",
    for: ["nurse", "doctor", "family"],
    skills: ["maternity", "nap-watch"],
  },
  {
    to: "/people/$id/blood-pressure",
    icon: "cuff",
    word: "pressure.title",
    for: ["carer", "nurse", "doctor", "pharmacist", "family"],
    skills: ["home-blood-pressure"],
  },
];

export function PersonWays({ view }: { readonly view: PersonView }) {
  const { t } = useVoice();
  const held = useSession().data?.staff?.roles ?? [];
  const made = view.skills.map(({ skill }) => skill);
  const shown = ways.filter(
    (way) => way.for.some((role) => held.includes(role)) && (way.skills?.some((skill) => made.includes(skill)) ?? true),
  );
  if (shown.length === 0) return null;
  return (
    <nav className="line wrap" aria-label={t("person.more")}>
      {shown.map(({ to, icon, word }) => (
        <Link key={to} to={to} params={{ id: view.person.id }} className="plain">
          <Icon name={icon} size={18} /> {t(word)}
        </Link>
      ))}
    </nav>
  );
}
