import { Page } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";

export function QualityPage() {
  const { t } = useVoice();
  return <Page title={t("nav.quality")}>{null}</Page>;
}
