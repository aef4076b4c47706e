import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { callNames } from '../shared/ipc/names.ts'
import { launchApp, type RunningApp } from './support/app.ts'

/** Electron's security checklist, point by point, asserted in the running app. */
let app: RunningApp
test.beforeAll(async () => {
  app = await launchApp()
})
test.afterAll(() => app.close())

const url = 'app://claimscope/'

test('1, 18: the page comes over app://, not file:// or http', () => {
  expect(app.window.url()).toBe(url)
})

test('2-4, 6, 8-11: web preferences of every window', async () => {
  const preferences = await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => {
      const contents = window.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      const found = contents.getLastWebPreferences()
      return Object.fromEntries(
        [
          'sandbox',
          'contextIsolation',
          'nodeIntegration',
          'nodeIntegrationInWorker',
          'nodeIntegrationInSubFrames',
          'webSecurity',
          'allowRunningInsecureContent',
          'experimentalFeatures',
          'enableBlinkFeatures',
          'webviewTag',
          'navigateOnDragDrop',
          'spellcheck',
        ].map((name) => [name, found[name] ?? null]),
      )
    }),
  )
  expect(preferences).toHaveLength(1)
  // What Electron leaves out of the list is off.
  const off = Object.entries(preferences[0] ?? {}).flatMap(([name, value]) => (value === true ? [] : [name]))
  expect(Object.entries(preferences[0] ?? {}).filter(([, value]) => value === true)).toEqual([
    ['sandbox', true],
    ['contextIsolation', true],
    ['webSecurity', true],
  ])
  expect(off).toHaveLength(9)
  expect(preferences[0]).toMatchObject({
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
  })
})

test('2, 3: the page has no Node and a world of its own', async () => {
  const found = await app.window.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'].filter(
      (name) => name in globalThis,
    ),
  )
  expect(found).toEqual([])
})

test('5: every permission is denied, asked or checked', async () => {
  const answers = await app.window.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'midi',
      'clipboard-read',
      'clipboard-write',
    ] as const
    const states = await Promise.all(
      names.map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state),
    )
    const asked = await Promise.all([
      Notification.requestPermission(),
      navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'granted',
        (error: Error) => error.name,
      ),
      navigator.clipboard.readText().then(
        () => 'granted',
        (error: Error) => error.name,
      ),
    ])
    return { states, asked }
  })
  expect(answers.states.filter((state) => state === 'granted')).toEqual([])
  expect(answers.asked).not.toContain('granted')
})

test('7: the content security policy is a header, and holds', async () => {
  const policy = await app.window.evaluate(async (address) => {
    const frame = document.createElement('iframe')
    return {
      meta: document.querySelector('meta[http-equiv]')?.outerHTML ?? null,
      frame: frame.tagName,
      address,
    }
  }, url)
  expect(policy.meta).toBeNull()
  const blocked = await app.window.evaluate(async () => {
    const violations: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
    const tries = {
      script: () => {
        const script = document.createElement('script')
        ;(script as unknown as { text: string }).text = 'window.inlineRan = true'
        document.head.append(script)
      },
      html: () => {
        document.createElement('div').innerHTML = '<img src=x onerror="window.inlineRan = true">'
      },
    }
    const thrown: string[] = []
    for (const [name, act] of Object.entries(tries)) {
      try {
        act()
      } catch {
        thrown.push(name)
      }
    }
    // From a timer: what the test itself evaluates is exempt from the policy.
    const evaluated = await new Promise((resolve) =>
      setTimeout(() => {
        try {
          resolve(new Function('return 1')())
        } catch (error) {
          resolve((error as Error).name)
        }
      }),
    )
    const net = await Promise.all([
      fetch('https://example.com/').then(
        () => 'reached',
        () => 'refused',
      ),
      fetch('http://127.0.0.1:1/').then(
        () => 'reached',
        () => 'refused',
      ),
      new Promise((resolve) => {
        const image = new Image()
        image.onload = () => resolve('reached')
        image.onerror = () => resolve('refused')
        image.src = 'https://example.com/x.png'
      }),
      new Promise((resolve) => {
        try {
          const socket = new WebSocket('wss://example.com/')
          socket.onopen = () => resolve('reached')
          socket.onerror = () => resolve('refused')
        } catch {
          resolve('refused')
        }
      }),
    ])
    return { thrown, evaluated, net, ran: 'inlineRan' in window, violations }
  })
  expect(blocked.thrown).toEqual(['script', 'html'])
  expect(blocked.evaluated).toBe('EvalError')
  expect(blocked.net).toEqual(['refused', 'refused', 'refused', 'refused'])
  expect(blocked.ran).toBe(false)
  expect(blocked.violations).toContain('connect-src')
})

