import type { Formulary, MedicationOrder } from "@sakiyomi/medication";
import { nextDoses } from "@sakiyomi/medication";
import { Link } from "@tanstack/react-router";
import { Icon } from "../../look/icons.tsx";
import { Empty, Panel } from "../../look/parts.tsx";
import { useVoice } from "../../words/speak.tsx";
import { bareId } from "../desk.ts";
import { useIncidentWords } from "../incidents/use-incident-words.ts";
import { useMayDo } from "../may.ts";
import { NextDoses } from "../order/order-preview.tsx";
import { useFreshNow } from "../parts/fresh-now.ts";
import type { PersonMedication } from "../shapes.ts";
import { AllergyBox, RecordAllergy } from "./allergies.tsx";
import { DoseHistory } from "./dose-history.tsx";
import { OrderCard } from "./order-card.tsx";
import { orderLists } from "./order-lists.ts";

/** The first dose that is not on hold, among so many: an order twice a day that rests for a fortnight. */
const MOST_HELD = 30;
const nextGiven = (order: MedicationOrder, range: Omit<Parameters<typeof nextDoses>[1], "most">): number | null =>
  nextDoses(order, { ...range, most: MOST_HELD }).find(({ held }) => held === null)?.at ?? null;

const MOST_MISSES = 10;
const DAY = 24 * 3_600_000;

interface Props {
  readonly of: PersonMedication;
  /** null: not loaded yet; names that look alike are said as soon as it is. */
  readonly formulary: Formulary | null;
}

function Orders({
  title,
  lead,
  orders,
  of,
  formulary,
}: Props & { readonly title: string; readonly lead?: string; readonly orders: readonly MedicationOrder[] }) {
  const { zone } = useVoice();
  const now = useFreshNow(60_000);
  if (orders.length === 0) return null;
  const nextOf = (order: MedicationOrder): number | null =>
    order.status === "draft" ? null : nextGiven(order, { from: now, zone, policy: of.policy });
  const rows = orders
    .map((order) => ({ order, next: nextOf(order) }))
    .sort((a, b) => (a.next ?? Number.POSITIVE_INFINITY) - (b.next ?? Number.POSITIVE_INFINITY));
  return (
    <Panel title={`${title} · ${orders.length}`}>
      {lead === undefined ? null : <p className="muted small">{lead}</p>}
      <ul className="orders">
        {rows.map(({ order, next }) => (
          <OrderCard key={order.id} order={order} of={of} formulary={formulary} next={next} />
        ))}
      </ul>
    </Panel>
  );
}

/** What comes in the next 24 hours, of all orders together. */
function Coming({ of }: { readonly of: PersonMedication }) {
  const { t, zone } = useVoice();
  const now = useFreshNow(60_000);
  const names = new Map(of.orders.map(({ id, drug }) => [id, drug.text]));
  const doses = orderLists(of.orders, now)
    .standing.flatMap((order) => nextDoses(order, { from: now, zone, policy: of.policy, most: 4 }))
    .filter(({ at }) => at < now + DAY)
    .sort((a, b) => a.at - b.at)
    .slice(0, 12);
  return (
    <Panel title={t("med.next24")}>
      <NextDoses doses={doses} names={names} />
    </Panel>
  );
}

/** Scans that were stopped, newest first: what nearly happened to this person. */
function NearMisses({ of }: { readonly of: PersonMedication }) {
  const { t, moment } = useVoice();
  const word = useIncidentWords();
  const now = useFreshNow(60_000);
  const shown = of.nearMisses.slice(0, MOST_MISSES);
  if (shown.length === 0) return null;
  return (
    <Panel title={`${t("med.nearMisses")} · ${of.nearMisses.length}`}>
      <ul className="plain-list">
        {shown.map(({ id, at, mishaps, overridden }) => (
          <li key={id}>
            <time>{moment(at, now)}</time> {mishaps.map((mishap) => word(`mishap.${mishap}`)).join(", ")}
            {overridden ? <span className="tag">{t("med.overridden")}</span> : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Ended({ orders }: { readonly orders: readonly MedicationOrder[] }) {
  const { t, day } = useVoice();
  if (orders.length === 0) return null;
  return (
    <Panel>
      <details>
        <summary>{t("med.ended", { n: orders.length })}</summary>
        <ul className="plain-list">
          {orders.map((order) => (
            <li key={order.id}>
              {order.drug.text}{" "}
              <span className="muted small">
                {`${day(order.from)} – ${order.until === null ? "" : day(order.until)} · ${t(`status.${order.status}`)}`}
              </span>
            </li>
          ))}
        </ul>
      </details>
    </Panel>
  );
}

function Lists({ of, formulary }: Props) {
  const { t } = useVoice();
  const now = useFreshNow(60_000);
  const lists = orderLists(of.orders, now);
  const isEmpty = lists.standing.length + lists.asNeeded.length + lists.drafts.length === 0;
  return (
    <div className="stack">
      {isEmpty ? (
        <Empty icon="medicine" title={t("med.noOrders")}>
          <p>{t("med.noOrdersLong")}</p>
        </Empty>
      ) : null}
      <Orders title={t("med.drafts")} lead={t("med.draftsLead")} orders={lists.drafts} of={of} formulary={formulary} />
      <Orders title={t("med.orders")} orders={lists.standing} of={of} formulary={formulary} />
      <Orders title={t("med.asNeeded")} orders={lists.asNeeded} of={of} formulary={formulary} />
      <Ended orders={lists.ended} />
    </div>
  );
}

/** Everything about one person's medicines. */
export function Medicines({ of, formulary }: Props) {
  const { t } = useVoice();
  const person = bareId(of.chart.person);
  const mayOrder = useMayDo("order");
  return (
    <div className="stack">
      <AllergyBox allergies={of.chart.allergies} removable={mayOrder ? person : null} />
      <div className="line wrap">
        {mayOrder ? (
          <Link
            to="/people/$id/medication/order"
            params={{ id: person }}
            search={{ order: undefined }}
            className="main-action"
          >
            <Icon name="plus" size={20} /> {t("med.newOrder")}
          </Link>
        ) : null}
        {mayOrder ? <RecordAllergy person={person} /> : null}
        <Link to="/medication/labels" search={{ person }} className="plain">
          {t("med.labels")}
        </Link>
      </div>
      <div className="medicines">
        <Lists of={of} formulary={formulary} />
        <div className="stack">
          <Coming of={of} />
          <DoseHistory of={of} orders={of.orders} />
          <NearMisses of={of} />
        </div>
      </div>
    </div>
  );
}
