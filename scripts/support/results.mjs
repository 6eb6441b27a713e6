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
    skipped: tests.filter(isSkipped).map((test) => test.ancestorTitles[0] ?? test.title),
  };
}

/** One for all: skipped tests are named once per top-level subject. */
export function describeSkipped(skipped) {
  const counts = new Map();
  for (const subject of skipped) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  return [...counts].map(([subject, count]) => `${count} skipped: ${subject}`);
}

export function sum(results) {
  return {
    passed: results.reduce((total, result) => total + result.passed, 0),
    failed: results.reduce((total, result) => total + result.failed, 0),
    skipped: results.flatMap((result) => result.skipped),
  };
}

const isSkipped = (test) => test.status === 'pending' || test.status === 'todo';
