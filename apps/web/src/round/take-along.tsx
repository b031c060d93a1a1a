import { useState } from "react";
import { Icon } from "../look/icons.tsx";
import { useDo, useToast } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { giveBack } from "./kept/phone.ts";
import { renewRound } from "./use-keeper.ts";
import { type RoundData, takeAlong, useOnline, useQueue } from "./use-round-data.ts";

/** Whether this round can go on where there is no network: who was taken along, until when, and what is not sent yet. */
export function TakeAlong({
  data,
  now,
  device,
}: {
  readonly data: RoundData;
  readonly now: number;
  readonly device: string;
}) {
  const { t, clock, span } = useVoice();
  const online = useOnline();
  const { unsent } = useQueue();
  // What lies on this phone counts, not what the server believes to lie here.
  const leases = (data.held?.leases ?? []).filter((one) => one.device === device && one.until > now);
  const until = Math.min(...leases.map((lease) => lease.until));
  return (
    <section className="round-along" data-online={online} aria-label={t("round.along")}>
      <p>
        <Icon name={online ? "along" : "lost"} size={20} />
        <span>
          {online ? null : <strong>{t("round.offline", { age: span(now - data.view.at) })} </strong>}
          {leases.length === 0
            ? t(online ? "round.alongNobody" : "round.alongNobodyOffline")
            : t("round.alongSome", { n: leases.length, clock: clock(until) })}
        </span>
      </p>
      <Broken data={data} device={device} />
      {unsent === 0 ? null : (
        <p className="round-unsent" role="status">
          <Icon name="handover" size={20} />
          <span>{t("round.unsent", { n: unsent })}</span>
        </p>
      )}
      {online ? <TakeButton data={data} device={device} isAgain={leases.length > 0} /> : null}
    </section>
  );
}

/** Somebody ended a lease of this phone: its holder gives nothing more to that person without asking. */
function Broken({ data, device }: { readonly data: RoundData; readonly device: string }) {
  const { t, clock } = useVoice();
  const nameOf = new Map(data.view.charts.map(({ person, name }) => [person, name]));
  const stands = new Set(data.view.leases.filter((one) => one.device === device).map(({ person }) => person));
  return data.view.brokenLeases
    .filter(({ lease }) => lease.device === device && !stands.has(lease.person))
    .map(({ lease, at, by, reason }) => (
      <p key={`${lease.id} ${at}`} className="round-strip" role="alert">
        <Icon name="late" />
        <span>
          {t("round.broken", { name: nameOf.get(lease.person) ?? lease.person, by, clock: clock(at), reason })}
        </span>
      </p>
    ));
}

function TakeButton({
  data,
  device,
  isAgain,
}: {
  readonly data: RoundData;
  readonly device: string;
  readonly isAgain: boolean;
}) {
  const { t } = useVoice();
  const act = useDo();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    const ofOthers = new Set(data.view.leases.filter((one) => one.device !== device).map(({ person }) => person));
    const people = data.view.charts.map(({ person }) => person).filter((person) => !ofOthers.has(person));
    const answer = await act(() => takeAlong(people));
    setBusy(false);
    if (answer === null) return;
    const nameOf = new Map(data.view.charts.map(({ person, name }) => [person, name]));
    const others = [...new Set([...answer.taken.map(({ person }) => person), ...ofOthers])];
    const names = others.map((person) => nameOf.get(person) ?? person).join(", ");
    if (others.length > 0) toast(t("round.takenByOthers", { names }), { bad: true });
    else toast(t("round.tookAlong", { n: answer.leases.length }));
  };
  const back = async () => {
    setBusy(true);
    await giveBack();
    await renewRound();
    setBusy(false);
    toast(t("round.gaveBack"));
  };
  return (
    <span className="round-along-ways">
      <button type="button" className="plain" disabled={busy} onClick={() => void take()}>
        {t(isAgain ? "round.takeAgain" : "round.take")}
      </button>
      {isAgain ? (
        <button type="button" className="plain" disabled={busy} onClick={() => void back()}>
          {t("round.giveBack")}
        </button>
      ) : null}
    </span>
  );
}
