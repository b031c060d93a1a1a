/** Real CORBA peers for tests and benches: omniORB's name server, and C++ components of our own. */
export * from "./peer-program.ts";
