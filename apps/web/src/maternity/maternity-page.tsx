import { Page } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";

export function MaternityPage() {
  const { t } = useVoice();
  return <Page title={t("nav.maternity")}>{null}</Page>;
}
