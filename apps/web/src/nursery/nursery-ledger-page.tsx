import { Page } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";

export function NurseryLedgerPage() {
  const { t } = useVoice();
  return <Page title={t("nav.nursery")}>{null}</Page>;
}
