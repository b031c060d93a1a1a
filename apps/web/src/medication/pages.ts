/** Every page of the desk, for the router to fetch as one piece. */
import "../look/figures.css";
import "./medication.css";
import "./labels/labels.css";
import "./sheet/sheet.css";

export { DrugsPage } from "./drugs/drugs-page.tsx";
export { AnalysisPage } from "./incidents/analysis-page.tsx";
export { IncidentsPage } from "./incidents/incidents-page.tsx";
export { ReportPage } from "./incidents/report-page.tsx";
export { LabelsPage } from "./labels/labels-page.tsx";
export { MedicationPage } from "./medication-page.tsx";
export { OrderPage } from "./order/order-page.tsx";
export { PersonMedicationPage } from "./person/medication-pages.tsx";
export { MedicationPolicyPage } from "./policy-page.tsx";
export { SheetPage } from "./sheet/sheet-page.tsx";
