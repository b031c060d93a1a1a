import { Button, Textarea, TextInput } from "@mantine/core";
import type { MedicationOrder } from "@sakiyomi/medication";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useNow } from "../../link/clock.ts";
import { Confirm } from "../../look/confirm.tsx";
import { useDo } from "../../look/toast.tsx";
import { useVoice } from "../../words/speak.tsx";
import { holdOrder, resumeOrder, stopOrder, useMayDo } from "../desk.ts";
import { instantOf } from "../wall-clock.ts";
import { holdAt } from "./order-lists.ts";

const deeds = {
  hold: (order: MedicationOrder, reason: string, until: number | null) => holdOrder(order, { reason, until }),
  resume: resumeOrder,
  stop: stopOrder,
} as const;
type Asked = keyof typeof deeds;

interface Props {
  readonly order: MedicationOrder;
  readonly person: string;
}

function Why({
  order,
  kind,
  onDo,
  onClose,
}: {
  readonly order: MedicationOrder;
  readonly kind: Asked;
  readonly onDo: (reason: string, until: number | null) => void;
  readonly onClose: () => void;
}) {
  const { t, zone } = useVoice();
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  const end = until === "" ? null : instantOf(until, zone);
  return (
    <Confirm
      title={t(`med.${kind}`)}
      action={t(`med.${kind}`)}
      ready={reason.trim().length >= 3 && (until === "" || end !== null)}
      onDo={() => onDo(reason.trim(), end)}
      onClose={onClose}
    >
      <p>
        <strong>{order.drug.text}</strong>
      </p>
      <Textarea
        label={t("med.why")}
        autosize
        minRows={2}
        maxLength={500}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {kind === "hold" ? (
        <TextInput
          type="datetime-local"
          label={t("med.holdUntil")}
          description={t("med.holdUntilHint")}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      ) : null}
    </Confirm>
  );
}

/** Change, hold or resume, stop: what may still be said of an order. */
export function OrderActions({ order, person }: Props) {
  const { t } = useVoice();
  const act = useDo();
  const isHeld = holdAt(order, useNow(30_000)) !== null;
  const [asked, setAsked] = useState<Asked | null>(null);
  const renews = [["medication", person]];
  const may = useMayDo("order");
  const done = (words: string, change: () => Promise<unknown>) => {
    setAsked(null);
    void act(change, { done: words, renews });
  };
  if (!may) return null;
  return (
    <div className="line wrap">
      <Link to="/people/$id/medication/order" params={{ id: person }} search={{ order: order.id }} className="plain">
        {t("med.change")}
      </Link>
      {isHeld ? (
        <Button variant="default" onClick={() => setAsked("resume")}>
          {t("med.resume")}
        </Button>
      ) : (
        <Button variant="default" onClick={() => setAsked("hold")}>
          {t("med.hold")}
        </Button>
      )}
      <Button variant="default" onClick={() => setAsked("stop")}>
        {t("med.stop")}
      </Button>
      {asked === null ? null : (
        <Why
          order={order}
          kind={asked}
          onClose={() => setAsked(null)}
          onDo={(reason, until) => done(t(`med.${asked}-done`), () => deeds[asked](order, reason, until))}
        />
      )}
    </div>
  );
}
