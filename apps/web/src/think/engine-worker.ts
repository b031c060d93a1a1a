import { browserPort, serveBackend, type WebBackendOptions, webBackend } from "@sakiyomi/learn/web";

/** The runtime's thread: the page only asks. */
serveBackend(browserPort(self), (settings) => webBackend(settings as WebBackendOptions));
