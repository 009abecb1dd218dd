import pino from "pino";

const isWorker = /\bworker\.m?[jt]s$/.test(process.argv[1] ?? "");

/** Structured logs on standard error, so that standard output stays for what start-up tells a person. */
export const log = pino(
  {
    level: process.env.LOG_LEVEL ?? "info",
    base: { process: process.env.HOOKDESK_PROCESS ?? (isWorker ? "worker" : "console") },
  },
  pino.destination({ fd: 2, sync: true }),
);
