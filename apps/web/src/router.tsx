import { createRootRoute, createRoute, createRouter, Link, lazyRouteComponent } from "@tanstack/react-router";
import { BoardPage } from "./board/board-page.tsx";
import { DuePage } from "./board/due-page.tsx";
import { HandoverPage } from "./board/handover-page.tsx";
import { SkillPage } from "./care/skill-page.tsx";
import { SkillsPage } from "./care/skills-page.tsx";
import { AdmitPage } from "./house/admit-page.tsx";
import { AuditPage } from "./house/audit-page.tsx";
import { DevicesPage } from "./house/devices-page.tsx";
import { MorePage } from "./house/more-page.tsx";
import { PlacesPage } from "./house/places-page.tsx";
import { PolicyPage } from "./house/policy-page.tsx";
import { SettingsPage } from "./house/settings-page.tsx";
import { Shell } from "./house/shell.tsx";
import { StaffPage } from "./house/staff-page.tsx";
import { Page } from "./look/parts.tsx";
import { PersonPage } from "./person/person-page.tsx";
import { useVoice } from "./words/speak.tsx";

function NotFound() {
  const { t } = useVoice();
  return (
    <Page title={t("app.notFound")}>
      <p>
        <Link to="/">{t("app.toBoard")}</Link>
      </p>
    </Page>
  );
}

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });
const page = <P extends string>(path: P, component: () => React.ReactNode) =>
  createRoute({ getParentRoute: () => root, path, component });

/** With the runtime, plots and three dimensions: fetched by who opens it, no part of the ward's page. */
const thinkPage = createRoute({
  getParentRoute: () => root,
  path: "/think",
  component: lazyRouteComponent(() => import("./think/think-page.tsx"), "ThinkPage"),
});

const robotPage = createRoute({
  getParentRoute: () => root,
  path: "/robot",
  component: lazyRouteComponent(() => import("./robot/robot-page.tsx"), "RobotPage"),
});

/** With the rules of medicines; the same ones that the server keeps. */
const roundPage = createRoute({
  getParentRoute: () => root,
  path: "/round",
  validateSearch: ({ person }): { readonly person?: string } => (typeof person === "string" ? { person } : {}),
  component: lazyRouteComponent(() => import("./round/round-page.tsx"), "RoundPage"),
});

/** The desk's pages of medicines, with the list of drugs, the encoder of labels and the charts: fetched by who opens them. */
const medicationPage = <P extends string>(path: P, name: keyof typeof import("./medication/pages.ts")) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(() => import("./medication/pages.ts"), name),
  });

// The parts of the house that not everybody opens: each fetched as one piece.
const nurseryPage = <P extends string>(path: P, name: keyof typeof import("./nursery/pages.ts")) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(() => import("./nursery/pages.ts"), name),
  });
const maternityPage = <P extends string>(path: P, name: keyof typeof import("./maternity/pages.ts")) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(() => import("./maternity/pages.ts"), name),
  });
const dailyPage = <P extends string>(path: P, name: keyof typeof import("./daily/pages.ts")) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(() => import("./daily/pages.ts"), name),
  });
const remotePage = <P extends string>(path: P, name: keyof typeof import("./remote/pages.ts")) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(() => import("./remote/pages.ts"), name),
  });
const screeningPage = <P extends string>(path: P, name: keyof typeof import("./screening/pages.ts")) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(() => import("./screening/pages.ts"), name),
  });
const qualityPage = <P extends string>(path: P, name: keyof typeof import("./quality/pages.ts")) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(() => import("./quality/pages.ts"), name),
  });

const tree = root.addChildren([
  page("/", BoardPage),
  page("/due", DuePage),
  page("/handover", HandoverPage),
  page("/people/$id", PersonPage),
  page("/admit", AdmitPage),
  page("/places", PlacesPage),
  page("/skills", SkillsPage),
  page("/skills/$id", SkillPage),
  page("/devices", DevicesPage),
  page("/staff", StaffPage),
  page("/policy", PolicyPage),
  page("/audit", AuditPage),
  page("/settings", SettingsPage),
  page("/more", MorePage),
  medicationPage("/medication", "MedicationPage"),
  medicationPage("/medication/labels", "LabelsPage"),
  medicationPage("/medication/sheet", "SheetPage"),
  medicationPage("/medication/report", "ReportPage"),
  medicationPage("/medication/incidents", "IncidentsPage"),
  medicationPage("/medication/analysis", "AnalysisPage"),
  medicationPage("/medication/drugs", "DrugsPage"),
  medicationPage("/medication/policy", "MedicationPolicyPage"),
  medicationPage("/people/$id/medication", "PersonMedicationPage"),
  medicationPage("/people/$id/medication/order", "OrderPage"),
  nurseryPage("/nursery", "NurseryPage"),
  nurseryPage("/nursery/ledger", "NurseryLedgerPage"),
  maternityPage("/maternity", "MaternityPage"),
  maternityPage("/people/$id/maternity", "PersonMaternityPage"),
  maternityPage("/people/$id/handbook", "HandbookPage"),
  dailyPage("/people/$id/daily", "DailyCarePage"),
  dailyPage("/people/$id/excretion", "ExcretionPage"),
  remotePage("/remote", "RemotePage"),
  remotePage("/people/$id/blood-pressure", "BloodPressurePage"),
  remotePage("/people/$id/strips/$strip", "StripPage"),
  screeningPage("/screening", "ScreeningPage"),
  screeningPage("/people/$id/screening", "PersonScreeningPage"),
  qualityPage("/quality", "QualityPage"),
  thinkPage,
  robotPage,
  roundPage,
]);

export const router = createRouter({ routeTree: tree, scrollRestoration: true });

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
