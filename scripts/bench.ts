// Start-up time, memory and bundle size as ratios against the bare limit in the same run: a window on the
// same Electron that shows one line, and a page of React that renders one element. Runs alternate, medians
// are compared, so that a noisy machine weighs on both alike.
//
//   npm run bench [-- --runs 7]
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { _electron as electron } from 'playwright'
import { build as viteBuild } from 'vite'
import { build } from './build.ts'
import { openDisplay } from './display.ts'
import { launchArguments, type Runtime, readRuntime, root } from './runtime.ts'

type Sample = { readonly startMs: number; readonly memoryKb: number }

const runs = Number(process.argv[process.argv.indexOf('--runs') + 1]) || 7
const runtime = readRuntime()
const work = mkdtempSync(join(tmpdir(), 'claimscope-bench-'))

if (!build()) process.exit(1)
const display = await openDisplay()
try {
  const bare = makeBareApp(runtime)
  const samples: { own: Sample[]; bare: Sample[] } = { own: [], bare: [] }
  for (let run = 0; run <= runs; run += 1) {
    const own = await sample(runtime.executable, launchArguments(runtime), root, '[aria-label="Token input"]')
    const other = await sample(bare.executable, bare.args, bare.folder, 'h1')
    // The first pair warms the file cache and is left out.
    if (run > 0) {
      samples.own.push(own)
      samples.bare.push(other)
    }
  }
  const size = { own: initialBytes(join(root, 'dist/renderer')), bare: await bareReactBytes() }
  console.log(`Electron ${runtime.version}, ${runs} runs each, medians\n`)
  row(
    'spawn to usable Inspect',
    median(samples.own.map((s) => s.startMs)),
    median(samples.bare.map((s) => s.startMs)),
    'ms',
    'bare window',
  )
  row(
    'memory of all processes',
    median(samples.own.map((s) => s.memoryKb)) / 1024,
    median(samples.bare.map((s) => s.memoryKb)) / 1024,
    'MB',
    'bare window',
  )
  row('script loaded at start (gzip)', size.own / 1024, size.bare / 1024, 'KB', 'bare React page')
} finally {
  display.close()
  rmSync(work, { recursive: true, force: true })
}

async function sample(
  executablePath: string,
  args: readonly string[],
  cwd: string,
  usable: string,
): Promise<Sample> {
  const userData = mkdtempSync(join(work, 'data-'))
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
  const started = performance.now()
  const app = await electron.launch({
    executablePath,
    args: [...args.slice(0, 1), `--user-data-dir=${userData}`, '--password-store=basic', ...args.slice(1)],
    cwd,
    env: { ...env, DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
  })
  const window = await app.firstWindow()
  await window.locator(usable).first().waitFor()
  const startMs = performance.now() - started
  const memoryKb = await app.evaluate(({ app: main }) =>
    main.getAppMetrics().reduce((sum, process) => sum + process.memory.workingSetSize, 0),
  )
  await app.close()
  return { startMs, memoryKb }
}

/** A window without preload, protocol or script, on a copy of the same runtime. */
function makeBareApp(from: Runtime): { executable: string; args: string[]; folder: string } {
  const folder = join(work, 'bare')
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{"name":"bare","version":"1.0.0","main":"main.js"}')
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>bare</title><h1>bare</h1>')
  writeFileSync(
    join(folder, 'main.js'),
    "const { app, BrowserWindow } = require('electron')\napp.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800 }).loadFile('index.html'))\napp.on('window-all-closed', () => app.quit())\n",
  )
  if (from.kind !== 'fallback')
    return {
      executable: from.executable,
      args: launchArguments(from).map((arg) => (arg === root ? folder : arg)),
      folder,
    }
  const dist = join(work, 'dist')
  const own = join(from.dist, 'resources', 'app')
  if (spawnSync('cp', ['-al', from.dist, dist]).status === 0) rmSync(join(dist, 'resources', 'app'))
  else cpSync(from.dist, dist, { recursive: true, filter: (path) => path !== own })
  symlinkSync(folder, join(dist, 'resources', 'app'))
  return { executable: join(dist, 'electron'), args: launchArguments(from), folder }
}

/** The scripts that index.html names; what is loaded later on demand does not count. */
function initialBytes(folder: string): number {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const assets = join(folder, 'assets')
  return readdirSync(assets)
    .filter((name) => name.endsWith('.js') && page.includes(name))
    .reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).byteLength, 0)
}

async function bareReactBytes(): Promise<number> {
  const folder = mkdtempSync(join(root, '.runtime', 'bare-react-'))
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><div id="root"></div><script type="module" src="./main.js"></script>',
  )
  writeFileSync(
    join(folder, 'main.js'),
    "import { createElement } from 'react'\nimport { createRoot } from 'react-dom/client'\ncreateRoot(document.getElementById('root')).render(createElement('h1', null, 'bare'))\n",
  )
  try {
    await viteBuild({
      configFile: false,
      root: folder,
      base: './',
      logLevel: 'error',
      build: { outDir: join(folder, 'dist'), modulePreload: { polyfill: false } },
    })
    return initialBytes(join(folder, 'dist'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function row(name: string, own: number, other: number, unit: string, against: string): void {
  console.log(
    `${name.padEnd(32)} ${(own / other).toFixed(2)} × ${against}   (${own.toFixed(0)} ${unit} against ${other.toFixed(0)} ${unit})`,
  )
}
