import { Button, Progress } from "@mantine/core";
import { useBoardQuery } from "../link/queries.ts";
import { at, change } from "../link/requests.ts";
import type { BodyView, Capability, OrderView, PersonView } from "../link/shapes.ts";
import { Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";

interface Ask {
  readonly capability: Capability;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What can be asked for with one tap: a thing to bring. */
const asksOf = ({ offers }: BodyView): readonly Ask[] =>
  offers.flatMap(({ capability, only }) =>
    capability === "bring" ? (only?.thing ?? []).map((thing) => ({ capability, parameters: { thing } })) : [],
  );

const isOver = ({ state }: OrderView): boolean => state !== "waiting" && state !== "doing";

function useAsk() {
  const { label } = useVoice();
  return ({ capability, parameters }: Pick<OrderView, "capability" | "parameters">): string => {
    const things = Object.values(parameters).map((one) => label("server", [`thing.${String(one)}`, String(one)]));
    return [label("server", [`capability.${capability}`]), ...things].join(": ");
  };
}

function Order({ order }: { readonly order: OrderView }) {
  const { t, clock, label } = useVoice();
  const act = useDo();
  const nameOf = useAsk();
  const cancel = () => act(() => change("POST", at("orders", order.id, "cancel")), { renews: [["board"]] });
  const phase = order.phase === null ? "" : label("server", [order.phase]);
  return (
    <li className="robot-order" data-state={order.state}>
      <div className="robot-order-head">
        <strong>{nameOf(order)}</strong>
        <span className="muted">
          {t(`order.${order.state}`)} · {clock(order.closedAt ?? order.placedAt)} · {order.by}
        </span>
      </div>
      {order.state === "doing" ? (
        <Progress value={(order.progress ?? 0) * 100} aria-label={phase} animated={order.progress === null} />
      ) : null}
      {isOver(order) ? null : (
        <div className="robot-order-foot">
          <span>{phase}</span>
          <button type="button" className="plain" onClick={() => void cancel()}>
            {t("order.cancel")}
          </button>
        </div>
      )}
      {order.why ? <p className="muted">{order.why}</p> : null}
    </li>
  );
}

/** What the robots of the house can do for this person, and what they are doing. Nothing where there is no robot. */
export function RobotPanel({ view }: { readonly view: PersonView }) {
  const { t } = useVoice();
  const act = useDo();
  const nameOf = useAsk();
  const board = useBoardQuery().data;
  const bodies = board?.bodies ?? [];
  if (bodies.length === 0) return null;
  const { id, consents } = view.person;
  const mayHelp = consents.includes("robot");
  const orders = (board?.orders ?? []).filter(({ person }) => person === id);
  const order = (ask: Ask) => act(() => change("POST", at("people", id, "orders"), ask), { renews: [["board"]] });
  return (
    <Panel title={t("order.title")} className="robot-panel">
      {mayHelp ? null : <p className="muted">{t("order.noConsent")}</p>}
      <div className="robot-asks">
        {bodies.flatMap((body) =>
          asksOf(body).map((ask) => (
            <Button
              key={`${body.id} ${nameOf(ask)}`}
              variant="light"
              disabled={!mayHelp}
              onClick={() => void order(ask)}
            >
              {nameOf(ask)}
            </Button>
          )),
        )}
      </div>
      <ul className="plain-list">
        {orders.map((one) => (
          <Order key={one.id} order={one} />
        ))}
      </ul>
    </Panel>
  );
}
