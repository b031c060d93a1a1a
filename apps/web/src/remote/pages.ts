/** Every page of this part, for the router to fetch as one piece. */
import "./remote.css";

export { BloodPressurePage } from "./blood-pressure-page.tsx";
export { RemotePage } from "./remote-page.tsx";
export { StripPage } from "./strip-page.tsx";
