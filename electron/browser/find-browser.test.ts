import { expect, test } from 'vitest'
import { findBrowser, type Machine } from './find-browser.ts'

function machine(platform: NodeJS.Platform, env: Machine['env'], ...programs: string[]): Machine {
  return { platform, env, isProgram: (path) => programs.includes(path) }
}

test.each<[string, Machine, Parameters<typeof findBrowser>[0], ReturnType<typeof findBrowser>]>([
  [
    'the first of PATH',
    machine('linux', { PATH: '/opt/a:/opt/b' }, '/opt/b/chromium', '/usr/bin/chromium'),
    null,
    { name: 'chromium', program: '/opt/b/chromium' },
  ],
  [
    'a standard place without PATH',
    machine('linux', {}, '/usr/bin/firefox-esr'),
    'firefox',
    { name: 'firefox', program: '/usr/bin/firefox-esr' },
  ],
  ['only the one that is asked for', machine('linux', {}, '/usr/bin/chromium'), 'firefox', null],
  ['nothing', machine('linux', { PATH: '/usr/bin' }), null, null],
  [
    'no relative folder of PATH, nor the current one',
    machine('linux', { PATH: '.:bin::../x' }, 'chromium', './chromium', 'bin/chromium', '../x/chromium'),
    null,
    null,
  ],
  [
    'an application of macOS',
    machine('darwin', { HOME: '/Users/a' }, '/Users/a/Applications/Firefox.app/Contents/MacOS/firefox'),
    null,
    { name: 'firefox', program: '/Users/a/Applications/Firefox.app/Contents/MacOS/firefox' },
  ],
  [
    'Edge of Windows',
    machine(
      'win32',
      { PROGRAMFILES: 'C:\\Program Files', 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' },
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    ),
    null,
    { name: 'edge', program: 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe' },
  ],
  [
    'no relative folder of Windows',
    machine('win32', { PROGRAMFILES: 'x' }, 'x\\Mozilla Firefox\\firefox.exe'),
    null,
    null,
  ],
])('%s', (_, where, wanted, found) => {
  expect(findBrowser(wanted, where)).toEqual(found)
})
