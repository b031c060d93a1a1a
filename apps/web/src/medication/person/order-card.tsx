import type { Formulary, MedicationOrder } from "@sakiyomi/medication";
import { Icon } from "../../look/icons.tsx";
import { useVoice } from "../../words/speak.tsx";
import { bareId } from "../desk.ts";
import { LookAlikes } from "../parts/drug-search.tsx";
import { useFreshNow } from "../parts/fresh-now.ts";
import { useActorName } from "../parts/staff-names.ts";
import { useOrderWords } from "../parts/use-order-words.ts";
import type { PersonMedication } from "../shapes.ts";
import { OrderActions } from "./order-actions.tsx";
import { allowanceOf, earlierVersions, holdAt } from "./order-lists.ts";

function Tags({ order }: { readonly order: MedicationOrder }) {
  const { t } = useVoice();
  return (
    <>
      {order.needsWitness ? <span className="tag">{t("med.twoPeople")}</span> : null}
      {order.window === null ? null : (
        <span className="tag">{`${t(`window.${order.window.class}`)}: ${order.window.reason}`}</span>
      )}
      {order.drug.system === "mhlw" ? null : <span className="tag">{t("med.notInListShort")}</span>}
    </>
  );
}

function Held({ order }: { readonly order: MedicationOrder }) {
  const now = useFreshNow(30_000);
  const { t, moment } = useVoice();
  const hold = holdAt(order, now);
  if (hold === null) return null;
  return (
    <p className="hold">
      <Icon name="rest" size={20} />
      <span>
        <strong>{t("med.onHold")}</strong> {hold.reason}{" "}
        <span className="muted">
          {hold.until === null ? t("med.untilLifted") : t("med.untilWhen", { when: moment(hold.until, now) })}
        </span>
      </span>
    </p>
  );
}

function Versions({ order, orders }: { readonly order: MedicationOrder; readonly orders: readonly MedicationOrder[] }) {
  const { t, day } = useVoice();
  const words = useOrderWords();
  const who = useActorName();
  const before = earlierVersions(order, orders);
  if (before.length === 0) return null;
  return (
    <details>
      <summary>{t("med.versions", { n: before.length })}</summary>
      <ol className="versions">
        {before.map((one) => (
          <li key={one.id}>
            <span className="muted">{`${day(one.from)} – ${one.until === null ? "" : day(one.until)}`}</span>{" "}
            {words.order(one)} <span className="muted small">{who(one.by)}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** Of a medicine as needed: whether it may be given now, and how many more in 24 hours. The rules are the bedside's. */
function Possible({ order, of }: { readonly order: MedicationOrder; readonly of: PersonMedication }) {
  const { t, moment } = useVoice();
  const now = useFreshNow(30_000);
  const allowed = allowanceOf(order, of, now);
  if (allowed === null) return null;
  const { nextAt, left, lastAt } = allowed;
  return (
    <p>
      <strong>{nextAt === null ? t("med.possibleNow") : t("med.possibleFrom", { when: moment(nextAt, now) })}</strong>{" "}
      <span className="muted">
        {lastAt === null
          ? t("med.leftToday", { n: left })
          : t("med.lastAndLeft", { when: moment(lastAt, now), n: left })}
      </span>
    </p>
  );
}

/** One order: its drug large, what it says in words, what stands in its way, and what can be done about it. */
export function OrderCard({
  order,
  of,
  formulary,
  next,
}: {
  readonly order: MedicationOrder;
  readonly of: PersonMedication;
  readonly formulary: Formulary | null;
  /** When it is due next; null where nothing says so. */
  readonly next: number | null;
}) {
  const { t, moment, day } = useVoice();
  const now = useFreshNow(30_000);
  const words = useOrderWords();
  const who = useActorName();
  return (
    <li className="order-card" data-held={holdAt(order, now) !== null} data-order={order.id}>
      <div className="order-head">
        <strong className="order-drug">{order.drug.text}</strong>
        {next === null ? null : (
          <span className="order-next">
            <span className="muted small">{t("med.nextShort")}</span> <time>{moment(next, now)}</time>
          </span>
        )}
      </div>
      <p>{words.order(order)}</p>
      {order.note === "" ? null : <p className="small">{order.note}</p>}
      <Possible order={order} of={of} />
      <Held order={order} />
      <div className="line wrap tight">
        <Tags order={order} />
      </div>
      {formulary === null ? null : <LookAlikes formulary={formulary} code={order.drug.code} most={2} />}
      <p className="muted small">
        {t("med.orderedBy", { name: who(order.by), date: day(order.at) })}
        {order.until === null ? "" : ` · ${t("med.untilWhen", { when: moment(order.until, now) })}`}
      </p>
      <Versions order={order} orders={of.orders} />
      <OrderActions order={order} person={bareId(of.chart.person)} />
    </li>
  );
}
