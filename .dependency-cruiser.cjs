/** Who may import whom. The table stands in ARCHITECTURE.md; this file holds it. */
const nodeOnly = ['core']
const npm = (allowed) => `^node_modules/(?!(${allowed.join('|')})(/|$))`
const code = { pathNot: '\\.test\\.tsx?$' }

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(electron$|virtual:)' },
    },
    {
      name: 'shared-is-inward',
      severity: 'error',
      from: { path: '^shared/', ...code },
      to: { path: '^(electron|renderer|cli|e2e|scripts)/' },
    },
    {
      name: 'shared-is-pure',
      comment:
        'shared/ runs anywhere: no Node, no Electron; zod, jose types, the JSON position parser and YAML only',
      severity: 'error',
      from: { path: '^shared/', ...code },
      to: { dependencyTypes: nodeOnly },
    },
    {
      name: 'shared-npm',
      severity: 'error',
      from: { path: '^shared/', ...code },
      to: { path: npm(['zod', 'jose', 'jsonc-parser', 'yaml']) },
    },
    {
      name: 'engines-know-no-window',
      comment: 'oauth/ and jose/ also run in the CLI and in workers',
      severity: 'error',
      from: { path: '^electron/(oauth|jose|net|browser)/', ...code },
      to: {
        path: '^(electron/(ipc|shell|vault|provider|main|rooms|preload)|renderer|cli|e2e)|node_modules/electron/',
      },
    },
    {
      name: 'vault-stands-alone',
      severity: 'error',
      from: { path: '^electron/vault/', ...code },
      to: { path: '^(electron/(ipc|shell|oauth|jose|provider|main|rooms|preload)|renderer|cli|e2e)' },
    },
    {
      name: 'provider-stands-alone',
      severity: 'error',
      from: { path: '^electron/provider/', ...code },
      to: { path: '^(electron/(ipc|shell|oauth|jose|vault|main|rooms|preload)|renderer|cli|e2e)' },
    },
    {
      name: 'only-main-composes',
      severity: 'error',
      from: { path: '^electron/', pathNot: ['^electron/(main|preload)\\.ts$', '\\.test\\.ts$'] },
      to: { path: '^electron/(main|rooms|preload)\\.ts$' },
    },
    {
      name: 'electron-is-not-renderer',
      severity: 'error',
      from: { path: '^electron/', ...code },
      to: { path: '^(renderer|cli|e2e|scripts)/' },
    },
    {
      name: 'preload-is-thin',
      severity: 'error',
      from: { path: '^electron/preload\\.ts$' },
      to: { pathNot: '^(shared/ipc/|electron$|node_modules/electron/)' },
    },
    {
      name: 'cipher-alone-seals',
      comment: 'safeStorage has one user; the rest of the vault is tested without Electron',
      severity: 'error',
      from: { path: '^electron/vault/', pathNot: ['^electron/vault/cipher\\.ts$', '\\.test\\.ts$'] },
      to: { path: '^(electron$|node_modules/electron/)' },
    },
    {
      name: 'cli-uses-engines',
      severity: 'error',
      from: { path: '^cli/', ...code },
      to: {
        path: '^(electron/(ipc|shell|vault|provider|main|rooms|preload)|renderer|e2e|scripts)|node_modules/electron/',
      },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^renderer/', ...code },
      to: { dependencyTypes: nodeOnly },
    },
    {
      name: 'renderer-is-sandboxed',
      severity: 'error',
      from: { path: '^renderer/', ...code },
      to: {
        path: '^(electron|cli|e2e|scripts)/|^electron$|node_modules/(electron|jose|openid-client|oidc-provider|libsql)/',
      },
    },
    {
      name: 'features-are-strangers',
      severity: 'error',
      from: { path: '^renderer/src/features/([^/]+)/', ...code },
      to: { path: '^renderer/src/features/', pathNot: '^renderer/src/features/$1/' },
    },
    {
      name: 'ui-has-no-store',
      severity: 'error',
      from: { path: '^renderer/src/ui/', ...code },
      to: { path: '^renderer/src/(features|bridge|app|main)|node_modules/zustand/' },
    },
  ],
  options: {
    parser: 'tsc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|release|\\.runtime)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.cjs', '.mjs', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default', 'node'],
    },
    externalModuleResolutionStrategy: 'node_modules',
  },
}
