import type { ErrorData } from '../../../../shared/error.ts'
import type { Answer } from '../../../../shared/ipc/bridge.ts'
import type {
  KeyDescription,
  KeyReading,
  KeySetReport,
  WhichKey,
} from '../../../../shared/key/key-description.ts'
import type { PrivateForm } from '../../../../shared/key/key-form.ts'
import type { KeyImport, KeyRecord } from '../../../../shared/key/key-record.ts'
import { algsOf, type KeyTypeId, keyTypeOf } from '../../../../shared/key/key-type.ts'
import { plainText } from '../../../../shared/oauth/plain-text.ts'
import type { VaultStatus } from '../../../../shared/vault-status.ts'

/** Something that was asked for and has come, not come yet, or cannot come. */
export type Asked<T> =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: ErrorData }

export const idle = { kind: 'idle' } as const
export const busy = { kind: 'busy' } as const

export function toAsked<T>(answer: Answer<T>): Asked<T> {
  return answer.ok ? { kind: 'done', value: answer.value } : { kind: 'failed', error: answer.error }
}

/** An encrypted private key: the passphrase is missing, or another one. */
export function needsPassphrase(asked: Asked<unknown>): boolean {
  return asked.kind === 'failed' && asked.error.code === 'ERR_PASSPHRASE'
}

/** What the right-hand side shows. */
export type Place =
  | { readonly kind: 'key'; readonly id: string }
  | { readonly kind: 'generate' | 'import' | 'convert' | 'check' | 'which' }

/** A private key on the screen; it leaves by itself. `of` says which key: a kept one's id, or a position in a conversion. */
export type Reveal =
  | { readonly kind: 'hidden' }
  | { readonly kind: 'asking'; readonly of: string; readonly form: PrivateForm }
  | { readonly kind: 'shown'; readonly of: string; readonly form: PrivateForm; readonly text: string }
  | { readonly kind: 'failed'; readonly of: string; readonly error: ErrorData }

export type GenerateForm = {
  readonly type: KeyTypeId
  readonly alg: string
  readonly kid: string
  readonly name: string
  readonly keep: boolean
}

/** A key text on its way in. `asksPassphrase`: the text turned out to need one. */
export type KeyTextForm = {
  readonly text: string
  readonly passphrase: string
  readonly asksPassphrase: boolean
}

export const emptyKeyText: KeyTextForm = { text: '', passphrase: '', asksPassphrase: false }

export type KeysState = {
  /** Null until the first list came. */
  readonly keys: readonly KeyRecord[] | null
  readonly loadProblem: ErrorData | null
  readonly vault: VaultStatus | null
  readonly query: string
  /** Null: nothing is open, and the pane explains itself. */
  readonly place: Place | null
  /** Of the open key. */
  readonly description: Asked<KeyDescription>
  readonly reveal: Reveal
  readonly generate: GenerateForm
  readonly importing: KeyTextForm & {
    readonly name: string
    readonly keep: boolean
    /** Keys of the text that are there already, where it held no other; each can be opened. */
    readonly present: readonly KeyRecord[]
  }
  /** What came of the last import, until something else is opened. */
  readonly imported: KeyImport | null
  readonly converting: KeyTextForm
  readonly converted: Asked<KeyReading>
  readonly checking: { readonly from: 'text' | 'url'; readonly text: string; readonly url: string }
  readonly report: Asked<KeySetReport>
  readonly token: string
  readonly which: Asked<WhichKey>
  /** Generating, importing, keeping, renaming, deleting: one at a time. */
  readonly attempt: Asked<null>
}

export const emptyGenerate: GenerateForm = { type: 'EC-P-256', alg: 'ES256', kid: '', name: '', keep: true }

export const initialState: KeysState = {
  keys: null,
  loadProblem: null,
  vault: null,
  query: '',
  place: null,
  description: idle,
  reveal: { kind: 'hidden' },
  generate: emptyGenerate,
  importing: { ...emptyKeyText, name: '', keep: true, present: [] },
  imported: null,
  converting: emptyKeyText,
  converted: idle,
  checking: { from: 'text', text: '', url: '' },
  report: idle,
  token: '',
  which: idle,
  attempt: idle,
}

export function openKey({ keys, place }: KeysState): KeyRecord | null {
  return place?.kind === 'key' ? (keys?.find(({ id }) => id === place.id) ?? null) : null
}

/** An algorithm belongs to a type: with another type the usual one of that type is chosen. */
export function withGenerate(form: GenerateForm, change: Partial<GenerateForm>): GenerateForm {
  const next = { ...form, ...change }
  const algs = algsOf(keyTypeOf(next.type))
  return algs.includes(next.alg) ? next : { ...next, alg: algs[0] ?? '' }
}

/** What is said of another text is not said of this one: neither a passphrase nor a question for it stays. */
export function withKeyText<F extends KeyTextForm>(form: F, change: Partial<F>): F {
  const isOther = change.text !== undefined && change.text !== form.text
  return { ...form, ...(isOther ? { passphrase: '', asksPassphrase: false } : {}), ...change }
}

/** `3 keys were imported; 1 was there already: “Signing key”.` */
export function importTitle({ added, present }: KeyImport): string {
  const count = (many: number) => `${many} ${many === 1 ? 'key was' : 'keys were'}`
  if (present.length === 0) return `${count(added.length)} imported`
  const names = present.slice(0, 3).map(({ name }) => `“${plainText(name, 60)}”`)
  const more = present.length > 3 ? ` and ${present.length - 3} more` : ''
  return `${count(added.length)} imported; ${present.length} ${present.length === 1 ? 'was' : 'were'} there already: ${names.join(', ')}${more}`
}

/** What a key without a name is called: its type and the day's count of such keys. */
export function suggestName(label: string, keys: readonly KeyRecord[]): string {
  const taken = new Set(keys.map(({ name }) => name))
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? label : `${label} ${count}`
    if (!taken.has(name)) return name
  }
}

/** The keys whose name, kind, kid or thumbprint holds every word of the query. */
export function foundKeys(keys: readonly KeyRecord[], query: string): readonly KeyRecord[] {
  const words = query.toLowerCase().split(/\s+/)
  return keys.filter(({ name, description, alg, kid, thumbprint, note }) => {
    const text = [name, description, alg, kid, thumbprint, note].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** The list as it is now; what is open stays open while it is there. */
export function withKeys(state: KeysState, keys: readonly KeyRecord[]): Partial<KeysState> {
  const { place } = state
  const isGone = place?.kind === 'key' && !keys.some(({ id }) => id === place.id)
  return {
    keys,
    ...(isGone ? { place: firstPlace(keys), description: idle, reveal: { kind: 'hidden' } } : {}),
  }
}

export function firstPlace(keys: readonly KeyRecord[]): Place | null {
  const [first] = keys
  return first ? { kind: 'key', id: first.id } : null
}
