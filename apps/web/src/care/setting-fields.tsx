import { NativeSelect, NumberInput, Switch, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import type { SettingView } from "../link/shapes.ts";
import { unitName } from "../words/kinds.ts";
import { useVoice } from "../words/speak.tsx";

interface FieldProps {
  readonly setting: SettingView;
  readonly label: string;
  readonly help: string;
  readonly value: unknown;
  readonly set: (value: unknown) => void;
}

const fields: Readonly<Record<SettingView["type"], (props: FieldProps) => ReactNode>> = {
  number: ({ setting, label, help, value, set }) => (
    <NumberInput
      label={label}
      description={help}
      {...(setting.min === null ? {} : { min: setting.min })}
      {...(setting.max === null ? {} : { max: setting.max })}
      suffix={setting.unit === null ? "" : ` ${unitName(setting.unit)}`}
      value={typeof value === "number" ? value : ""}
      onChange={set}
    />
  ),
  boolean: ({ label, help, value, set }) => (
    <Switch
      label={label}
      description={help}
      checked={value === true}
      onChange={(event) => set(event.currentTarget.checked)}
    />
  ),
  choice: ({ setting, label, help, value, set }) => (
    <NativeSelect
      label={label}
      description={help}
      data={[...setting.choices]}
      value={String(value)}
      onChange={(event) => set(event.currentTarget.value)}
    />
  ),
  text: ({ label, help, value, set }) => (
    <TextInput
      label={label}
      description={help}
      value={String(value ?? "")}
      onChange={(event) => set(event.currentTarget.value)}
    />
  ),
};

/** One field a setting, each with its source: who changes a clinical constant should see where it comes from. */
export function SettingFields({
  skill,
  settings,
  values,
  set,
}: {
  readonly skill: string;
  readonly settings: readonly SettingView[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly set: (key: string, value: unknown) => void;
}) {
  const { t, label } = useVoice();
  return (
    <div className="setting-fields">
      {settings.map((setting) => {
        const Field = fields[setting.type];
        const range =
          setting.min === null || setting.max === null ? "" : t("skill.range", { min: setting.min, max: setting.max });
        const source = setting.source === null ? "" : t("skill.source", { source: setting.source });
        return (
          <Field
            key={setting.key}
            setting={setting}
            label={label(skill, [`setting.${setting.key}`, setting.key])}
            help={[range, source].filter((part) => part !== "").join(" · ")}
            value={values[setting.key] ?? setting.initial}
            set={(value) => set(setting.key, value)}
          />
        );
      })}
    </div>
  );
}
