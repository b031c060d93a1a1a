import { Link } from "@tanstack/react-router";
import { Icon, type IconName } from "../look/icons.tsx";
import { Empty, Loaded, Page, Panel } from "../look/parts.tsx";
import type { Key } from "../words/index.ts";
import { useVoice } from "../words/speak.tsx";
import { bareId, useCharts } from "./desk.ts";
import { type Deed, mayDo, useRoles } from "./may.ts";
import { useWard, WardFilter } from "./parts/ward-filter.tsx";
import type { ChartsView, ChartView } from "./shapes.ts";

interface Way {
  readonly to: string;
  readonly icon: IconName;
  readonly word: Key;
  readonly needs: Deed;
}
const ways: readonly Way[] = [
  { to: "/medication/labels", icon: "label", word: "med.labels", needs: "prepare" },
  { to: "/medication/sheet", icon: "print", word: "sheet.page", needs: "see" },
  { to: "/medication/report", icon: "note", word: "med.report", needs: "report" },
  { to: "/medication/incidents", icon: "audit", word: "med.incidents", needs: "analyse" },
  { to: "/medication/analysis", icon: "skills", word: "med.analysis", needs: "analyse" },
  { to: "/medication/drugs", icon: "medicine", word: "med.drugs", needs: "see" },
  { to: "/medication/policy", icon: "policy", word: "med.policy", needs: "see" },
];

const active = ({ orders }: ChartView, now: number): number =>
  orders.filter(({ status, until }) => status === "active" && (until === null || until > now)).length;
const drafts = ({ orders }: ChartView): number => orders.filter(({ status }) => status === "draft").length;

function PersonRow({ chart, now }: { readonly chart: ChartView; readonly now: number }) {
  const { t } = useVoice();
  const open = drafts(chart);
  return (
    <li>
      <Link to="/people/$id/medication" params={{ id: bareId(chart.person) }} className="medicine-person">
        <span className="grow">
          <strong>{chart.name}</strong> <span className="muted small block">{chart.placeName}</span>
        </span>
        {chart.allergies.length === 0 ? null : (
          <span className="allergy-mark">
            <Icon name="warning" size={18} /> {t("med.allergyShort")}
          </span>
        )}
        {open === 0 ? null : <span className="tag">{t("med.draftCount", { n: open })}</span>}
        <span className="muted">{t("med.orderCount", { n: active(chart, now) })}</span>
      </Link>
    </li>
  );
}

function People({ view }: { readonly view: ChartsView }) {
  const { t } = useVoice();
  const { shown, ...filter } = useWard(view.charts);
  if (view.charts.length === 0) return <Empty icon="medicine" title={t("board.noPeople")} />;
  return (
    <Panel title={t("med.people")} action={<WardFilter {...filter} />}>
      <ul className="plain-list">
        {shown.map((chart) => (
          <PersonRow key={chart.person} chart={chart} now={view.at} />
        ))}
      </ul>
    </Panel>
  );
}

function SeenPeople() {
  const query = useCharts(null);
  return <Loaded query={query}>{(view) => <People view={view} />}</Loaded>;
}

/** Where everything about medicines begins: people, labels, the printed sheet, what went wrong, the list of drugs, the rules. */
export function MedicationPage() {
  const { t } = useVoice();
  const roles = useRoles();
  return (
    <Page title={t("nav.medication")} lead={t("med.lead")}>
      <ul className="tiles more">
        {ways
          .filter(({ needs }) => mayDo(roles, needs))
          .map(({ to, icon, word }) => (
            <li key={to}>
              <Link to={to} className="tile">
                <Icon name={icon} size={26} />
                <span>{t(word)}</span>
              </Link>
            </li>
          ))}
      </ul>
      {mayDo(roles, "see") ? <SeenPeople /> : null}
    </Page>
  );
}