test('7: the only worker is the one that searches texts, and no script can name another', async () => {
  const tried = await app.window.evaluate(() => {
    type Types = { createPolicy(name: string, rules: object): unknown }
    const types = (window as unknown as { trustedTypes: Types }).trustedTypes
    const attempt = (act: () => unknown) => {
      try {
        act()
        return 'done'
      } catch (error) {
        return (error as Error).name
      }
    }
    const rules = { createScriptURL: (address: string) => address }
    return {
      another: attempt(() => types.createPolicy('another', rules)),
      again: attempt(() => types.createPolicy('claimscope-worker', rules)),
      fromText: attempt(() => new Worker('/assets/any.js')),
      fromBlob: attempt(() => new Worker(URL.createObjectURL(new Blob(['1'])))),
    }
  })
  expect(tried).toEqual({
    another: 'TypeError',
    again: 'TypeError',
    fromText: 'TypeError',
    fromBlob: 'TypeError',
  })
})

test('7: without the page’s own policy the session still reaches no network', async () => {
  const answer = await app.electron.evaluate(async ({ session }) => {
    try {
      await session.defaultSession.fetch('https://example.com/')
      return 'reached'
    } catch (error) {
      return String(error)
    }
  })
  expect(answer).toMatch(/BLOCKED_BY_CLIENT/)
})

test('12: a webview cannot be attached', async () => {
  const attached = await app.window.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        const view = document.createElement('webview')
        view.setAttribute('src', 'https://example.com/')
        document.body.append(view)
        requestAnimationFrame(() => {
          const there = 'getWebContentsId' in view
          view.remove()
          resolve(there)
        })
      }),
  )
  expect(attached).toBe(false)
})

test('13: navigation goes nowhere', async () => {
  for (const target of [
    'https://example.com/',
    'file:///etc/passwd',
    'javascript:document.title="x"',
    'app://elsewhere/',
    'data:text/html,x',
  ]) {
    await app.window.evaluate((address) => {
      const link = document.createElement('a')
      link.href = address
      document.body.append(link)
      link.click()
      link.remove()
    }, target)
    expect(await app.window.evaluate(() => location.href), target).toBe(url)
  }
  // Not a locator: Playwright still waits for the navigations that were refused.
  expect(await app.window.evaluate(() => document.querySelector('nav') !== null)).toBe(true)
})

test('13: a page that went to about:blank, which Electron cannot refuse, comes back', async () => {
  await app.window.evaluate(() => {
    location.href = 'about:blank'
  })
  await expect.poll(() => app.window.url()).toBe(url)
  await expect(app.window.getByRole('navigation')).toBeVisible()
})

test('13: a dropped file is not opened', async () => {
  await app.window.evaluate(() => {
    const data = new DataTransfer()
    data.items.add(new File(['<h1>x</h1>'], 'x.html', { type: 'text/html' }))
    document.body.dispatchEvent(
      new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
    )
  })
  expect(app.window.url()).toBe(url)
})

test('14: no new windows', async () => {
  const opened = await app.window.evaluate(() => window.open('https://example.com/'))
  expect(opened).toBeNull()
  await app.window.evaluate(() => {
    const link = document.createElement('a')
    link.href = 'https://example.com/'
    link.target = '_blank'
    document.body.append(link)
    link.dispatchEvent(new MouseEvent('click', { button: 1, ctrlKey: true, bubbles: true }))
    link.remove()
  })
  expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  expect(await app.links.count()).toBe(0)
})

test('15: the window can open specifications by name, never an address', async () => {
  for (const spec of [
    'https://evil.example/',
    'file:///etc/passwd',
    'javascript:1',
    'RFC 7519 §4.1.3/../../evil',
  ]) {
    const answer = await app.window.evaluate(
      (label) => window.claimscope!['app.openSpec']({ spec: label }),
      spec,
    )
    expect(answer.ok).toBe(false)
  }
  expect(await app.links.count()).toBe(0)
})

