import { Button, Progress, TextInput } from "@mantine/core";
import { isKind, type Kind } from "@sakiyomi/core";
import { type FormEvent, Fragment, lazy, Suspense, useId, useState } from "react";
import { useBoardQuery } from "../link/queries.ts";
import { at, change } from "../link/requests.ts";
import type { BodyView, OrderView, PersonView } from "../link/shapes.ts";
import { Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { type Ask, asksOf } from "./robot-asks.ts";
import { valueWords } from "./value-words.ts";

const isOver = ({ state }: OrderView): boolean => state !== "waiting" && state !== "doing";

/** What doses are stands on the person's round. */
const isForMachines: readonly string[] = ["doses"];
/** A cup is a thing. */
const rowOf: Readonly<Record<string, string>> = { cup: "thing" };

function useAsk() {
  const { label, kind } = useVoice();
  return ({ capability, parameters }: Pick<OrderView, "capability" | "parameters">): string => {
    const values = Object.entries(parameters)
      .filter(([field]) => !isForMachines.includes(field))
      .map(([field, value]) => {
        const said = String(value);
        if (field === "words") return said;
        if (field === "kinds")
          return [value].flat().map((one) => (isKind(String(one)) ? kind(one as Kind) : String(one)));
        if (field === "kind" && isKind(said)) return kind(said);
        return label("server", [`${rowOf[field] ?? field}.${said}`, said]);
      });
    return [label("server", [`capability.${capability}`]), ...values.flat()].join(": ");
  };
}

/** What was measured, with what it is worth. */
function Found({ found }: { readonly found: NonNullable<OrderView["found"]> }) {
  const voice = useVoice();
  const value = valueWords(found.kind, found.value, voice);
  return <p className="robot-order-found">{voice.t("order.found", { kind: voice.kind(found.kind), value })}</p>;
}

function Order({ order }: { readonly order: OrderView }) {
  const { t, clock, label } = useVoice();
  const act = useDo();
  const nameOf = useAsk();
  const cancel = () => act(() => change("POST", at("orders", order.id, "cancel")), { renews: [["board"]] });
  const phase = order.phase === null ? "" : label("server", [`phase.${order.phase}`, order.phase]);
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
      {order.found ? <Found found={order.found} /> : null}
      {order.why ? <p className="muted">{label("server", [`why.${order.why}`, order.why])}</p> : null}
    </li>
  );
}

interface Asking {
  readonly body: BodyView;
  readonly mayHelp: boolean;
  readonly order: (ask: Ask) => Promise<unknown>;
}

function Asks({ body, mayHelp, order }: Asking) {
  const { t, label } = useVoice();
  const nameOf = useAsk();
  const buttons = (asks: readonly Ask[]) => (
    <div className="robot-asks">
      {asks.map((ask) => (
        <Button
          key={nameOf(ask)}
          className="robot-ask"
          variant="default"
          disabled={!mayHelp}
          onClick={() => void order(ask)}
        >
          {nameOf(ask)}
        </Button>
      ))}
    </div>
  );
  const others = asksOf(body, false);
  const canStop = body.isBusy && body.offers.some(({ capability }) => capability === "stop");
  return (
    <>
      {canStop ? (
        <Button
          className="robot-ask robot-ask-stop"
          fullWidth
          onClick={() => void order({ capability: "stop", parameters: {} })}
        >
          {label("server", ["capability.stop"])}
        </Button>
      ) : null}
      {buttons(asksOf(body, true))}
      {others.length > 0 ? (
        <details className="robot-more">
          <summary>{t("order.more")}</summary>
          {buttons(others)}
        </details>
      ) : null}
    </>
  );
}

/** As long as an order's words may be. */
const longest = 500;

function Say({ order }: Pick<Asking, "order">) {
  const { t } = useVoice();
  const [words, setWords] = useState("");
  const hint = useId();
  const said = words.trim();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (said === "") return;
    void order({ capability: "say", parameters: { words: said } });
    setWords("");
  };
  return (
    <form className="robot-say" onSubmit={send}>
      <TextInput
        label={t("order.say")}
        aria-describedby={hint}
        maxLength={longest}
        value={words}
        onChange={({ currentTarget }) => setWords(currentTarget.value)}
      />
      <Button type="submit" variant="light" disabled={said === ""}>
        {t("order.sayDo")}
      </Button>
      <p id={hint} className="muted small">
        {t("order.sayHint")}
      </p>
    </form>
  );
}

/** The rules of medicines are fetched only where a robot brings them. */
const RobotMedicines = lazy(async () => ({ default: (await import("./robot-medicines.tsx")).RobotMedicines }));
const bringsMedicines = ({ offers }: BodyView): boolean =>
  offers.some(({ capability }) => capability === "bring-medicine");

/** What the robots of the house can do for this person, and what they are doing. Nothing where there is no robot. */
export function RobotPanel({ view }: { readonly view: PersonView }) {
  const { t } = useVoice();
  const act = useDo();
  const board = useBoardQuery().data;
  const bodies = board?.bodies ?? [];
  if (bodies.length === 0) return null;
  const { id, consents } = view.person;
  const mayHelp = consents.includes("robot");
  const orders = (board?.orders ?? []).filter(({ person }) => person === id);
  const order = (ask: Ask) => act(() => change("POST", at("people", id, "orders"), ask), { renews: [["board"]] });
  const canSay = bodies.some(({ offers }) => offers.some(({ capability }) => capability === "say"));
  return (
    <Panel title={t("order.title")} className="robot-panel">
      {mayHelp ? null : <p className="muted">{t("order.noConsent")}</p>}
      {bodies.map((body) => (
        <Fragment key={body.id}>
          <Asks body={body} mayHelp={mayHelp} order={order} />
          {bringsMedicines(body) ? (
            <Suspense>
              <RobotMedicines person={id} body={body} mayHelp={mayHelp} order={order} />
            </Suspense>
          ) : null}
        </Fragment>
      ))}
      {canSay ? <Say order={order} /> : null}
      <ul className="plain-list">
        {orders.map((one) => (
          <Order key={one.id} order={one} />
        ))}
      </ul>
    </Panel>
  );
}
