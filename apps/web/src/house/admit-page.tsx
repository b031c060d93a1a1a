import { Button, NativeSelect, Switch, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { usePlaces } from "../link/queries.ts";
import { change } from "../link/requests.ts";
import type { ConsentPurpose } from "../link/shapes.ts";
import { Page, Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { freeBeds } from "./place-tree.ts";

const purposes = ["record", "predict", "family", "export", "robot"] as const satisfies readonly ConsentPurpose[];

function Consents({
  given,
  set,
}: {
  readonly given: readonly ConsentPurpose[];
  readonly set: (given: readonly ConsentPurpose[]) => void;
}) {
  const { t } = useVoice();
  const turn = (purpose: ConsentPurpose, on: boolean) =>
    set(on ? [...given, purpose] : given.filter((one) => one !== purpose));
  return (
    <fieldset className="fieldset">
      <legend>{t("admit.consents")}</legend>
      <p className="muted small">{t("admit.consentsLead")}</p>
      {purposes.map((purpose) => (
        <Switch
          key={purpose}
          label={t(`consent.${purpose}`)}
          description={t(`consent.${purpose}Long`)}
          checked={given.includes(purpose)}
          onChange={(event) => turn(purpose, event.currentTarget.checked)}
        />
      ))}
    </fieldset>
  );
}

function useAdmission() {
  const { t } = useVoice();
  const act = useDo();
  const navigate = useNavigate();
  return async (admission: {
    readonly name: string;
    readonly birthDate: string | null;
    readonly place: string | null;
    readonly consents: readonly ConsentPurpose[];
  }) => {
    const made = await act(() => change<{ readonly id: string }>("POST", "/api/people", admission), {
      done: t("admit.done", { name: admission.name }),
      renews: [["board"], ["places"]],
    });
    if (made !== null) await navigate({ to: "/people/$id", params: { id: made.id } });
  };
}

export function AdmitPage() {
  const { t } = useVoice();
  const admit = useAdmission();
  const beds = freeBeds(usePlaces().data ?? []);
  const [name, setName] = useState("");
  const [birth, setBirth] = useState("");
  const [bed, setBed] = useState("");
  const [consents, setConsents] = useState<readonly ConsentPurpose[]>([]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void admit({ name: name.trim(), birthDate: birth || null, place: bed || null, consents });
  };
  return (
    <Page title={t("admit.title")}>
      <Panel className="narrow">
        <form className="stack" onSubmit={submit}>
          <TextInput
            label={t("admit.name")}
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t("admit.birth")}
            type="date"
            value={birth}
            onChange={(event) => setBirth(event.currentTarget.value)}
          />
          <NativeSelect
            label={t("admit.bed")}
            description={t("place.freeBeds", { n: beds.length })}
            data={[{ value: "", label: t("admit.noBed") }, ...beds.map(({ id, path }) => ({ value: id, label: path }))]}
            value={bed}
            onChange={(event) => setBed(event.currentTarget.value)}
          />
          <Consents given={consents} set={setConsents} />
          <Button type="submit" disabled={name.trim() === ""}>
            {t("admit.do")}
          </Button>
        </form>
      </Panel>
    </Page>
  );
}