test('16: the Electron that is shipped is a supported one', async () => {
  const { devDependencies } = (await import('../package.json', { with: { type: 'json' } })).default
  expect(Number(devDependencies.electron.split('.')[0])).toBeGreaterThanOrEqual(45)
})

test('17: a call from a foreign frame is not answered', async () => {
  const answer = await app.electron.evaluate(async ({ BrowserWindow, ipcMain }) => {
    const handlers = (
      ipcMain as unknown as { _invokeHandlers: Map<string, (event: unknown, input: unknown) => unknown> }
    )._invokeHandlers
    const handler = handlers.get('profiles.list')
    const own = BrowserWindow.getAllWindows()[0]?.webContents.mainFrame
    const foreign = { url: 'https://evil.example/', parent: null, top: null }
    return {
      foreign: await handler?.({ senderFrame: foreign }, undefined),
      gone: await handler?.({ senderFrame: null }, undefined),
      child: await handler?.({ senderFrame: { url: own?.url, parent: own } }, undefined),
    }
  })
  for (const refused of Object.values(answer))
    expect(refused).toMatchObject({ ok: false, error: { code: 'ERR_SENDER' } })
})

test('18: paths outside the app’s folder are not served', async () => {
  const statuses = await app.electron.evaluate(async ({ net }) => {
    const tries = [
      'app://claimscope/..%2f..%2fpackage.json',
      'app://claimscope/../../etc/passwd',
      'app://x/../../etc/passwd',
      'app://claimscope/%2e%2e%5cpackage.json',
      'app://claimscope/nothing.js',
    ]
    return Promise.all(tries.map(async (address) => (await net.fetch(address)).status))
  })
  expect(statuses).toEqual([404, 404, 404, 404, 404])
})

test('18: the policy is on the answer itself', async () => {
  const headers = await app.electron.evaluate(async ({ net }) => {
    const answer = await net.fetch('app://claimscope/')
    return {
      policy: answer.headers.get('content-security-policy') ?? '',
      type: answer.headers.get('x-content-type-options'),
    }
  })
  expect(headers.policy).toContain("default-src 'none'")
  expect(headers.policy).toContain("connect-src 'none'")
  expect(headers.policy).not.toContain('unsafe')
  expect(headers.type).toBe('nosniff')
})

test('20: the bridge is the list of calls, and nothing of Electron', async () => {
  const names = await app.window.evaluate(() => Object.keys(window.claimscope!))
  expect([...names].sort()).toEqual([...callNames, 'on'].sort())
  const kinds = await app.window.evaluate(() => [
    ...new Set(Object.values(window.claimscope!).map((value) => typeof value)),
  ])
  expect(kinds).toEqual(['function'])
})

test('a second instance hands over to the first', async () => {
  const second = await import('node:child_process')
  const { launchArguments, readRuntime, root } = await import('../scripts/runtime.ts')
  const runtime = readRuntime()
  const ended = second.spawnSync(
    runtime.executable,
    launchArguments(runtime, [`--user-data-dir=${app.userData}`, '--password-store=basic']),
    { cwd: root, timeout: 20_000, stdio: 'ignore' },
  )
  expect(ended.error).toBeUndefined()
  expect(ended.status).toBe(0)
})

test('the user data folder is for the user alone', () => {
  expect(statSync(app.userData).mode & 0o777).toBe(0o700)
})

test('the window comes back where it stood', async () => {
  const first = await launchApp()
  const place = { x: 40, y: 60, width: 1000, height: 700 }
  await first.electron.evaluate(
    ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds),
    place,
  )
  const file = join(first.userData, 'window.json')
  await first.electron
    .evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    .catch(() => {})
  await expect.poll(() => existsSync(file)).toBe(true)
  await first.close().catch(() => {})
  const data = (await import('node:os')).tmpdir()
  const kept = join(data, `claimscope-window-${process.pid}`)
  ;(await import('node:fs')).mkdirSync(kept, { recursive: true })
  writeFileSync(join(kept, 'window.json'), JSON.stringify({ bounds: place, maximized: false }))
  const again = await launchApp({ userData: kept })
  const bounds = await again.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getBounds(),
  )
  await again.close()
  expect(bounds).toEqual(place)
})
