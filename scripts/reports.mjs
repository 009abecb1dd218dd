import { existsSync, readFileSync } from "node:fs";

/** Counts of one step; every step yields at least one of the three. */
const counts = (passed, failed, skipped = 0) => ({ passed, failed, skipped });

/** A single check: it passed or it did not. */
export const countCheck = (code) => counts(code === 0 ? 1 : 0, code === 0 ? 0 : 1);

/** A runner that ends badly without naming a failed test (a crash, an error outside a test) still counts as one failure. */
const withExitCode = ({ passed, failed, skipped }, code) =>
  counts(passed, code !== 0 && failed === 0 ? 1 : failed, skipped);

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined);

/** Counts of a vitest JSON report. A file that did not load has no tests: it is one failure. */
export function countVitest(file, code) {
  const report = read(file);
  if (!report) return counts(0, 1);
  const unloaded = report.testResults.filter(
    (suite) => suite.status === "failed" && suite.assertionResults.length === 0,
  ).length;
  const skipped = report.numPendingTests + report.numTodoTests;
  return withExitCode(counts(report.numPassedTests, report.numFailedTests + unloaded, skipped), code);
}

/** Counts of a Playwright JSON report. A test that passed on its second try counts as passed. */
export function countPlaywright(file, code) {
  const report = read(file);
  if (!report) return counts(0, 1);
  const { expected, flaky, unexpected, skipped } = report.stats;
  return withExitCode(counts(expected + flaky, unexpected, skipped), code);
}

/** The one line everything ends with. */
export function summaryOf(steps) {
  const sum = (key) => steps.reduce((total, step) => total + step[key], 0);
  const skipped = sum("skipped");
  return `${sum("passed")} passed, ${sum("failed")} failed${skipped ? `, ${skipped} skipped` : ""}`;
}
