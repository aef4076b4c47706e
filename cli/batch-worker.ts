import { serveJobs } from '../electron/jose/serve-jobs.ts'
import { answerDecryptLine } from './answer-decrypt-line.ts'
import { answerLine } from './answer-line.ts'
import type { LinesJob } from './answer-lines.ts'
import type { Line } from './read-lines.ts'

// A batch verifies nothing that had to be fetched.
const offline = {
  fetch: () => Promise.reject(new Error('a batch fetches nothing')),
  signal: new AbortController().signal,
}

serveJobs(async (command, input) => {
  const { lines, now } = input as LinesJob
  if (command === 'decrypt') return Promise.all(lines.map(answerDecryptLine))
  return Promise.all(lines.map((line: Line) => answerLine(line, { ...offline, now: () => now })))
})
