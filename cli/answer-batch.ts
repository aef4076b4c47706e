import { maxLineLength } from './answer-line.ts'
import type { AnswerLines } from './answer-lines.ts'
import type { BatchAnswer } from './answer-one.ts'
import type { CliIo } from './io.ts'
import { type Line, readLines } from './read-lines.ts'
import { stdinText } from './read-stdin.ts'

/** Lines that are answered together; a program that waits for each answer gets it, see `gather`. */
const mostLines = 100
/** The same for long lines: what waits in memory is bounded. */
const mostCharacters = 1_000_000

/**
 * Answers each line of standard input with one line, in the same order, with bounded memory; a line that cannot be read
 * is answered and does not end the batch; a blank line is no line. Returns which outcomes there were; null, said on
 * standard error, where there was no line, or where the person ended it.
 */
export async function answerBatch<T extends BatchAnswer>(
  io: CliIo,
  answerer: AnswerLines<T>,
): Promise<ReadonlySet<T['outcome']> | null> {
  const seen = new Set<T['outcome']>()
  const writing: Promise<void>[] = []
  let last: Promise<void> = Promise.resolve()
  try {
    for await (const lines of gather(readLines(stdinText(io), maxLineLength))) {
      if (io.signal.aborted) return null
      const answers = answerer.answer(lines)
      // Its failure is met where it is written; until then it is no unhandled one.
      answers.catch(() => undefined)
      const before = last
      last = before.then(async () => {
        for (const { outcome, json } of await answers) {
          seen.add(outcome)
          await io.stdout(`${json}\n`)
        }
      })
      last.catch(() => undefined)
      writing.push(last)
      if (writing.length >= answerer.mostAtOnce) await writing.shift()
    }
    await last
  } catch (error) {
    if (io.signal.aborted) return null
    throw error
  } finally {
    await answerer.close()
  }
  if (seen.size === 0) {
    // Nothing was judged: that must not look like a batch of valid tokens.
    await io.stderr('There is no line on standard input; one JSON object a line is expected.\n')
    return null
  }
  return seen
}

/**
 * Lists of the lines that are there already, without blank ones. Where the next one takes more than a turn of the event
 * loop, what was gathered goes on: whoever writes one line and waits for its answer must not wait for another's line.
 */
async function* gather(lines: AsyncGenerator<Line>): AsyncGenerator<readonly Line[]> {
  let gathered: Line[] = []
  let characters = 0
  let isFirst = true
  const take = () => {
    const taken = gathered
    gathered = []
    characters = 0
    return taken
  }
  for (let next = lines.next(); ; next = lines.next()) {
    if (gathered.length > 0 && (await Promise.race([next, turn()])) === turned) yield take()
    const { done, value } = await next
    if (done) break
    // Editors and shells on Windows begin a file with a byte order mark, which is no part of its first line.
    const line = isFirst ? (value?.replace(/^\ufeff/, '') ?? null) : value
    isFirst = false
    if (line?.trim() === '') continue
    gathered.push(line)
    characters += line?.length ?? 0
    if (gathered.length >= mostLines || characters >= mostCharacters) yield take()
  }
  if (gathered.length > 0) yield take()
}

const turned = Symbol('a turn of the event loop')

function turn(): Promise<typeof turned> {
  return new Promise((resolve) => setImmediate(() => resolve(turned)))
}
