import { Textarea } from "@mantine/core";
import type { MedicationOrder } from "@sakiyomi/medication";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Confirm } from "../../look/confirm.tsx";
import { useDo } from "../../look/toast.tsx";
import { useVoice } from "../../words/speak.tsx";
import { holdOrder, resumeOrder, stopOrder } from "../desk.ts";
import { useMayDo } from "../may.ts";
import { MomentField } from "../parts/clock-fields.tsx";
import { useFreshNow } from "../parts/fresh-now.ts";
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
        <MomentField
          label={t("med.holdUntil")}
          hint={t("med.holdUntilHint")}
          usualTime="23:59"
          value={until}
          set={setUntil}
        />
      ) : null}
    </Confirm>
  );
}

/** Change, hold or resume, stop: what may still be said of an order. */
export function OrderActions({ order, person }: Props) {
  const { t } = useVoice();
  const act = useDo();
  const isDraft = order.status === "draft";
  const isHeld = holdAt(order, useFreshNow(30_000)) !== null;
  const [asked, setAsked] = useState<Asked | null>(null);
  const renews = [["medication", "person", person]];
  const may = useMayDo("order");
  const done = (words: string, change: () => Promise<unknown>) => {
    setAsked(null);
    void act(change, { done: words, renews });
  };
  if (!may) return null;
  return (
    <div className="line wrap">
      <Link
        to="/people/$id/medication/order"
        params={{ id: person }}
        search={{ order: order.id }}
        className={isDraft ? "main-action" : "plain"}
      >
        {t(isDraft ? "med.confirmDraft" : "med.change")}
      </Link>
      {isDraft ? null : (
        <button type="button" className="plain" onClick={() => setAsked(isHeld ? "resume" : "hold")}>
          {t(isHeld ? "med.resume" : "med.hold")}
        </button>
      )}
      <button type="button" className="plain" onClick={() => setAsked("stop")}>
        {t(isDraft ? "med.discard" : "med.stop")}
      </button>
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
