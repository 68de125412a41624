/** Each test as { name, status: passed | failed | skipped }, from Vitest's JSON report; none without a report. */
export function collectVitest(report) {
  const statusOf = { passed: 'passed', failed: 'failed' };
  return (report?.testResults ?? []).flatMap((file) =>
    file.assertionResults.length === 0 && file.status === 'failed'
      ? [{ name: file.name, status: 'failed' }]
      : file.assertionResults.map((test) => ({
          name: test.fullName,
          status: statusOf[test.status] ?? 'skipped',
        })),
  );
}

/** The same from Playwright's JSON report. */
export function collectPlaywright(report) {
  const statusOf = { expected: 'passed', skipped: 'skipped' };
  const walk = (suite, prefix) => [
    ...(suite.specs ?? []).flatMap((spec) =>
      spec.tests.map((test) => ({
        name: [...prefix, spec.title].join(' '),
        status: statusOf[test.status] ?? 'failed',
      })),
    ),
    ...(suite.suites ?? []).flatMap((inner) => walk(inner, [...prefix, inner.title])),
  ];
  return (report?.suites ?? []).flatMap((suite) => walk(suite, []));
}

/** Skipped tests whose name holds none of the allowed fragments. */
export function undeclaredSkips(tests, allowed) {
  return tests
    .filter((test) => test.status === 'skipped')
    .map((test) => test.name)
    .filter((name) => !allowed.some(({ nameContains }) => name.includes(nameContains)));
}
