import { SegmentedControl, useMantineColorScheme } from "@mantine/core";
import { useVoice } from "../words/speak.tsx";

/** Dark, light, or as the device has it. */
export function Brightness() {
  const { t } = useVoice();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const data = (["auto", "dark", "light"] as const).map((value) => ({ value, label: t(`settings.${value}`) }));
  return (
    <SegmentedControl
      aria-label={t("settings.look")}
      data={data}
      value={colorScheme}
      onChange={(value) => setColorScheme(value as "auto" | "dark" | "light")}
    />
  );
}
