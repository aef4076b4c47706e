// Start-up time, memory and bundle size against the bare limit in the same run: a window on the same Electron that
// shows one line, and a page of React that renders one element. Runs alternate, medians are compared, so that a noisy
// machine weighs on both alike.
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
import { build } from '../build.ts'
import { openDisplay } from '../display.ts'
import { launchArguments, type Runtime, readRuntime, root } from '../runtime.ts'
import { median, type Row } from './row.ts'

type Sample = { readonly startMs: number; readonly memoryKb: number }

export async function run(runs: number): Promise<readonly Row[]> {
  if (!build()) throw new Error('the build failed')
  const runtime = readRuntime()
  const work = mkdtempSync(join(tmpdir(), 'claimscope-bench-'))
  const display = await openDisplay()
  try {
    const bare = makeBareApp(runtime, work)
    const samples: { own: Sample[]; bare: Sample[] } = { own: [], bare: [] }
    for (let run = 0; run <= runs; run += 1) {
      const own = await sample(
        { executable: runtime.executable, args: launchArguments(runtime), folder: root },
        '[aria-label="Token input"]',
        work,
      )
      const other = await sample(bare, 'h1', work)
      // The first pair warms the file cache and is left out.
      if (run > 0) {
        samples.own.push(own)
        samples.bare.push(other)
      }
    }
    const against = `a bare window, Electron ${runtime.version}`
    return [
      {
        name: 'spawn to usable Inspect',
        own: median(samples.own.map((s) => s.startMs)),
        bare: median(samples.bare.map((s) => s.startMs)),
        unit: 'ms',
        against,
        goal: '',
      },
      {
        name: 'memory of all processes',
        own: median(samples.own.map((s) => s.memoryKb)) / 1024,
        bare: median(samples.bare.map((s) => s.memoryKb)) / 1024,
        unit: 'MB',
        against,
        goal: '',
      },
      {
        name: 'script loaded at start (gzip)',
        own: initialBytes(join(root, 'dist/renderer')) / 1024,
        bare: (await bareReactBytes()) / 1024,
        unit: 'KB',
        against: 'a bare React page',
        goal: '',
      },
    ]
  } finally {
    display.close()
    rmSync(work, { recursive: true, force: true })
  }
}

type App = { readonly executable: string; readonly args: readonly string[]; readonly folder: string }

async function sample({ executable, args, folder }: App, usable: string, work: string): Promise<Sample> {
  const userData = mkdtempSync(join(work, 'data-'))
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
  const started = performance.now()
  const app = await electron.launch({
    executablePath: executable,
    args: [...args.slice(0, 1), `--user-data-dir=${userData}`, '--password-store=basic', ...args.slice(1)],
    cwd: folder,
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
function makeBareApp(from: Runtime, work: string): App {
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
