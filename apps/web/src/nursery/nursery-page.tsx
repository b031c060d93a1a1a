import { Page } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";

export function NurseryPage() {
  const { t } = useVoice();
  return <Page title={t("nav.nursery")}>{null}</Page>;
}
