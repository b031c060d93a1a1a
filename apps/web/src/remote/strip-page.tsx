import { Page } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";

export function StripPage() {
  const { t } = useVoice();
  return <Page title={t("nav.remote")}>{null}</Page>;
}
