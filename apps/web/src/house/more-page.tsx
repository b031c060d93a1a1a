import { Link } from "@tanstack/react-router";
import { useSession } from "../link/queries.ts";
import { Icon } from "../look/icons.tsx";
import { Page } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { pagesFor } from "./pages.ts";

const inBar = ["/", "/due", "/round", "/handover"];

/** What does not fit into the bar of a phone. */
export function MorePage() {
  const { t } = useVoice();
  const roles = useSession().data?.staff?.roles ?? [];
  return (
    <Page title={t("app.more")}>
      <ul className="tiles more">
        {pagesFor(roles)
          .filter(({ to }) => !inBar.includes(to))
          .map(({ to, icon, word }) => (
            <li key={to}>
              <Link to={to} className="tile">
                <Icon name={icon} size={26} />
                <span>{t(word)}</span>
              </Link>
            </li>
          ))}
      </ul>
    </Page>
  );
}
