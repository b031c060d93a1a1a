import { Button, PasswordInput, TextInput } from "@mantine/core";
import { startAuthentication } from "@simplewebauthn/browser";
import { type FormEvent, useState } from "react";
import { change } from "../link/requests.ts";
import type { Session } from "../link/shapes.ts";
import { Icon } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";
import { DoorFrame } from "./door-frame.tsx";
import { useEnter } from "./enter.ts";
import { PinPad } from "./pin-pad.tsx";

type PasskeyOptions = Parameters<typeof startAuthentication>[0]["optionsJSON"];

async function byPasskey(): Promise<Session> {
  const optionsJSON = await change<PasskeyOptions>("POST", "/api/session/passkey/options");
  const answer = await startAuthentication({ optionsJSON });
  return change<Session>("POST", "/api/session/passkey", answer);
}

function Passkey({
  onEnter,
  busy,
}: {
  readonly onEnter: (way: () => Promise<Session>) => void;
  readonly busy: boolean;
}) {
  const { t } = useVoice();
  const possible = window.isSecureContext && "PublicKeyCredential" in window;
  if (!possible) return <p className="muted small">{t("door.passkeyNeedsTls")}</p>;
  return (
    <Button
      variant="default"
      fullWidth
      disabled={busy}
      leftSection={<Icon name="key" />}
      onClick={() => onEnter(byPasskey)}
    >
      {t("door.passkey")}
    </Button>
  );
}

function PasswordForm() {
  const { t } = useVoice();
  const { enter, trouble, busy } = useEnter();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void enter(() => change<Session>("POST", "/api/session/password", { name, password }));
  };
  return (
    <form className="stack" onSubmit={submit}>
      <h1>{t("door.title")}</h1>
      <TextInput
        label={t("door.name")}
        autoComplete="username webauthn"
        required
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <PasswordInput
        label={t("door.password")}
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {trouble === null ? null : (
        <p className="trouble" role="alert">
          {trouble}
        </p>
      )}
      <Button type="submit" fullWidth loading={busy}>
        {t("door.signIn")}
      </Button>
      <Passkey busy={busy} onEnter={(way) => void enter(way)} />
    </form>
  );
}

type Staff = Session["recent"][number];

function Recent({
  recent,
  choose,
  other,
}: {
  readonly recent: readonly Staff[];
  readonly choose: (staff: Staff) => void;
  readonly other: () => void;
}) {
  const { t } = useVoice();
  return (
    <div className="stack">
      <h1>{t("door.who")}</h1>
      {recent.map((staff) => (
        <button key={staff.id} type="button" className="recent" onClick={() => choose(staff)}>
          {staff.name}
        </button>
      ))}
      <button type="button" className="plain" onClick={other}>
        {t("door.someoneElse")}
      </button>
    </div>
  );
}

/** On a shared tablet the names come first, one tap and six digits away; else name and password. */
export function SignIn({ session }: { readonly session: Session }) {
  const { t } = useVoice();
  const [staff, setStaff] = useState<Staff | null>(null);
  const [other, setOther] = useState(session.recent.length === 0);
  const inside = () => {
    if (staff !== null) return <PinPad staff={staff} onBack={() => setStaff(null)} />;
    if (!other) return <Recent recent={session.recent} choose={setStaff} other={() => setOther(true)} />;
    return <PasswordForm />;
  };
  return (
    <DoorFrame demo={session.mode === "demo"}>
      {inside()}
      {other && session.recent.length > 0 ? (
        <button type="button" className="plain" onClick={() => setOther(false)}>
          {t("app.back")}
        </button>
      ) : null}
    </DoorFrame>
  );
}
