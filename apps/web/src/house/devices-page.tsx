import { Button, Tabs, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useNow } from "../link/clock.ts";
import { useDevices, useSession } from "../link/queries.ts";
import { change } from "../link/requests.ts";
import type { DeviceView } from "../link/shapes.ts";
import { Icon } from "../look/icons.tsx";
import { Empty, Loaded, Page, Panel } from "../look/parts.tsx";
import { useDo, useToast } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { type Connection, curlLines, deviceIdOf, mqttLines } from "./connect-words.ts";

function Snippet({ text }: { readonly text: string }) {
  const { t } = useVoice();
  const toast = useToast();
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    toast(t("app.copied"));
  };
  return (
    <div className="snippet">
      <pre>{text}</pre>
      <Button variant="default" onClick={() => void copy()}>
        {t("app.copy")}
      </Button>
    </div>
  );
}

function Made({ name, connection }: { readonly name: string; readonly connection: Connection }) {
  const { t } = useVoice();
  return (
    <Panel title={t("device.token", { name })}>
      <p>
        <strong>{t("device.tokenOnce")}</strong>
      </p>
      <Snippet text={connection.token} />
      <h3 className="field-title">{t("device.connect")}</h3>
      <Tabs defaultValue="http">
        <Tabs.List>
          <Tabs.Tab value="http">{t("device.http")}</Tabs.Tab>
          <Tabs.Tab value="mqtt">{t("device.mqtt")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="http" pt="sm">
          <Snippet text={curlLines(connection)} />
        </Tabs.Panel>
        <Tabs.Panel value="mqtt" pt="sm">
          <Snippet text={mqttLines(connection)} />
        </Tabs.Panel>
      </Tabs>
    </Panel>
  );
}

function NewDevice({ onMade }: { readonly onMade: (made: { name: string; connection: Connection }) => void }) {
  const { t } = useVoice();
  const act = useDo();
  const [name, setName] = useState("");
  const id = deviceIdOf(name);
  const make = async (event: FormEvent) => {
    event.preventDefault();
    const made = await act(
      () => change<{ id: string; token: string }>("POST", "/api/devices", { id, name: name.trim() }),
      { renews: [["devices"]] },
    );
    if (made === null) return;
    onMade({
      name,
      connection: { origin: location.origin, host: location.hostname, device: made.id, token: made.token },
    });
    setName("");
  };
  return (
    <Panel title={t("device.new")}>
      <form className="stack" onSubmit={(event) => void make(event)}>
        <TextInput
          label={t("device.name")}
          description={t("device.nameHint")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" disabled={id === ""}>
          {t("device.make")}
        </Button>
      </form>
    </Panel>
  );
}

function Device({ device }: { readonly device: DeviceView }) {
  const { t, kind, span } = useVoice();
  const now = useNow(10_000);
  return (
    <li className="binding line">
      <Icon name="devices" />
      <span className="grow">
        <strong>{device.name}</strong> {device.name === device.id ? null : <span className="muted">{device.id}</span>}
        <span className="muted block small">
          {device.lastAt === null ? t("device.never") : t("device.last", { age: span(now - device.lastAt) })}
          {device.kinds.length === 0 ? "" : ` · ${device.kinds.map(kind).join(", ")}`}
        </span>
      </span>
      {device.boundTo === null ? (
        <span className="muted">{t("device.free")}</span>
      ) : (
        <Link to="/people/$id" params={{ id: device.boundTo }}>
          {device.boundName ?? device.boundTo}
        </Link>
      )}
    </li>
  );
}

const MANY = 8;
const isNamed = ({ id, name, boundName }: DeviceView, wanted: string): boolean =>
  [id, name, boundName ?? ""].some((word) => word.toLowerCase().includes(wanted.trim().toLowerCase()));

function DeviceList({ devices }: { readonly devices: readonly DeviceView[] }) {
  const { t } = useVoice();
  const [wanted, setWanted] = useState("");
  if (devices.length === 0)
    return (
      <Empty icon="devices" title={t("device.none")}>
        {t("device.noneLong")}
      </Empty>
    );
  return (
    <>
      {devices.length < MANY ? null : (
        <TextInput
          label={t("app.search")}
          type="search"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      )}
      <ul className="plain-list">
        {devices
          .filter((device) => isNamed(device, wanted))
          .map((device) => (
            <Device key={device.id} device={device} />
          ))}
      </ul>
    </>
  );
}

export function DevicesPage() {
  const { t } = useVoice();
  const query = useDevices();
  const mayMake = useSession().data?.staff?.roles.includes("administrator") ?? false;
  const [made, setMade] = useState<{ name: string; connection: Connection } | null>(null);
  return (
    <Page title={t("device.title")} lead={t("device.lead")}>
      <div className="two">
        <Panel>
          <Loaded query={query}>{(devices) => <DeviceList devices={devices} />}</Loaded>
        </Panel>
        <div className="stack first-on-phone">
          {made === null ? null : <Made name={made.name} connection={made.connection} />}
          {mayMake ? <NewDevice onMade={setMade} /> : null}
        </div>
      </div>
    </Page>
  );
}
