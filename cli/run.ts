import { createFlowEngine, type FlowEngine } from '../electron/oauth/flow-engine.ts'
import { AppError } from '../shared/error.ts'
import { problem } from '../shared/oauth/explain-problem.ts'
import type { Run, RunProblem, TokenKind } from '../shared/oauth/run.ts'
import { hasFrontChannel } from '../shared/profile/runnable-grants.ts'
import { formatRunJson, problemOfRun, type RunOutcome } from '../shared/run-export/run-json.ts'
import { browserHelp } from './browser-flags.ts'
import { connectionHelp } from './connection-flags.ts'
import { type CliIo, exitCode, UsageError } from './io.ts'
import { createRunBrowser } from './open-for-run.ts'
import { readLines } from './read-lines.ts'
import { stdinText } from './read-stdin.ts'
import { redirectHelp } from './redirect-flags.ts'
import { type RunOptions, readRunOptions } from './run-options.ts'
import { exitCodeOf, formatRunText } from './run-output.ts'
import { terminalText } from './terminal-text.ts'

const help = `claimscope run --issuer URL --client-id ID [options]
       claimscope run --profile FILE [options]

Asks a provider for tokens by any grant and checks everything that comes back. Default: the browser opens
(authorization code, PKCE S256).

  --profile FILE            a JSON file with all of it (docs/profile.schema.json); options go before it
  --environment ID          one of the file's environments; --client ID and --user ID likewise
  --grant-type GRANT        authorization_code, client_credentials, device_code, refresh_token, token-exchange,
                            jwt-bearer, saml2-bearer, password, implicit, ciba, or the name on the wire
  --auth-method METHOD      none, client_secret_basic, client_secret_post, client_secret_jwt, private_key_jwt,
                            tls_client_auth or self_signed_tls_client_auth
  --scope SCOPE             default: openid with a browser, none without
  --param NAME=VALUE        one more parameter of the authorization or token request; may be repeated
  --param-at REQUEST.PLACE:NAME=VALUE
                            adds to one request, in its body, query or header, for example token.header:X-Tenant=a;
                            requests: pushed_authorization, device_authorization, token, refresh, userinfo,
                            introspection, revocation; may be repeated
  --basic-credentials HOW   form_encoded or raw
  --client-assertion-alg ALG, --client-assertion-audience issuer|token_endpoint
  --login-hint HINT         who is to sign in; with ciba also --binding-message TEXT, shown on the person's device
  --ciba-delivery poll|ping  ping: the provider calls --notification-endpoint URL (http://127.0.0.1:8934/ciba-notification)
                            when the person has decided; it is on this machine, so a provider elsewhere needs a forwarder
  --username NAME           of the password grant
  --assertion-subject SUB   of an assertion that is made with the signing key (jwt-bearer)
  --subject-token-type URN, --actor-token-type URN, --requested-token-type URN, --audience NAME
                            of a token exchange; --audience may be repeated
  --pkce S256|plain|none, --par (push the request first), --dpop (bind the tokens to a key)
  --request-object-alg ALG  sends the request as a signed JWT (JAR), with HS256 or the like by the client secret,
                            otherwise by --signing-key; --request-object-encryption-alg ALG and
                            --request-object-encryption-enc ENC (A256GCM) encrypt it to the provider
  --claims JSON, --authorization-details JSON
                            the parameters of OIDC Core §5.5 and RFC 9396
  --origin                  token requests carry the redirect URI's origin, as those of single-page apps do
  --id-token-alg ALG        the only one that ID tokens may be signed with; HS256 and the like are checked with the
                            client secret and accepted only so; --decryption-key-env opens what is encrypted
  --id-token-encryption-alg ALG, --userinfo-encryption-alg ALG, --jarm-encryption-alg ALG
                            the only one that it may be encrypted with; dir, A128KW and the like are opened with the
                            client secret and only so; --jarm-alg ALG is the same for the signature of JARM answers
  --introspection-alg ALG   introspect asks for a JWT signed with it (RFC 9701)
  --response-type TYPE      code (default), or for hybrid and implicit: "code id_token", "code token",
                            "code id_token token", id_token, "id_token token", token
  --response-mode MODE      query, fragment, form_post, or signed (JARM): jwt, query.jwt, fragment.jwt, form_post.jwt;
                            default: not sent
  --certificate-bound       access tokens must be bound to the client certificate (RFC 8705)
${redirectHelp}${connectionHelp}  --allow-http              plain http to the issuer's own host, although it is not on this machine
${browserHelp}  --timeout SECONDS         how long to wait for the sign-in; default: 300
  --json                    one JSON object with ok, code, tokens, checks and steps

Secrets are never arguments. Each comes from a variable or from a file: --client-secret-env VAR or
--client-secret-file FILE, and likewise --signing-key-, --decryption-key-, --password-, --refresh-token-, --subject-token-,
--actor-token-, --assertion-, --dpop-key-, --client-certificate- (PEM with its key, or a PKCS#12 file),
--certificate-passphrase- and --proxy-credentials-.

Tokens are printed. Exit code: 0 the answer was accepted, 1 it was refused, 2 the run could not be made.
`

const refreshHelp = `claimscope refresh --issuer URL --client-id ID (--refresh-token-env VAR | --refresh-token-file FILE) [options]

Asks for new tokens with a refresh token (RFC 6749 §6) and checks them: the same as run with that grant, with all of its
options. The refresh token may be replaced by the answer (rotation); the new one is printed with the others.

Exit code: 0 the answer was accepted, 1 it was refused, 2 the request could not be made.
`

