/** Every page of this part, for the router to fetch as one piece. */
import "../look/figures.css";
import "./quality.css";

export { QualityPage } from "./quality-page.tsx";
