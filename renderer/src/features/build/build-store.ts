import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SigningKeyFacts } from '../../../../shared/build/sign-request.ts'
import { findTemplate, type TemplateId } from '../../../../shared/build/templates.ts'
import type { Bridge } from '../../../../shared/ipc/bridge.ts'
import type { KeyRecord } from '../../../../shared/key/key-record.ts'
import { keyTypeOf } from '../../../../shared/key/key-type.ts'
import { settle } from '../../bridge.ts'
import type { BuildData, EncryptForm, KeyForm, Made, Outcome } from './build-state.ts'
import { headerValue, withHeaderValue } from './header-fields.ts'
import { canKeepSignature, readOriginal, withOldSignature } from './original.ts'
import { fillIn, missingKey, signedSentence, signingKeyOf } from './sign-form.ts'

export type BuildActions = {
  /** Unix milliseconds. */
  readonly now: () => number
  /** Asks for the person's keys. Call when the view opens. */
  load(): Promise<void>
  open(token: string): void
  /** The answer brings back what the template replaced; null where nothing of the person's was there. */
  startFrom(template: TemplateId): (() => void) | null
  edit(change: Partial<Pick<BuildData, 'header' | 'payload' | 'disclose'>>): void
  setHeader(name: string, value: string): void
  changeEncrypt(change: Partial<EncryptForm>): void
  shape(change: Partial<Pick<BuildData, 'serialization' | 'detached' | 'compactText'>>): void
  changeKey(change: Partial<KeyForm>): void
  /** Makes a key that lives in the main process until the app quits, and chooses it. */
  generate(): Promise<void>
  /** Puts a generated key into the vault. */
  keepKey(): Promise<void>
  build(): Promise<void>
  keepSignature(): void
  /** The explicit choice of no signature: alg becomes none. */
  withoutSignature(): Promise<void>
  /** Back to the bytes that came; the answer brings the changes back. */
  undo(): () => void
}

export type BuildState = BuildData & BuildActions
export type BuildStore = StoreApi<BuildState>

export type BuildDeps = {
  readonly bridge: Bridge
  /** Unix milliseconds. */
  readonly now: () => number
  readonly uuid?: () => string
}

const emptyKey: KeyForm = {
  kind: 'vault',
  keyId: '',
  text: '',
  passphrase: '',
  secret: '',
  encoding: 'utf8',
  generate: 'EC-P-256',
}
const noEncryption: EncryptForm = {
  on: false,
  keyId: '',
  text: '',
  alg: 'RSA-OAEP-256',
  enc: 'A256GCM',
}
const idle: Outcome = { kind: 'idle' }
/** Long enough for a paste to be whole before it is asked about. */
const askAfterMs = 250

/** Keys made here are told apart by a number. */
function nextName(keys: readonly KeyRecord[]): string {
  const used = keys.flatMap(({ name }) => /^Build key (\d{1,6})$/.exec(name)?.[1] ?? [])
  return `Build key ${Math.max(0, ...used.map(Number)) + 1}`
}

/** Whether the person changed nothing of the template but, by way of the key, its algorithm. */
function isTemplateText(id: TemplateId, header: string, payload: string): boolean {
  const template = findTemplate(id)
  const alg = headerValue(header, 'alg') ?? ''
  return template.payload === payload && withHeaderValue(template.header, 'alg', alg) === header
}

function fromTemplate(id: TemplateId) {
  const { header, payload, disclose } = findTemplate(id)
  return {
    original: null,
    originalNotes: [],
    unreadable: null,
    template: id,
    header,
    payload,
    payloadEncoding: 'utf8',
    disclose: disclose ?? null,
    serialization: 'compact',
    detached: false,
    compactText: true,
    algNote: null,
    outcome: idle,
  } as const
}