export async function runCommand(argv: readonly string[], io: CliIo): Promise<number> {
  const options = await readRunOptions(argv, io)
  if (options === null) {
    await io.stdout(help)
    return exitCode.valid
  }
  const outcome = await runOnce(options, io)
  await io.stdout(options.json ? formatRunJson(outcome) : formatRunText(outcome))
  return exitCodeOf(outcome)
}

/** RFC 6749 §6: the same as `run` with that grant. */
export async function refreshCommand(argv: readonly string[], io: CliIo): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    await io.stdout(refreshHelp)
    return exitCode.valid
  }
  return runCommand(['--grant-type', 'refresh_token', ...argv], io)
}

async function runOnce(options: RunOptions, io: CliIo): Promise<RunOutcome> {
  let browserProblem: RunProblem | null = null
  let runId: string | null = null
  let isSaid = false
  let isListening = false
  const isPasted = options.browser === null && hasFrontChannel(options.config.flow.grant_type)
  const input = isPasted ? io.readStdin() : null
  /** What the person needs to decide elsewhere, once (RFC 8628 §3.3, CIBA Core §7.1). */
  const sayPrompt = ({ phase }: Run): void => {
    if (isSaid || phase.kind !== 'waiting') return
    if (phase.backchannel !== undefined) {
      const { bindingMessage, notificationEndpoint: endpoint } = phase.backchannel
      const message = bindingMessage === '' ? '' : `, which must show ${terminalText(bindingMessage)}`
      void io.stderr(`Waiting for the person to decide on their device${message}\n`)
      if (endpoint !== undefined)
        void io.stderr(`Listening for the provider’s call at ${terminalText(endpoint)}\n`)
    }
    isSaid = true
    if (phase.device === undefined) return
    const { userCode, verificationUri, completeUri } = phase.device
    const direct = completeUri === null ? '' : `\nor open ${terminalText(completeUri)}`
    void io.stderr(`Open ${terminalText(verificationUri)} and enter ${terminalText(userCode)}${direct}\n`)
  }
  /** Before the browser opens, and only what is not as usual: another port, for example. */
  const sayListening = ({ steps }: Run): void => {
    const step = steps.find(({ id, status }) => id === 'listen' && status === 'done')
    if (step === undefined || isListening) return
    isListening = true
    for (const [label, value] of step.facts) void io.stderr(`${label}: ${terminalText(value)}\n`)
  }
  const browser = createRunBrowser(options, io)
  const { certificate } = options
  const engine = createFlowEngine({
    connect: io.connect,
    ...(certificate === null ? {} : { certificate: () => Promise.resolve(certificate) }),
    now: () => io.now(),
    onChange(run) {
      sayListening(run)
      sayPrompt(run)
    },
    signInDeadlineMs: options.timeoutMs,
    async openExternal(url) {
      try {
        await browser.open(url, pasteHint)
      } catch (error) {
        // Nobody is there to copy a link from a window: without a browser the run cannot be made. A command
        // that ended badly after it brought an answer has done its work.
        if (runId === null || hasAnswer(engine.get(runId))) return
        const reason = error instanceof AppError ? error.message : 'unknown reason'
        browserProblem = problem(
          'BROWSER',
          `The browser could not be opened: ${reason}.`,
          'Use --no-browser and open the address yourself.',
        )
        engine.cancel(runId)
      }
    },
  })
  const cancel = (): void => {
    if (runId !== null) engine.cancel(runId)
  }
  io.signal.addEventListener('abort', cancel, { once: true })
  try {
    const started = await engine.start(options.config)
    runId = started.id
    // Reading ends with the run, also in the middle of a line.
    if (input !== null) takePasted(engine, started.id, io, input).catch(() => undefined)
    if (io.signal.aborted) cancel()
    const run = await engine.finished(runId)
    return { run, tokens: tokensOf(engine, run), problem: browserProblem ?? problemOfRun(run) }
  } catch (error) {
    if (error instanceof AppError && error.code === 'ERR_INPUT') throw new UsageError(error.message)
    throw error
  } finally {
    io.signal.removeEventListener('abort', cancel)
    input?.destroy?.()
    await engine.close()
    await browser.close()
  }
}

const pasteHint = 'If the answer does not come by itself, paste the address that the browser ends at.\n'

type Input = ReturnType<CliIo['readStdin']>

/** Longer than any browser sends. */
const longestAddress = 16_384

/** Lines of standard input are addresses that the browser ended at, until one is this run's answer. */
async function takePasted(engine: FlowEngine, runId: string, io: CliIo, input: Input): Promise<void> {
  const lines = readLines(stdinText({ ...io, readStdin: () => input }), longestAddress)
  for await (const line of lines) {
    if (line?.trim() === '') continue
    try {
      await engine.paste(runId, line ?? '')
      return
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'ERR_INPUT') return
      await io.stderr(`Not taken: ${terminalText(error.message)}\n`)
    }
  }
}

function hasAnswer({ phase, steps }: Run): boolean {
  return phase.kind !== 'waiting' || steps.some(({ id }) => id === 'ignored_callback')
}

function tokensOf(engine: FlowEngine, run: Run): RunOutcome['tokens'] {
  const kinds: readonly TokenKind[] = run.tokens.map(({ kind }) => kind)
  return Object.fromEntries(kinds.map((kind) => [kind, engine.token(run.id, kind).token]))
}
