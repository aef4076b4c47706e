import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { AnswerFault } from './scripted-faults.ts'

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
  response.end(JSON.stringify(body))
}

/** Answers wrongly. `secrets` is what the request carried, for the answer that repeats it in every spelling. */
export function sendFault(response: ServerResponse, fault: AnswerFault, secrets: readonly string[]): void {
  switch (fault) {
    case 'html':
      response.writeHead(200, { 'Content-Type': 'text/html' })
      response.end('<!doctype html><title>Sign in</title><h1>Welcome to the captive portal</h1>')
      return
    case 'not_json':
      response.writeHead(200, { 'Content-Type': 'application/json' })
      response.end('{"issuer": ')
      return
    case 'array':
      sendJson(response, 200, [1, 2, 3])
      return
    case 'redirect':
      response.writeHead(302, { Location: 'https://elsewhere.example/moved' })
      response.end()
      return
    case 'redirect_307':
      response.writeHead(307, { Location: 'https://elsewhere.example/moved' })
      response.end()
      return
    case 'not_found':
      response.writeHead(404, { 'Content-Type': 'text/plain' })
      response.end('no such page')
      return
    case 'empty_500':
      response.writeHead(500)
      response.end()
      return
    case 'busy_429':
      response.writeHead(429, { 'Retry-After': '30', 'Content-Type': 'text/plain' })
      response.end('slow down')
      return
    case 'unauthorized':
      response.writeHead(401, {
        'WWW-Authenticate': 'Bearer error="invalid_token", error_description="expired"',
      })
      response.end()
      return
    case 'huge':
      response.writeHead(200, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify({ filler: 'x'.repeat(3_000_000) }))
      return
    case 'endless':
      response.writeHead(200, { 'Content-Type': 'application/json' })
      repeat(response, 1, () => response.write('x'.repeat(65_536)))
      return
    case 'slow':
      response.writeHead(200, { 'Content-Type': 'application/json' })
      repeat(response, 20, () => response.write(' '))
      return
    case 'silent':
      return
    case 'empty_403':
      response.writeHead(403)
      response.end()
      return
    case 'busy_503':
      response.writeHead(503, { 'Retry-After': 'Fri, 31 Dec 2100 23:59:59 GMT' })
      response.end()
      return
    case 'json_as_html':
      response.writeHead(200, { 'Content-Type': 'text/html' })
      response.end('{"hello":"world"}')
      return
    case 'cut_off':
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' })
      response.write('{"access_token":"canary-half', () => response.destroy())
      return
    case 'zip_bomb':
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })
      response.end(gzipSync(Buffer.alloc(50_000_000, ' ')))
      return
    case 'reset_once':
    case 'reset':
      response.destroy()
      return
    case 'echo_late':
      // Whoever cuts the text at a round number cuts through a secret.
      sendJson(response, 400, {
        error: 'invalid_client',
        error_description: `${'x'.repeat(480)} ${secrets.at(-1)} ${secrets.join(' ')}`,
      })
      return
    case 'echo_secrets':
      response.writeHead(400, {
        'Content-Type': 'application/json',
        'X-Echo': secrets.map(encodeURIComponent).join(' '),
        'Set-Cookie': `sid=${encodeURIComponent(secrets.join(' '))}`,
      })
      response.end(
        JSON.stringify({
          error: 'invalid_request',
          error_description: secrets.join(' '),
          percent: secrets.map(encodeURIComponent),
          base64: secrets.map((secret) => Buffer.from(secret).toString('base64')),
          escaped: secrets.map((secret) => `<p>${secret}</p>`),
        }),
      )
      return
  }
}

/** Until the client has had enough. */
function repeat(response: ServerResponse, everyMs: number, write: () => void): void {
  const timer = setInterval(write, everyMs)
  response.on('close', () => clearInterval(timer))
}
