import { Page } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";

export function ExcretionPage() {
  const { t } = useVoice();
  return <Page title={t("nav.daily")}>{null}</Page>;
}
