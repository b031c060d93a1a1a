import { Button, Chip, Group, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useSession, useStaff } from "../link/queries.ts";
import { change } from "../link/requests.ts";
import type { Role } from "../link/shapes.ts";
import { Icon } from "../look/icons.tsx";
import { Empty, Loaded, Page, Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";

const roles = [
  "carer",
  "nurse",
  "doctor",
  "pharmacist",
  "teacher",
  "family",
  "operator",
  "auditor",
  "administrator",
] as const satisfies readonly Role[];

function RoleChips({
  chosen,
  set,
}: {
  readonly chosen: readonly Role[];
  readonly set: (roles: readonly Role[]) => void;
}) {
  const { t } = useVoice();
  return (
    <fieldset className="fieldset">
      <legend>{t("staff.roles")}</legend>
      <Group gap="xs">
        {roles.map((role) => (
          <Chip
            key={role}
            size="md"
            checked={chosen.includes(role)}
            onChange={(on) => set(on ? [...chosen, role] : chosen.filter((one) => one !== role))}
          >
            {t(`role.${role}`)}
          </Chip>
        ))}
      </Group>
    </fieldset>
  );
}

const empty = { name: "", password: "", pin: "", roles: [] as readonly Role[] };

function NewColleague() {
  const { t } = useVoice();
  const act = useDo();
  const [form, setForm] = useState(empty);
  const set = (part: Partial<typeof empty>) => setForm((old) => ({ ...old, ...part }));
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const { pin, password, ...rest } = form;
    const body = { ...rest, ...(pin === "" ? {} : { pin }), ...(password === "" ? {} : { password }) };
    const made = await act(() => change("POST", "/api/staff", body), { done: t("app.saved"), renews: [["staff"]] });
    if (made !== null) setForm(empty);
  };
  return (
    <Panel title={t("staff.new")}>
      <form className="stack" onSubmit={(event) => void add(event)}>
        <TextInput
          label={t("staff.name")}
          required
          value={form.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <RoleChips chosen={form.roles} set={(chosen) => set({ roles: chosen })} />
        <PasswordInput
          label={t("staff.password")}
          description={t("setup.passwordHint")}
          autoComplete="new-password"
          minLength={12}
          value={form.password}
          onChange={(event) => set({ password: event.currentTarget.value })}
        />
        <PasswordInput
          label={t("staff.pin")}
          description={t("staff.pinHint")}
          inputMode="numeric"
          autoComplete="off"
          maxLength={6}
          value={form.pin}
          onChange={(event) => set({ pin: event.currentTarget.value.replace(/\D/g, "") })}
        />
        <Button type="submit" disabled={form.name.trim() === "" || form.roles.length === 0}>
          {t("app.add")}
        </Button>
      </form>
    </Panel>
  );
}

export function StaffPage() {
  const { t } = useVoice();
  const query = useStaff();
  const mayWrite = useSession().data?.staff?.roles.includes("administrator") ?? false;
  return (
    <Page title={t("staff.title")} lead={t("staff.lead")}>
      <div className="two">
        <Panel>
          <Loaded query={query}>
            {(staff) => (
              <ul className="plain-list">
                {staff.length === 0 ? <Empty icon="staff" title={t("staff.none")} /> : null}
                {staff.map(({ id, name, roles: held, active = true }) => (
                  <li key={id} className="binding line" data-off={!active}>
                    <Icon name="staff" />
                    <span className="grow">
                      <strong>{name}</strong>{" "}
                      <span className="muted block small">{held.map((role) => t(`role.${role}`)).join(", ")}</span>
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </Loaded>
        </Panel>
        {mayWrite ? <NewColleague /> : null}
      </div>
    </Page>
  );
}
