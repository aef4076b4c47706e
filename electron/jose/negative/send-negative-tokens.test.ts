import { describe, expect, it } from 'vitest'
import type { SendRequest } from '../../../shared/negative/send-request.ts'
import { sendNegativeTokens } from './send-negative-tokens.ts'

const request: SendRequest = {
  url: 'https://api.test/orders',
  method: 'GET',
  header: { name: 'Authorization', template: 'Bearer {token}' },
  tokens: [
    { id: 'baseline', token: 'good' },
    { id: 'expired', token: 'bad$&' },
    { id: 'none', token: 'none' },
  ],
  confirmed: true,
}

type Sent = { readonly url: string; readonly init: RequestInit }

function world(answers: readonly (Response | Error)[]) {
  const sent: Sent[] = []
  const told: string[] = []
  let pauses = 0
  const controller = new AbortController()
  const deps = {
    fetch: async (url: string, init: RequestInit) => {
      const answer = answers[sent.length]
      sent.push({ url, init })
      if (answer instanceof Error) throw answer
      return answer ?? new Response('', { status: 200 })
    },
    now: () => 0,
    pause: async () => {
      pauses += 1
    },
    onAnswer: ({ id }: { id: string }) => void told.push(id),
  }
  return { deps, sent, told, controller, pauses: () => pauses }
}

describe('sendNegativeTokens', () => {
  it('sends one after the other, with a pause between them, and tells each answer', async () => {
    const challenge = { 'www-authenticate': 'Bearer realm="a", error="invalid_token", error_description="x"' }
    const { deps, sent, told, controller, pauses } = world([
      new Response('ok'),
      new Response('', { status: 401, headers: challenge }),
    ])
    const outcome = await sendNegativeTokens(request, deps, controller.signal)
    expect(outcome.answers).toMatchObject([
      { id: 'baseline', status: 200, error: null },
      { id: 'expired', status: 401, error: 'invalid_token' },
      { id: 'none', status: 200 },
    ])
    expect(told).toEqual(['baseline', 'expired', 'none'])
    expect(pauses()).toBe(2)
    expect(sent.map(({ init }) => (init.headers as Record<string, string>).Authorization)).toEqual([
      'Bearer good',
      'Bearer bad$&',
      'Bearer none',
    ])
    expect(sent.every(({ init }) => init.redirect === 'manual' && init.body === undefined)).toBe(true)
  })

  it.each([
    'http://api.test/',
    'ftp://api.test/',
    'https://user:pw@api.test/',
    'file:///etc/passwd',
    'nonsense',
    'http://127.0.0.1.evil.test/',
  ])('sends nothing to %s', async (url) => {
    const { deps, sent, controller } = world([])
    await expect(sendNegativeTokens({ ...request, url }, deps, controller.signal)).rejects.toMatchObject({
      code: 'ERR_URL_REFUSED',
    })
    expect(sent).toEqual([])
  })

  it('takes plain http on this machine', async () => {
    const { deps, sent, controller } = world([])
    await sendNegativeTokens({ ...request, url: 'http://127.0.0.1:8080/x' }, deps, controller.signal)
    expect(sent).toHaveLength(3)
  })

  it('goes on after a request that brought nothing, and says why', async () => {
    const { deps, controller } = world([new Response(''), new TypeError('fetch failed')])
    const { answers } = await sendNegativeTokens(request, deps, controller.signal)
    expect(answers.map(({ status }) => status)).toEqual([200, null, 200])
    expect(answers[1]?.problem).toBeTruthy()
  })

  it('does not follow where it is sent elsewhere', async () => {
    const { deps, sent, controller } = world([
      new Response('', { status: 302, headers: { location: 'https://evil.test/' } }),
    ])
    const { answers } = await sendNegativeTokens(request, deps, controller.signal)
    expect(answers[0]?.status).toBe(302)
    expect(sent.map(({ url }) => url)).toEqual([request.url])
  })

  it.each([
    ['broken', new Response('', { status: 500 })],
    ['elsewhere', new Response('', { status: 307, headers: { location: '/login' } })],
    ['refused', new Response('', { status: 401 })],
    ['too many', new Response('', { status: 429 })],
    ['no answer', new TypeError('fetch failed')],
  ])('stops after a good token that is not accepted: %s', async (_name, first) => {
    const { deps, sent, told, controller } = world([first])
    const outcome = await sendNegativeTokens(request, deps, controller.signal)
    expect(outcome).toMatchObject({
      answers: [{ id: 'baseline' }],
      cancelled: false,
      stopped: { why: 'not_accepted' },
    })
    expect(sent).toHaveLength(1)
    expect(told).toEqual(['baseline'])
  })

  it.each([
    [429, '120', '120'],
    [503, null, null],
    [429, 'Wed, 21 Oct 2026 07:28:00 GMT', 'Wed, 21 Oct 2026 07:28:00 GMT'],
    [429, 'soon <b>', null],
  ])('stops where the server asks for patience: %s, Retry-After %s', async (status, header, retryAfter) => {
    const headers: Record<string, string> = header === null ? {} : { 'retry-after': header }
    const { deps, sent, controller } = world([new Response(''), new Response('', { status, headers })])
    const outcome = await sendNegativeTokens(request, deps, controller.signal)
    expect(outcome.stopped).toEqual({ why: 'busy', status, retryAfter })
    expect(outcome.answers).toHaveLength(2)
    expect(sent).toHaveLength(2)
  })

  it('goes to the end where nothing stops it', async () => {
    const { deps, controller } = world([])
    expect((await sendNegativeTokens(request, deps, controller.signal)).stopped).toBeNull()
  })

  it('stops when cancelled, and keeps what was answered', async () => {
    const { deps, sent, controller } = world([])
    const stopping = { ...deps, onAnswer: () => controller.abort() }
    expect(await sendNegativeTokens(request, stopping, controller.signal)).toMatchObject({
      answers: [{ id: 'baseline' }],
      cancelled: true,
    })
    expect(sent).toHaveLength(1)
  })
})
