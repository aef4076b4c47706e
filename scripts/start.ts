// The everyday command: build, then open the window.
import { spawn } from 'node:child_process'
import { build } from './build.ts'
import { launchArguments, readRuntime, root } from './runtime.ts'

const runtime = readRuntime()
if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
  process.stderr.write(
    'There is no display to open a window on. To see the app at work without one: npm run demo\n',
  )
  process.exit(2)
}
process.stderr.write(`building; then starting Electron ${runtime.version}, ${runtime.origin}\n`)
if (!build()) process.exit(1)
const app = spawn(runtime.executable, launchArguments(runtime, process.argv.slice(2)), {
  cwd: root,
  stdio: 'inherit',
})
app.on('exit', (code) => process.exit(code ?? 1))
