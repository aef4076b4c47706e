import { expect, test } from 'vitest'
import { z } from 'zod'
import { createRunHar } from './run-har.ts'
import { sampleRun } from './sample-run.ts'

const pairs = z.array(z.strictObject({ name: z.string(), value: z.string() }))
const common = {
  httpVersion: z.string(),
  cookies: pairs,
  headers: pairs,
  headersSize: z.int(),
  bodySize: z.int(),
}
/** The members that HAR 1.2 requires, and no others that it does not know. */
const har = z.strictObject({
  log: z.strictObject({
    version: z.literal('1.2'),
    creator: z.strictObject({ name: z.string(), version: z.string() }),
    comment: z.string(),
    entries: z.array(
      z.strictObject({
        startedDateTime: z.iso.datetime(),
        time: z.number().min(0),
        request: z.strictObject({
          ...common,
          method: z.string(),
          url: z.string(),
          queryString: pairs,
          postData: z
            .union([
              z.strictObject({ mimeType: z.string(), params: pairs }),
              z.strictObject({ mimeType: z.string(), text: z.string() }),
            ])
            .optional(),
        }),
        response: z.strictObject({
          ...common,
          status: z.int(),
          statusText: z.string(),
          content: z.strictObject({
            size: z.int().min(0),
            mimeType: z.string(),
            text: z.string().optional(),
            comment: z.string().optional(),
          }),
          redirectURL: z.string(),
        }),
        cache: z.strictObject({}),
        timings: z.strictObject({
          send: z.number().min(0),
          wait: z.number().min(0),
          receive: z.number().min(0),
        }),
        comment: z.string(),
      }),
    ),
  }),
})

test('the archive has what HAR 1.2 requires, in order, with what was recorded', () => {
  const { log } = har.parse(JSON.parse(createRunHar(sampleRun('a b'), '1.2.3')))
  expect(log.creator).toEqual({ name: 'Claimscope', version: '1.2.3' })
  expect(
    log.entries.map(({ startedDateTime, response, comment }) => [startedDateTime, response.status, comment]),
  ).toEqual([
    ['2023-11-14T22:13:20.010Z', 0, 'authorize: carried by the browser'],
    ['2023-11-14T22:13:21.000Z', 400, 'token'],
    ['2023-11-14T22:13:21.007Z', 0, 'token: no answer'],
  ])
  const [authorize, token] = log.entries
  expect(authorize?.request.queryString).toContainEqual({ name: 'scope', value: 'openid' })
  expect(token?.request.headers).toContainEqual({
    name: 'authorization',
    value: 'Basic ‹hidden, 20 characters›',
  })
  expect(token?.request.postData).toEqual({
    mimeType: 'application/x-www-form-urlencoded',
    params: [
      { name: 'grant_type', value: 'authorization_code' },
      { name: 'code', value: '‹hidden, 43 characters›' },
      { name: 'x', value: 'a b' },
    ],
  })
  expect(token?.response.content).toMatchObject({
    size: 99,
    text: 'a b',
    comment: 'Only the beginning was kept.',
  })
  for (const { time, timings } of log.entries)
    expect(timings.send + timings.wait + timings.receive).toBe(time)
})

test('a time that cannot be written does not stop the export', () => {
  const run = sampleRun('x')
  const steps = run.steps.map((step) => ({ ...step, startedAt: Number.NaN }))
  expect(() => har.parse(JSON.parse(createRunHar({ ...run, steps }, '')))).not.toThrow()
})