export function createBuildStore({ bridge, now, uuid = () => crypto.randomUUID() }: BuildDeps): BuildStore {
  let question = 0
  let attempt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let listening = false

  return createStore<BuildState>()((set, get) => {
    /** Every change ends what was made before: a token on the screen is always made of what is on the screen. */
    function change(next: Partial<BuildData>) {
      attempt += 1
      set({ ...next, outcome: idle })
    }

    function setKeys(keys: readonly KeyRecord[]) {
      set({ keys })
      const { key } = get()
      if (key.kind !== 'vault' || keys.some(({ id }) => id === key.keyId)) return
      set({ key: { ...key, keyId: '' }, knowledge: { kind: 'none' } })
    }

    function ask(delayMs = 0) {
      clearTimeout(timer)
      question += 1
      const mine = question
      const key = signingKeyOf(get().key)
      if (key === null || key.kind === 'none') return set({ knowledge: { kind: 'none' }, algNote: null })
      set({ knowledge: { kind: 'asking' }, algNote: null })
      const run = async () => {
        const answer = await settle(bridge['tokens.signingKey']({ key }))
        if (mine !== question) return
        if (!answer.ok) {
          return set({ knowledge: { kind: 'refused', code: null, message: answer.error.message } })
        }
        const { value } = answer
        if (value.kind === 'refused') return set({ knowledge: value })
        set({ knowledge: { kind: 'known', facts: value } })
        followKey(value)
      }
      if (delayMs === 0) void run()
      else timer = setTimeout(() => void run(), delayMs)
    }

    /** An algorithm the key cannot do is replaced by the usual one of the key, and that is said. */
    function followKey(facts: SigningKeyFacts) {
      const { header } = get()
      const before = headerValue(header, 'alg')
      const [usual] = facts.algorithms
      if (usual === undefined || (before !== null && facts.algorithms.includes(before))) return
      const next = withHeaderValue(header, 'alg', usual)
      if (next === null) return
      change({
        header: next,
        algNote: `Set to ${usual}: ${facts.description} cannot sign with ${before ?? 'no alg'}.`,
      })
    }

    async function make(): Promise<void> {
      const state = get()
      if (state.outcome.kind === 'running') return
      const key = signingKeyOf(state.key)
      if (key === null) {
        return set({ outcome: { kind: 'refused', at: 'key', message: missingKey(state.key) } })
      }
      attempt += 1
      const mine = attempt
      set({ outcome: { kind: 'running' } })
      const facts = state.knowledge.kind === 'known' ? state.knowledge.facts : null
      const filled = fillIn(state, { nowSeconds: Math.floor(now() / 1000), uuid, facts })
      const stated = headerValue(filled.header, 'alg')
      const answer = await settle(
        bridge['tokens.sign']({
          header: filled.header,
          payload: filled.payload,
          payloadEncoding: state.payloadEncoding,
          key,
          serialization: state.serialization,
          detached: state.detached,
          ...(stated === null && facts?.algorithms[0] ? { alg: facts.algorithms[0] } : {}),
          ...(state.disclose === null ? {} : { disclose: [...state.disclose] }),
        }),
      )
      if (mine !== attempt) return
      if (!answer.ok) {
        return set({ outcome: { kind: 'refused', at: 'key', message: `${answer.error.message}.` } })
      }
      const { value } = answer
      if (value.kind === 'refused') return set({ outcome: value })
      const suffix =
        state.original && state.disclose === null && state.serialization === 'compact'
          ? state.original.suffix
          : ''
      const name = state.keys.find(({ id }) => id === state.key.keyId)?.name
      const made: Made = {
        token: `${value.token}${suffix}`,
        how: value.alg === null ? 'unsigned' : 'signed',
        sentence: signedSentence(value, state.key, name),
        warnings: [...value.warnings, ...filled.warnings],
        resolved: filled.resolved,
        publicJwk: value.alg === null ? null : (facts?.publicJwk ?? null),
      }
      const outcome = state.encrypt.on
        ? await encrypted(made, state.encrypt)
        : ({ kind: 'made', made } as const)
      if (mine === attempt) set({ outcome })
    }

    /** The signed token becomes the content of a JWE (RFC 7519 §5.2). */
    async function encrypted(made: Made, { keyId, text, alg, enc }: EncryptForm): Promise<Outcome> {
      const refused = (message: string) => ({ kind: 'refused', at: 'encrypt', message }) as const
      if (keyId === '' && text.trim() === '')
        return refused('Paste the key of the recipient to encrypt to, or choose one of yours.')
      const key = keyId === '' ? ({ kind: 'key', text } as const) : ({ kind: 'vault', keyId } as const)
      // RFC 7515 §4.1.10, RFC 7519 §5.2.
      const cty = made.token.startsWith('{') ? 'jose+json' : 'JWT'
      const answer = await settle(bridge['tokens.encrypt']({ plaintext: made.token, key, alg, enc, cty }))
      if (!answer.ok) return refused(`Not encrypted: ${answer.error.message}.`)
      if (answer.value.kind === 'refused') return refused(answer.value.message)
      const { token, notes } = answer.value
      return {
        kind: 'made',
        made: {
          ...made,
          token,
          how: 'encrypted',
          sentence: `${made.sentence} Then encrypted with ${alg} and ${enc}.`,
          warnings: [...made.warnings, ...notes.map((message) => ({ code: 'ENCRYPT', message }))],
        },
      }
    }

    return {
      ...fromTemplate('id_token'),
      now,
      key: emptyKey,
      encrypt: noEncryption,
      keys: [],
      knowledge: { kind: 'none' },
      generating: false,

      async load() {
        if (!listening) {
          listening = true
          bridge.on('keys.changed', (keys) => setKeys(keys))
        }
        const answer = await settle(bridge['keys.list']())
        if (answer.ok) setKeys(answer.value)
      },
      open(token) {
        const reading = readOriginal(token)
        if (reading.kind === 'unreadable') return change({ unreadable: reading.reason })
        const { original, notes } = reading
        change({
          original,
          originalNotes: notes,
          unreadable: null,
          header: original.header,
          payload: original.payload,
          payloadEncoding: original.payloadEncoding,
          disclose: null,
          serialization: original.form,
          detached: original.detached,
          compactText: false,
          algNote: null,
        })
      },
      startFrom(template) {
        const {
          original,
          originalNotes,
          template: last,
          header,
          payload,
          disclose,
          payloadEncoding,
          knowledge,
        } = get()
        const before = { original, originalNotes, template: last, header, payload, disclose, payloadEncoding }
        const untouched = original === null && isTemplateText(last, header, payload)
        change(fromTemplate(template))
        if (knowledge.kind === 'known') followKey(knowledge.facts)
        return untouched ? null : () => change(before)
      },
      edit(next) {
        const bytesReplaced = next.payload !== undefined && get().payloadEncoding === 'base64url'
        change({
          ...next,
          ...(bytesReplaced ? { payloadEncoding: 'utf8' } : {}),
          ...(next.header === undefined ? {} : { algNote: null }),
        })
      },
      setHeader(name, value) {
        const header = withHeaderValue(get().header, name, value)
        if (header !== null) change({ header, algNote: null })
      },
      shape: (next) => change(next),
      changeEncrypt: (next) => change({ encrypt: { ...get().encrypt, ...next } }),
      changeKey(next) {
        const key = { ...get().key, ...next }
        change({ key })
        // The choice of no signature is also what the header is to say; it can be changed back for a test of others.
        if (next.kind === 'none') get().setHeader('alg', 'none')
        const typed = next.text !== undefined || next.secret !== undefined || next.passphrase !== undefined
        if (Object.keys(next).some((name) => name !== 'generate')) ask(typed ? askAfterMs : 0)
      },
      async generate() {
        const { key, header } = get()
        const type = keyTypeOf(key.generate)
        const wanted = headerValue(header, 'alg')
        const alg = type.signatureAlgs.find((name) => name === wanted) ?? type.signatureAlgs[0]
        set({ generating: true })
        const answer = await settle(
          bridge['keys.generate']({
            spec: { type: key.generate, ...(alg === undefined ? {} : { alg }) },
            name: nextName(get().keys),
            keep: false,
          }),
        )
        set({ generating: false })
        if (!answer.ok) {
          return set({ outcome: { kind: 'refused', at: 'key', message: `${answer.error.message}.` } })
        }
        const record = answer.value
        set(({ keys }) => ({ keys: [record, ...keys.filter(({ id }) => id !== record.id)] }))
        get().changeKey({ kind: 'vault', keyId: record.id })
      },
      async keepKey() {
        const { keyId } = get().key
        const answer = await settle(bridge['keys.keep']({ id: keyId }))
        if (!answer.ok) {
          return set({
            outcome: {
              kind: 'refused',
              at: 'key',
              message: `The key was not kept: ${answer.error.message}.`,
            },
          })
        }
        set(({ keys }) => ({ keys: keys.map((record) => (record.id === keyId ? answer.value : record)) }))
      },
      build: make,
      keepSignature() {
        const state = get()
        const { original, knowledge } = state
        if (original === null || !canKeepSignature(original)) return
        change({})
        const facts = knowledge.kind === 'known' ? knowledge.facts : null
        const filled = fillIn(state, { nowSeconds: Math.floor(now() / 1000), uuid, facts })
        const token = withOldSignature(original, filled.header, filled.payload)
        set({
          outcome: {
            kind: 'made',
            made: {
              token,
              how: 'kept',
              sentence:
                token === original.token
                  ? 'Nothing was changed, so this is the token as it came.'
                  : 'The old signature was kept. It covers other bytes, so it does not verify with any key.',
              warnings: filled.warnings,
              resolved: filled.resolved,
              publicJwk: null,
            },
          },
        })
      },
      async withoutSignature() {
        const header = withHeaderValue(get().header, 'alg', 'none')
        change({
          ...(header === null ? {} : { header }),
          key: { ...get().key, kind: 'none' },
          serialization: 'compact',
        })
        ask()
        await make()
      },
      undo() {
        const { original, header, payload, payloadEncoding, disclose, key, compactText } = get()
        if (!original) return () => {}
        change({
          header: original.header,
          payload: original.payload,
          payloadEncoding: original.payloadEncoding,
          disclose: null,
          detached: original.detached,
          serialization: original.form,
          compactText: false,
          algNote: null,
        })
        return () => {
          if (get().original !== original) return
          change({ header, payload, payloadEncoding, disclose, key, compactText })
        }
      },
    }
  })
}
