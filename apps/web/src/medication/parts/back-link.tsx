import { Link } from "@tanstack/react-router";
import { Icon } from "../../look/icons.tsx";
import { useVoice } from "../../words/speak.tsx";

export function BackToMedicines() {
  const { t } = useVoice();
  return (
    <Link to="/medication" className="plain">
      <Icon name="back" /> {t("nav.medication")}
    </Link>
  );
}

export function BackToPerson({ person }: { readonly person: string }) {
  const { t } = useVoice();
  return (
    <Link to="/people/$id/medication" params={{ id: person }} className="plain">
      <Icon name="back" /> {t("med.toPerson")}
    </Link>
  );
}
