import { describe, expect, it } from 'vitest'
import { splitUnseen } from './visible-text.tsx'

describe('splitUnseen', () => {
  it.each([
    ['right-to-left override', 'a\u202eb', 'U+202E'],
    ['zero-width space', 'a\u200bb', 'U+200B'],
    ['byte order mark', 'a\ufeffb', 'U+FEFF'],
    ['null', 'a\u0000b', 'U+0000'],
    ['carriage return', 'a\rb', 'U+000D'],
    ['escape', 'a\u001bb', 'U+001B'],
    ['soft hyphen', 'a\u00adb', 'U+00AD'],
    ['line separator', 'a\u2028b', 'U+2028'],
    ['tag character', 'a\u{e0041}b', 'U+E0041'],
    ['Hangul filler', 'a\u3164b', 'U+3164'],
    ['combining grapheme joiner', 'a\u034fb', 'U+034F'],
    ['unpaired surrogate', 'a\ud800b', 'U+D800'],
  ])('makes a %s visible', (_name, text, shown) => {
    expect(splitUnseen(text)).toEqual([
      { text: 'a', hidden: false },
      { text: shown, hidden: true },
      { text: 'b', hidden: false },
    ])
  })

  it.each(['', 'plain', 'tab\tand\nline', 'Grüße, 日本語, 😀, é'])('leaves %j alone', (text) => {
    expect(
      splitUnseen(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
    expect(splitUnseen(text).some((part) => part.hidden)).toBe(false)
  })
})
