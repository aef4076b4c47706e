import { describe, expect, test } from 'vitest'
import { isTrustedSender } from './trusted-sender.ts'

const origin = 'app://claimscope'
const frame = (url: string, parent: unknown = null) => ({ url, parent, top: null })

describe('isTrustedSender', () => {
  test.each(['app://claimscope/', 'app://claimscope/index.html#/flows'])('answers %s', (url) => {
    expect(isTrustedSender(frame(url), origin)).toBe(true)
  })

  test.each([
    ['no frame', null],
    ['a sub-frame of our own', frame('app://claimscope/', {})],
    ['another host', frame('app://elsewhere/')],
    ['a host that begins like ours', frame('app://claimscope.evil/')],
    ['a web page', frame('https://claimscope/')],
    ['a file', frame('file:///index.html')],
    ['an empty page', frame('about:blank')],
    ['nothing', frame('')],
  ])('refuses %s', (_name, sender) => {
    expect(isTrustedSender(sender, origin)).toBe(false)
  })
})
