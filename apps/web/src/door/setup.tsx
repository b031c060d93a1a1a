import { Button, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { change } from "../link/requests.ts";
import type { Session } from "../link/shapes.ts";
import { useVoice } from "../words/speak.tsx";
import { DoorFrame } from "./door-frame.tsx";
import { useEnter } from "./enter.ts";
import { tokenOf } from "./setup-token.ts";

/** The first account. The code comes with the address that the server printed. */
export function Setup({ session }: { readonly session: Session }) {
  const { t } = useVoice();
  const { enter, trouble, busy } = useEnter();
  const printed = tokenOf(location.href);
  const [token, setToken] = useState(printed);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const entered = await enter(() => change<Session>("POST", "/api/setup", { token, name, password }));
    if (entered) history.replaceState(null, "", "/");
  };
  return (
    <DoorFrame demo={session.mode === "demo"}>
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <h1>{t("setup.title")}</h1>
        <p className="muted">{t("setup.lead")}</p>
        {printed === "" ? (
          <TextInput
            label={t("setup.token")}
            description={t("setup.tokenHint")}
            required
            value={token}
            onChange={(event) => setToken(event.currentTarget.value)}
          />
        ) : null}
        <TextInput
          label={t("setup.name")}
          autoComplete="username"
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label={t("setup.password")}
          description={t("setup.passwordHint")}
          autoComplete="new-password"
          required
          minLength={12}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {trouble === null ? null : (
          <p className="trouble" role="alert">
            {trouble}
          </p>
        )}
        <Button type="submit" fullWidth loading={busy}>
          {t("setup.make")}
        </Button>
      </form>
    </DoorFrame>
  );
}
