import { Page } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";

export function ScreeningPage() {
  const { t } = useVoice();
  return <Page title={t("nav.screening")}>{null}</Page>;
}
