import { Button, NativeSelect, Textarea } from "@mantine/core";
import { useState } from "react";
import { useBoardQuery, useSession, useStaff } from "../link/queries.ts";
import { at, change } from "../link/requests.ts";
import type { Board, HandoverView } from "../link/shapes.ts";
import { Empty, Loaded, Page, Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";

function Handover({ handover, mine }: { readonly handover: HandoverView; readonly mine: boolean }) {
  const { t, clock } = useVoice();
  const act = useDo();
  const staff = useStaff().data ?? [];
  const accept = () => act(() => change("POST", at("handovers", handover.id, "accept")), { renews: [["board"]] });
  return (
    <li className="handover">
      <div>
        <strong>{t("handover.from", { name: handover.from })}</strong>{" "}
        <span className="muted">
          {clock(handover.at)} · {t("handover.open", { n: handover.open })}
        </span>
      </div>
      {handover.note === "" ? null : <blockquote>{handover.note}</blockquote>}
      {handover.acceptedAt !== null ? (
        <span className="muted">{t("handover.accepted", { clock: clock(handover.acceptedAt) })}</span>
      ) : mine ? (
        <Button onClick={() => void accept()}>{t("handover.accept")}</Button>
      ) : (
        <span>
          {t("handover.waitingFor", { name: staff.find(({ id }) => id === handover.to)?.name ?? handover.to })}
        </span>
      )}
    </li>
  );
}

function WhatGoesOver({ board, me }: { readonly board: Board; readonly me: string }) {
  const { t, say, clock } = useVoice();
  const alerts = board.alerts.filter(({ state, takenBy }) => state === "taken" && takenBy === me);
  const due = board.due.filter(({ state, takenBy }) => state === "taken" && takenBy === me);
  if (alerts.length + due.length === 0) return <p className="muted">{t("handover.open", { n: 0 })}</p>;
  return (
    <ul className="plain-list">
      {alerts.map((alert) => (
        <li key={alert.id}>
          <strong>{alert.personName}</strong> {say(alert.text, alert.skill)}
        </li>
      ))}
      {due.map((one) => (
        <li key={one.id}>
          <time>{clock(one.dueAt)}</time> <strong>{one.personName}</strong> {say(one.text, one.skill)}
        </li>
      ))}
    </ul>
  );
}

/** Whom a shift can be handed to: those who care here and are not oneself, who is on duty first. */
function useColleagues(me: string, board: Board) {
  const staff = useStaff().data ?? board.onDuty;
  const onDuty = new Set(board.onDuty.map(({ id }) => id));
  return staff
    .filter(
      ({ id, roles }) =>
        id !== me &&
        roles.some((role) => role === "carer" || role === "nurse" || role === "doctor" || role === "teacher"),
    )
    .toSorted((a, b) => Number(onDuty.has(b.id)) - Number(onDuty.has(a.id)) || a.name.localeCompare(b.name));
}

function Give({ board, me }: { readonly board: Board; readonly me: { readonly id: string; readonly name: string } }) {
  const { t } = useVoice();
  const act = useDo();
  const others = useColleagues(me.id, board);
  const [to, setTo] = useState("");
  const [note, setNote] = useState("");
  const give = async () => {
    const given = await act(() => change("POST", "/api/handovers", { to, note }), {
      done: t("handover.given"),
      renews: [["board"]],
    });
    if (given !== null) setNote("");
  };
  return (
    <Panel title={t("handover.give")}>
      <div className="stack">
        <h3 className="field-title">{t("handover.stays")}</h3>
        <WhatGoesOver board={board} me={me.name} />
        <NativeSelect
          label={t("handover.to")}
          data={[{ value: "", label: "–" }, ...others.map(({ id, name }) => ({ value: id, label: name }))]}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Textarea
          label={t("handover.note")}
          autosize
          minRows={3}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Button disabled={to === ""} onClick={() => void give()}>
          {t("handover.give")}
        </Button>
      </div>
    </Panel>
  );
}

export function HandoverPage() {
  const { t } = useVoice();
  const query = useBoardQuery();
  const me = useSession().data?.staff;
  const isMine = ({ to }: HandoverView) => to === me?.id || to === me?.name;
  return (
    <Page title={t("handover.title")} lead={t("handover.lead")}>
      <Loaded query={query}>
        {(board) => (
          <div className="two">
            <Panel title={t("handover.waiting")}>
              {board.handovers.length === 0 ? <Empty icon="check" title={t("handover.none")} /> : null}
              <ul className="plain-list">
                {board.handovers.map((handover) => (
                  <Handover key={handover.id} handover={handover} mine={isMine(handover)} />
                ))}
              </ul>
            </Panel>
            {me === undefined || me === null ? null : <Give board={board} me={me} />}
          </div>
        )}
      </Loaded>
    </Page>
  );
}
