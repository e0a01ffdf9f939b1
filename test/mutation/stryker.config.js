/**
 * Mutation testing of what promise 1 stands on. Every mutant that no test kills is in the report;
 * below the threshold the run fails.
 */
export default {
  plugins: ['@stryker-mutator/jest-runner'],
  testRunner: 'jest',
  jest: { configFile: 'test/mutation/jest.config.js' },
  coverageAnalysis: 'perTest',
  mutate: ['device/journal/*.ts', 'device/delivery/**/*.ts', 'device/payload/*.ts'],
  ignorePatterns: ['build', 'test-output', 'docs', 'test/mutation/node_modules'],
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { allowColor: false, allowEmojis: false, reportTests: false },
  jsonReporter: { fileName: 'test-output/mutation.json' },
  tempDirName: 'test-output/mutation-tmp',
  thresholds: { high: 95, low: 90, break: 90 },
  concurrency: 2,
  disableTypeChecks: false,
  timeoutMS: 5_000,
}
