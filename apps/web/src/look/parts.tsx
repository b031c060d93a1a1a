import type { ReactNode } from "react";
import { useVoice } from "../words/speak.tsx";
import { Icon, type IconName } from "./icons.tsx";
import { useTroubleWords } from "./toast.tsx";

export function Page({
  title,
  lead,
  action,
  children,
  wide = false,
}: {
  readonly title: string;
  readonly lead?: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
  readonly wide?: boolean;
}) {
  return (
    <div className="page" data-wide={wide}>
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {lead === undefined ? null : <p className="lead">{lead}</p>}
        </div>
        {action}
      </header>
      {children}
    </div>
  );
}

export function Panel({
  title,
  action,
  children,
  className = "",
}: {
  readonly title?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <section className={`panel ${className}`}>
      {title === undefined ? null : (
        <header className="panel-head">
          <h2>{title}</h2>
          {action}
        </header>
      )}
      {children}
    </section>
  );
}

/** What to say where nothing is: what is missing, and what to do about it. */
export function Empty({
  icon,
  title,
  children,
}: {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="empty">
      <Icon name={icon} size={28} />
      <p>{title}</p>
      {children === undefined ? null : <div className="empty-more">{children}</div>}
    </div>
  );
}

/** Loading, trouble, or what was loaded. */
export function Loaded<T>({
  query,
  children,
}: {
  readonly query: { readonly data: T | undefined; readonly error: unknown; readonly refetch: () => unknown };
  readonly children: (data: T) => ReactNode;
}) {
  const { t } = useVoice();
  const words = useTroubleWords();
  if (query.data !== undefined) return children(query.data);
  if (query.error === null || query.error === undefined)
    return <div className="loading" role="status" aria-label={t("app.loading")} />;
  return (
    <div className="trouble" role="alert">
      <p>{words(query.error)}</p>
      <button type="button" className="plain" onClick={() => void query.refetch()}>
        {t("app.tryAgain")}
      </button>
    </div>
  );
}
