import { readFileSync } from 'node:fs';

/** What one of jest's JSON files says; a file that is not there counts as one failure: jest itself broke. */
export function readResults(file) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: [], failedFiles: [] };
  }
  return resultsOf(report.testResults);
}

/** As if the files of the second run had only run there. */
export function replaceFiles(firstFile, secondFile) {
  const first = JSON.parse(readFileSync(firstFile, 'utf8')).testResults;
  const second = JSON.parse(readFileSync(secondFile, 'utf8')).testResults;
  const again = new Set(second.map((suite) => suite.name));
  return resultsOf([...first.filter((suite) => !again.has(suite.name)), ...second]);
}

/** The full names of the tests that failed, each with its file. */
export function failuresIn(file) {
  const { testResults } = JSON.parse(readFileSync(file, 'utf8'));
  return testResults.filter(hasFailed).flatMap(({ name, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    return failed.length > 0 ? failed.map((test) => `${name}: ${test.fullName}`) : [name];
  });
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

function resultsOf(suites) {
  const tests = suites.flatMap((suite) => suite.assertionResults);
  const count = (status) => tests.filter((test) => test.status === status).length;
  return {
    passed: count('passed'),
    // A suite that could not run has no tests to count.
    failed: count('failed') + suites.filter(couldNotRun).length,
    skipped: tests.filter(isSkipped).map((test) => test.title),
    failedFiles: suites.filter(hasFailed).map((suite) => suite.name),
  };
}

const hasFailed = (suite) => suite.status === 'failed';
const couldNotRun = (suite) => hasFailed(suite) && suite.assertionResults.length === 0;
const isSkipped = (test) => test.status === 'pending' || test.status === 'todo';
