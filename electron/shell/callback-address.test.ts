import { expect, test } from 'vitest'
import { readCallbackAddress } from './callback-address.ts'

const good = 'dev.claimscope.app:/callback?code=a-b.c_d~e%20f&state=s'

test.each([[good], ['claimscope://callback?code=1&state=2'], ['claimscope:/cb#id_token=a.b.c&state=x']])(
  '%s',
  (url) => {
    expect(readCallbackAddress(['/opt/claimscope', '--allow-file-access-from-files', url])).toEqual({ url })
  },
)

test.each<[string, readonly string[]]>([
  ['nothing', []],
  ['a plain second start', ['/opt/claimscope', '--no-sandbox']],
  ['another scheme', ['https://a.example/?code=1', 'app://claimscope/', 'file:///etc/passwd']],
  ['the scheme in an option', [`--url=${good}`, `x ${good}`]],
  ['a name that only begins like it', ['claimscopes:/callback', 'dev.claimscope.apps:/callback']],
])('no address: %s', (_, argv) => {
  expect(readCallbackAddress(argv)).toBeNull()
})

test.each<[string, readonly string[]]>([
  ['two at once', [good, good]],
  ['too long', [`${good}${'a'.repeat(16_384)}`]],
  ['a line break', [`${good}\nX`]],
  ['a null', [`${good}\0`]],
  ['a space and an option', [`${good} --inspect`]],
  ['a quote', [`${good}" --inspect "`]],
  ['an angle bracket', [`${good}<script>`]],
  ['a backslash', ['claimscope:\\callback']],
  ['a backquote', [`${good}\`id\``]],
  ['no path', ['claimscope:callback?code=1', 'x']],
  ['letters of another alphabet', [`${good}é`]],
  ['another spelling of the scheme', ['CLAIMSCOPE://callback?code=1']],
])('refused: %s', (_, argv) => {
  expect(readCallbackAddress(argv)).toEqual({ refused: expect.any(String) })
})
