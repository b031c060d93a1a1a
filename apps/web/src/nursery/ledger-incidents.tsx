import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { at, change } from "../link/requests.ts";
import { Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice, type Voice } from "../words/speak.tsx";
import { cameOf, type Incident, incidentsOf } from "./ledger-rows.ts";
import type { GapView, LedgerView, LookView } from "./shapes.ts";

/** Gaps and incidents; the reason of a gap is written here, with its own time. */
export function LedgerIncidents({ ledger }: { readonly ledger: LedgerView }) {
  const { t, clock } = useVoice();
  const found = incidentsOf(ledger);
  const came = cameOf(ledger);
  return (
    <Panel title={t("ledger.incidents")}>
      {found.length === 0 ? <p>{t("ledger.noIncidents")}</p> : null}
      {came === null ? null : (
        <p className="muted">
          {t("ledger.came", { n: came.n, from: clock(came.from), to: clock(came.to), until: clock(came.until) })}
        </p>
      )}
      <ul className="ledger-incidents">
        {found.map((incident) => (
          <li key={keyOf(incident)} className="ledger-incident" data-gap={incident.what === "gap"}>
            <p>
              <time>{clock(incident.at)}</time> <strong>{incident.child.name}</strong>
            </p>
            <What incident={incident} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const keyOf = ({ what, at: when, child }: Incident): string => `${what} ${child.id} ${when}`;

function What({ incident }: { readonly incident: Incident }) {
  const voice = useVoice();
  if (incident.what === "gap") return <Gap person={incident.child.id} gap={incident.gap} />;
  if (incident.what === "look")
    return (
      <ul className="facts">
        {lookWords(incident.look, voice).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    );
  const { call } = incident;
  return (
    <p>
      {voice.say(call.text, "nap-watch")}{" "}
      {call.takenBy === null || call.takenAt === null
        ? null
        : voice.t("ledger.taken", { name: call.takenBy, clock: voice.clock(call.takenAt) })}
    </p>
  );
}

function lookWords(look: LookView, { t, clock }: Voice): readonly string[] {
  const posture = t(`nap.posture.${look.posture}`);
  return [
    look.lateAt === null ? "" : t("ledger.late", { clock: clock(look.lateAt), posture }),
    look.counts === "outside" ? t("ledger.outside", { posture }) : "",
    look.posture === "front" ? t(look.turned ? "ledger.foundTurned" : "ledger.found") : "",
    look.breathing === "not-seen" ? t("ledger.notSeen") : "",
    look.colour === "poor" ? t("ledger.poor") : "",
    look.sensorWrong ? t("ledger.wrong") : "",
    look.note ?? "",
    look.by,
  ].filter((words) => words !== "");
}

function Gap({ person, gap }: { readonly person: string; readonly gap: GapView }) {
  const { t, clock } = useVoice();
  const act = useDo();
  const [reason, setReason] = useState("");
  const { due, until, missed, reasons } = gap;
  const save = async () => {
    const kept = await act(() => change("POST", at("people", person, "nap-gap"), { due, reason: reason.trim() }), {
      done: t("app.saved"),
      renews: [["nursery"]],
    });
    if (kept !== null) setReason("");
  };
  return (
    <>
      <p>
        {until === null
          ? t("ledger.gapOpen", { due: clock(due), n: missed })
          : t("ledger.gap", { due: clock(due), until: clock(until), n: missed })}
      </p>
      {reasons.map(({ text, by, at: when }) => (
        <p key={when}>{t("ledger.reasonBy", { text, name: by, clock: clock(when) })}</p>
      ))}
      <div className="ledger-bar">
        <TextInput
          className="grow"
          label={t("ledger.reason")}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button variant="default" disabled={reason.trim() === ""} onClick={() => void save()}>
          {t("ledger.saveReason")}
        </Button>
      </div>
    </>
  );
}
