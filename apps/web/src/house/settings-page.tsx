import { Button, SegmentedControl } from "@mantine/core";
import { startRegistration } from "@simplewebauthn/browser";
import { lazy, Suspense, useEffect, useState } from "react";
import { useAlarm } from "../alarm/alarm.tsx";
import { LanguageChoice } from "../door/door-frame.tsx";
import { useSession } from "../link/queries.ts";
import { change } from "../link/requests.ts";
import { Brightness } from "../look/brightness.tsx";
import { Icon } from "../look/icons.tsx";
import { Page, Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { seesRound } from "../round/staff-may.ts";
import { useVoice } from "../words/speak.tsx";
import { type PushState, pushState, subscribe } from "./push.ts";

function Sound() {
  const { t } = useVoice();
  const { muted, setMuted, test } = useAlarm();
  const data = [
    { value: "on", label: t("settings.soundOn") },
    { value: "off", label: t("settings.soundOff") },
  ];
  return (
    <div className="line wrap">
      <SegmentedControl
        aria-label={t("settings.sound")}
        data={data}
        value={muted ? "off" : "on"}
        onChange={(value) => setMuted(value === "off")}
      />
      <Button variant="default" leftSection={<Icon name="sound" />} onClick={test}>
        {t("settings.soundTest")}
      </Button>
    </div>
  );
}

function Push() {
  const { t } = useVoice();
  const act = useDo();
  const [state, setState] = useState<PushState>("missing");
  useEffect(() => {
    pushState().then(setState, () => setState("missing"));
  }, []);
  if (state === "missing") return <p className="muted">{t("settings.pushNo")}</p>;
  if (state === "denied") return <p>{t("settings.pushDenied")}</p>;
  if (state === "on") return <p>{t("settings.pushIsOn")}</p>;
  return (
    <Button onClick={() => void act(subscribe).then((next) => next !== null && setState(next))}>
      {t("settings.pushOn")}
    </Button>
  );
}

type RegistrationOptions = Parameters<typeof startRegistration>[0]["optionsJSON"];

async function addPasskey(): Promise<void> {
  const optionsJSON = await change<RegistrationOptions>("POST", "/api/passkeys/options");
  const answer = await startRegistration({ optionsJSON });
  await change("POST", "/api/passkeys", { ...answer, label: navigator.userAgent.slice(0, 60) });
}

function Passkey() {
  const { t } = useVoice();
  const act = useDo();
  if (!window.isSecureContext) return <p className="muted">{t("door.passkeyNeedsTls")}</p>;
  return (
    <Button
      variant="default"
      leftSection={<Icon name="key" />}
      onClick={() => void act(addPasskey, { done: t("settings.passkeyAdded") })}
    >
      {t("settings.passkeyAdd")}
    </Button>
  );
}

/** With the codes of medicines: only for whoever scans. */
const ScannerSetting = lazy(() =>
  import("../round/scanner-setting.tsx").then(({ ScannerSetting: component }) => ({ default: component })),
);

export function SettingsPage() {
  const { t } = useVoice();
  const session = useSession().data;
  const version = session?.version ?? "";
  const roles = session?.staff?.roles ?? [];
  return (
    <Page title={t("settings.title")}>
      <div className="cards">
        <Panel title={t("settings.language")}>
          <LanguageChoice />
        </Panel>
        <Panel title={t("settings.look")}>
          <Brightness />
        </Panel>
        <Panel title={t("settings.sound")}>
          <Sound />
        </Panel>
        <Panel title={t("settings.push")}>
          <Push />
        </Panel>
        {roles.some((role) => seesRound.includes(role)) ? (
          <Panel title={t("scanner.title")}>
            <Suspense fallback={null}>
              <ScannerSetting />
            </Suspense>
          </Panel>
        ) : null}
        <Panel title={t("settings.passkey")}>
          <Passkey />
        </Panel>
      </div>
      <p className="muted small">{t("settings.version", { version })}</p>
    </Page>
  );
}
