import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeBlock, codeSpan } from './markdown.ts'
import { createRunMarkdown } from './run-markdown.ts'
import { sampleRun } from './sample-run.ts'

const hostile = [
  ['a fence', '```\n# Passed\n````\n~~~~\n'],
  ['HTML', '<img src=x onerror=alert(1)></code></pre><script>'],
  ['links and mentions', '[x](javascript:alert(1)) ![x](//i.test) https://i.test www.i.test @ada #1'],
  ['backticks', '` `` ``` a'],
  ['only backticks', '``'],
  ['line ends', 'a\n\n# b\r\nc\u2028d\r- e'],
  ['bidi and zero width', 'a\u202eb\u200bc\u001b[2J'],
] as const

/** What a reader of CommonMark sees outside code: blocks first, then spans. */
function outsideCode(markdown: string): string {
  let fence: string | null = null
  const lines: string[] = []
  for (const line of markdown.split('\n')) {
    const ticks = /^(`{3,})/.exec(line)?.[1] ?? null
    if (fence !== null) {
      if (ticks !== null && ticks.length >= fence.length && line.trim() === ticks) fence = null
    } else if (ticks !== null && !line.slice(ticks.length).includes('`')) fence = ticks
    else lines.push(line.replace(/(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/g, '§'))
  }
  expect(fence).toBeNull()
  return lines.join('\n')
}

describe.each(hostile)('%s', (_, text) => {
  test('stays in code wherever it stands', () => {
    const markdown = createRunMarkdown(sampleRun(text), '1.0')
    expect(outsideCode(markdown)).toBe(outsideCode(createRunMarkdown(sampleRun('plain'), '1.0')))
    expect(markdown).not.toMatch(/[\u202e\u200b\u001b\u2028\r]/)
  })
})

test('any text stays in code', () => {
  const plain = outsideCode(createRunMarkdown(sampleRun('plain'), '1.0'))
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('`', '~', '\n', ' ', '#', 'a', '<', '\\', '\t') }),
      (text) => {
        fc.pre(text.trim() !== '' && text.trimEnd() !== '')
        expect(outsideCode(createRunMarkdown(sampleRun(text), '1.0'))).toBe(plain)
      },
    ),
    { numRuns: 100 },
  )
})

test('outcome, checks, steps, exchanges and where tokens stand', () => {
  const markdown = createRunMarkdown(sampleRun('text'), '1.2.3')
  for (const part of [
    '# Answer refused, 1 of 2 checks failed',
    '- Issuer: `https://op.test`',
    '43 characters, not trusted)',
    '- ✗ failed: `state`  \n  code `STATE`  \n  expected `text`  \n  found `text`',
    '- ✓ passed: **Issuer**',
    '### 3. Request the tokens',
    'claimscope to provider, done, 12 ms, begun after 1000 ms: `text`',
    'Carried by the browser.',
    'No answer came.',
    'of which only the beginning was kept',
    'authorization: Basic ‹hidden, 20 characters›',
  ]) {
    expect(markdown).toContain(part)
  }
})

test.each([
  ['', '(empty)'],
  ['a', '`a`'],
  ['a`b', '``a`b``'],
  ['`', '`` ` ``'],
  [' a ', '`  a  `'],
])('span of “%s”', (text, span) => {
  expect(codeSpan(text)).toBe(span)
})

test('a fence is longer than what stands inside', () => {
  expect(codeBlock('a\n````\nb', 'http')).toBe('`````http\na\n````\nb\n`````')
})
