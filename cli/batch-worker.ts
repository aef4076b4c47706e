import { serveJobs } from '../electron/jose/serve-jobs.ts'
import type { LinesJob } from './answer-lines.ts'
import { answerOne, type BatchCommand } from './answer-one.ts'
import type { Line } from './read-lines.ts'

// A batch verifies nothing that had to be fetched.
const offline = {
  fetch: () => Promise.reject(new Error('a batch fetches nothing')),
  signal: new AbortController().signal,
}

serveJobs(async (command, input) => {
  const { lines, now } = input as LinesJob
  return Promise.all(
    lines.map((line: Line) => answerOne(command as BatchCommand, line, { ...offline, now: () => now })),
  )
})
