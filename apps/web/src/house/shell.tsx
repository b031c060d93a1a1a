import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useSession } from "../link/queries.ts";
import type { Role } from "../link/shapes.ts";
import { Icon, type IconName } from "../look/icons.tsx";
import { seesRound } from "../round/staff-may.ts";
import { useKeeper } from "../round/use-keeper.ts";
import type { Key } from "../words/index.ts";
import { useVoice } from "../words/speak.tsx";
import { Banners } from "./banners.tsx";
import { pagesFor } from "./pages.ts";
import { TopBar } from "./top-bar.tsx";

function NavLink({ to, icon, word }: { readonly to: string; readonly icon: IconName; readonly word: Key }) {
  const { t } = useVoice();
  return (
    <Link to={to} className="nav-link" activeOptions={{ exact: to === "/" }} activeProps={{ "aria-current": "page" }}>
      <Icon name={icon} />
      <span>{t(word)}</span>
    </Link>
  );
}

/** On a phone the bar holds what a carer needs with one thumb; the rest is behind "more". */
function PhoneBar({ roles }: { readonly roles: readonly Role[] }) {
  return (
    <>
      <NavLink to="/" icon="board" word="nav.board" />
      <NavLink to="/due" icon="due" word="nav.due" />
      {roles.some((role) => seesRound.includes(role)) ? <NavLink to="/round" icon="round" word="nav.round" /> : null}
      <NavLink to="/handover" icon="handover" word="nav.handover" />
      <NavLink to="/more" icon="more" word="app.more" />
    </>
  );
}

export function Shell() {
  const { t } = useVoice();
  const roles = useSession().data?.staff?.roles ?? [];
  useKeeper();
  const onPerson = useLocation().pathname.startsWith("/people/");
  return (
    <div className="shell" data-person={onPerson}>
      <a className="skip" href="#main">
        {t("app.skip")}
      </a>
      <TopBar />
      <Banners />
      <nav className="rail" aria-label={t("app.nav")}>
        {pagesFor(roles).map(({ to, icon, word }) => (
          <NavLink key={to} to={to} icon={icon} word={word} />
        ))}
      </nav>
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <nav className="phone-bar" aria-label={t("app.nav")}>
        <PhoneBar roles={roles} />
      </nav>
    </div>
  );
}
