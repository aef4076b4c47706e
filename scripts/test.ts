// Everything that must hold, in one run: npm test [-- --only check,unit,build,e2e]
// The last line counts all of it: each check is one, each unit and end-to-end test is one.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openDisplay, openVirtualDisplay } from './display.ts'
import { root } from './runtime.ts'

type Count = { passed: number; failed: number; skipped: number }
type Stage = 'check' | 'unit' | 'build' | 'e2e'

const results = join(root, 'test-results')
const total: Count = { passed: 0, failed: 0, skipped: 0 }
const wanted = readStages(process.argv.slice(2))

rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

if (wanted.has('check')) {
  for (const project of ['shared', 'electron', 'cli', 'renderer', 'tsconfig.tests.json'])
    check(`types: ${project}`, 'tsc', ['-p', project])
  check('lint and format', 'biome', ['ci', '--max-diagnostics=50', '.'])
  check('who imports whom', 'depcruise', [
    'shared',
    'electron',
    'cli',
    'renderer',
    '--config',
    '.dependency-cruiser.cjs',
  ])
  check('one user for each door', 'node', ['scripts/single-users.ts'])
}
if (wanted.has('unit')) {
  const report = join(results, 'unit.json')
  const ended = run('vitest', ['run', '--reporter=dot', '--reporter=json', `--outputFile=${report}`])
  add('unit tests', ended, existsSync(report) ? readVitest(report) : null)
}
if (wanted.has('build')) {
  check('build', 'node', [
    '-e',
    "import('./scripts/build.ts').then(({ build }) => process.exit(build() ? 0 : 1))",
  ])
  if (process.platform === 'linux') check('package (unpacked)', 'node', ['scripts/package.ts', '--dir'])
}
if (wanted.has('e2e')) {
  const display = await openDisplay()
  console.log(
    `\nend-to-end tests on display ${display.name ?? 'of the system'}${display.virtual ? ' (virtual)' : ''}`,
  )
  // Two windows on one display share a clipboard, and one test would paste what another copied.
  const second = display.virtual ? await openVirtualDisplay() : null
  if (second) process.env.E2E_DISPLAYS = `${display.name},${second.name}`
  const ended = run('playwright', ['test', '--config', 'e2e/playwright.config.ts'])
  const report = join(results, 'e2e.json')
  add('end-to-end tests', ended, existsSync(report) ? readPlaywright(report) : null)
  second?.close()
  display.close()
}

const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)

function readStages(args: readonly string[]): ReadonlySet<Stage> {
  const all: readonly Stage[] = ['check', 'unit', 'build', 'e2e']
  const at = args.indexOf('--only')
  if (at < 0) return new Set(all)
  const named = (args[at + 1] ?? '').split(',')
  const unknown = named.filter((name) => !all.includes(name as Stage))
  if (unknown.length > 0) {
    console.error(`--only takes ${all.join(', ')}; found ${unknown.join(', ') || 'nothing'}`)
    process.exit(2)
  }
  return new Set(named as Stage[])
}

function run(command: string, args: readonly string[]): boolean {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (result.error) console.error(`${command} could not be started: ${result.error.message}`)
  return result.status === 0
}

function check(name: string, command: string, args: readonly string[]): void {
  const started = performance.now()
  const passed = run(command, args)
  console.log(`${passed ? '✓' : '✗'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
  if (passed) total.passed += 1
  else total.failed += 1
}

/** A runner that ended badly without a failed test (it crashed, or found none) counts as one failure. */
function add(name: string, ended: boolean, count: Count | null): void {
  const found = count ?? { passed: 0, failed: 0, skipped: 0 }
  if (found.failed === 0 && (!ended || found.passed === 0)) found.failed = 1
  console.log(
    `${found.failed === 0 ? '✓' : '✗'} ${name}: ${found.passed} passed, ${found.failed} failed, ${found.skipped} skipped`,
  )
  total.passed += found.passed
  total.failed += found.failed
  total.skipped += found.skipped
}

function readVitest(file: string): Count {
  const report = JSON.parse(readFileSync(file, 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
    numPendingTests: number
    numTodoTests: number
  }
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

function readPlaywright(file: string): Count {
  const { stats, suites } = JSON.parse(readFileSync(file, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number }
    suites: readonly Suite[]
  }
  for (const title of suites.flatMap(flakyTitles))
    console.log(`! passed at the second attempt only: ${title}`)
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }
}

type Suite = {
  readonly file: string
  readonly specs: readonly {
    readonly title: string
    readonly tests: readonly { readonly status: string }[]
  }[]
  readonly suites?: readonly Suite[]
}

function flakyTitles(suite: Suite): readonly string[] {
  const own = suite.specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
  return [...own.map(({ title }) => `${suite.file}: ${title}`), ...(suite.suites ?? []).flatMap(flakyTitles)]
}
