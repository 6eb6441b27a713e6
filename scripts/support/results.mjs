import { readFileSync } from 'node:fs';

/** What one of jest's JSON files says; a file that is not there counts as one failure: jest itself broke. */
export function readResults(file) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: [] };
  }
  const tests = report.testResults.flatMap((suite) => suite.assertionResults);
  return {
    passed: report.numPassedTests,
    // A suite that could not run has no tests to count.
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: tests.filter(isSkipped).map((test) => test.title),
  };
}

/** One line for each reason: a skipped test's title says why it is skipped. */
export function describeSkipped(skipped) {
  const counts = new Map();
  for (const reason of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${count} suites skipped: ${reason}`);
}

export function sum(results) {
  return {
    passed: results.reduce((total, result) => total + result.passed, 0),
    failed: results.reduce((total, result) => total + result.failed, 0),
    skipped: results.flatMap((result) => result.skipped),
  };
}

const isSkipped = (test) => test.status === 'pending' || test.status === 'todo';
