import { findTemplate, type TemplateId } from '../../../../shared/build/templates.ts'
import type { KeyRecord } from '../../../../shared/key/key-record.ts'
import type { BuildData, EncryptForm, KeyForm, Outcome, SdForm } from './build-state.ts'
import { headerValue, withHeaderValue } from './header-fields.ts'
import type { Original } from './original.ts'

export const emptyKey: KeyForm = {
  kind: 'vault',
  keyId: '',
  text: '',
  passphrase: '',
  secret: '',
  encoding: 'utf8',
  generate: 'EC-P-256',
}

export const noEncryption: EncryptForm = {
  on: false,
  keyId: '',
  text: '',
  alg: 'RSA-OAEP-256',
  enc: 'A256GCM',
}

export const noHolder: SdForm = {
  decoys: 0,
  hasHolder: false,
  keyId: '',
  text: '',
  binds: false,
  aud: '',
  nonce: '',
}

export const idle: Outcome = { kind: 'idle' }

/** Everything of the state that a template or a token that came decides. */
export type Parts = Pick<
  BuildData,
  | 'original'
  | 'originalNotes'
  | 'unreadable'
  | 'template'
  | 'header'
  | 'payload'
  | 'payloadEncoding'
  | 'disclose'
  | 'serialization'
  | 'detached'
  | 'compactText'
  | 'algNote'
  | 'drafts'
>

export function fromTemplate(id: TemplateId): Parts {
  const { header, payload, disclose } = findTemplate(id)
  return {
    original: null,
    originalNotes: [],
    unreadable: null,
    template: id,
    header,
    payload,
    payloadEncoding: 'utf8',
    disclose: disclose?.map((name) => [name]) ?? null,
    serialization: 'compact',
    detached: false,
    compactText: true,
    algNote: null,
    drafts: {},
  }
}

/** The parts as they came; what the person chose for another token does not stay. */
export function fromOriginal(original: Original): Omit<Parts, 'originalNotes' | 'template'> {
  return {
    original,
    unreadable: null,
    header: original.header,
    payload: original.payload,
    payloadEncoding: original.payloadEncoding,
    disclose: null,
    serialization: original.form,
    detached: original.detached,
    compactText: false,
    algNote: null,
    drafts: {},
  }
}

/** What stands there now, to be brought back. */
export function partsOf(state: Parts): Parts {
  const { original, originalNotes, unreadable, template, header, payload, payloadEncoding } = state
  const { disclose, serialization, detached, compactText, algNote } = state
  return {
    original,
    originalNotes,
    unreadable,
    template,
    header,
    payload,
    payloadEncoding,
    disclose,
    serialization,
    detached,
    compactText,
    algNote,
    drafts: {},
  }
}

/** Whether the person changed nothing of what came, or of the template but, by way of the key, its algorithm. */
export function isUntouched({ original, template: id, header, payload }: Parts): boolean {
  if (original) return original.header === header && original.payload === payload
  const template = findTemplate(id)
  const alg = headerValue(header, 'alg') ?? ''
  return template.payload === payload && withHeaderValue(template.header, 'alg', alg) === header
}

/** Keys made here are told apart by a number. */
export function nextName(keys: readonly KeyRecord[], label = 'Build key'): string {
  const used = keys.flatMap(({ name }) =>
    name.startsWith(`${label} `) ? (/^\d{1,6}$/.exec(name.slice(label.length + 1))?.[0] ?? []) : [],
  )
  return `${label} ${Math.max(0, ...used.map(Number)) + 1}`
}
