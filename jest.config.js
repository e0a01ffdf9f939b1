/** ES modules among the dependencies that jest must lower to CommonJS as well. */
const esmDependencies = [
  'cborg',
  'hono',
  '@hono',
  'hyparquet',
  'hyparquet-writer',
  'leven',
  'valibot',
  'uplot',
  'preact',
  'magic-string',
]

export default {
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/test/support/quick-wasm.js'],
  roots: ['<rootDir>/test'],
  transform: { '^.+\\.(t|j|mj)sx?$': ['@swc/jest', swcOptions()] },
  transformIgnorePatterns: [`/node_modules/(?!(${esmDependencies.join('|')})/)`],
  // cborg offers itself to `import` only, and jest asks with `require`.
  moduleNameMapper: { '^cborg$': '<rootDir>/node_modules/cborg/cborg.js' },
  // For mutants alone: the whole proof is in `test/proof`.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/mutation/'],
  modulePathIgnorePatterns: ['<rootDir>/test/mutation/node_modules'],
  // By default one core would stay idle.
  maxWorkers: '100%',
  testTimeout: 30_000,
}

function swcOptions() {
  return {
    jsc: { parser: { syntax: 'typescript', tsx: true }, target: 'es2022' },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  }
}
