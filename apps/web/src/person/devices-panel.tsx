import { Button, NativeSelect } from "@mantine/core";
import type { Text } from "@sakiyomi/core";
import { useState } from "react";
import { AlertAnswers } from "../board/alert-card.tsx";
import { serverNow, useNow } from "../link/clock.ts";
import { useBoardQuery, useDevices } from "../link/queries.ts";
import { at, change } from "../link/requests.ts";
import type { BindingView, PersonView } from "../link/shapes.ts";
import { Icon } from "../look/icons.tsx";
import { Empty, Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";

const bare = (device: string): string => device.replace(/^device:/, "");

function useBindingDeeds(person: string) {
  const act = useDo();
  const renews = [["person", person], ["devices"], ["board"]];
  return {
    end: (id: string) =>
      void act(() => change("POST", at("bindings", id, "end"), { until: new Date(serverNow()).toISOString() }), {
        renews,
      }),
    bind: (device: string) =>
      act(
        () => change("POST", at("people", person, "bindings"), { device, from: new Date(serverNow()).toISOString() }),
        { renews },
      ),
  };
}

/** Signals never cross over: a device that reads like somebody else is asked about (H-01). */
function Doubt({ binding, person }: { readonly binding: BindingView; readonly person: string }) {
  const { t, say } = useVoice();
  const { end } = useBindingDeeds(person);
  const { doubt } = binding;
  const alerts = useBoardQuery().data?.alerts ?? [];
  if (doubt === null) return null;
  const question = alerts.find(
    (alert) => alert.person === person && alert.answers.length > 0 && isSame(alert.text, doubt),
  );
  return (
    <div className="doubt" role="alert">
      <p>
        <strong>{t("device.doubt")}</strong> {say(doubt, question?.skill)}
      </p>
      {question === undefined ? (
        <Button onClick={() => end(binding.id)}>{t("device.deny")}</Button>
      ) : (
        <AlertAnswers alert={question} />
      )}
    </div>
  );
}

const isSame = (a: Text, b: Text): boolean => a.key === b.key && JSON.stringify(a.values) === JSON.stringify(b.values);

function Binding({ binding, person }: { readonly binding: BindingView; readonly person: string }) {
  const { t, moment } = useVoice();
  const { end } = useBindingDeeds(person);
  const now = useNow(60_000);
  const times =
    binding.until === null
      ? t("device.since", { date: moment(binding.from, now) })
      : t("device.fromTo", { from: moment(binding.from, now), to: moment(binding.until, now) });
  return (
    <li className="binding">
      <div className="line">
        <Icon name="devices" />
        <span className="grow">
          <strong>{bare(binding.device)}</strong> <span className="muted block small">{times}</span>
        </span>
        {binding.until === null && binding.doubt === null ? (
          <Button variant="default" onClick={() => end(binding.id)}>
            {t("device.end")}
          </Button>
        ) : null}
      </div>
      <Doubt binding={binding} person={person} />
    </li>
  );
}

function Bind({ person }: { readonly person: string }) {
  const { t } = useVoice();
  const { bind } = useBindingDeeds(person);
  const free = (useDevices().data ?? []).filter(({ boundTo }) => boundTo === null);
  const [device, setDevice] = useState("");
  const options = [{ value: "", label: "–" }, ...free.map(({ id, name }) => ({ value: id, label: name }))];
  return (
    <div className="inline-form">
      <NativeSelect
        label={t("device.which")}
        data={options}
        value={device}
        onChange={(event) => setDevice(event.currentTarget.value)}
      />
      <Button disabled={device === ""} onClick={() => void bind(device).then(() => setDevice(""))}>
        {t("device.bind")}
      </Button>
    </div>
  );
}

export function DevicesPanel({ view }: { readonly view: PersonView }) {
  const { t } = useVoice();
  const bindings = view.bindings.toSorted(
    (a, b) => Number(b.until === null) - Number(a.until === null) || b.from - a.from,
  );
  return (
    <Panel title={t("device.bound")}>
      {bindings.length === 0 ? <Empty icon="devices" title={t("device.noBound")} /> : null}
      <ul className="plain-list">
        {bindings.map((binding) => (
          <Binding key={binding.id} binding={binding} person={view.person.id} />
        ))}
      </ul>
      <Bind person={view.person.id} />
    </Panel>
  );
}
