import { Plus, X } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import {
  appendMember,
  type MemberSpan,
  readMemberSpans,
  removeMember,
  replaceValue,
} from '../../../../shared/build/member-edits.ts'
import type { ClaimPath } from '../../../../shared/sd-jwt/create-sd-jwt.ts'
import { describeInstant } from '../../../../shared/time/instant.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import type { BuildState } from './build-store.ts'
import { isDisclosed, toggleDisclosure, withoutClaim } from './disclosed-paths.ts'
import { draftKey, occurrencesOf } from './drafts.ts'
import styles from './member-list.module.css'
import {
  convertRaw,
  fieldText,
  isTimeName,
  kindOf,
  momentOf,
  readField,
  type ValueKind,
} from './member-values.ts'
import { NestedDisclosures } from './nested-disclosures.tsx'

const kindOptions: readonly { readonly value: ValueKind; readonly label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'time', label: 'Time' },
  { value: 'json', label: 'JSON' },
]

const usualNames = {
  header: ['alg', 'typ', 'kid', 'cty', 'jku', 'jwk', 'x5c', 'x5t#S256', 'crit', 'b64'],
  payload: [
    'iss',
    'sub',
    'aud',
    'exp',
    'nbf',
    'iat',
    'jti',
    'scope',
    'client_id',
    'azp',
    'nonce',
    'auth_time',
    'acr',
    'amr',
    'cnf',
    'email',
    'name',
    'roles',
    'sid',
  ],
} as const

/** More members than this are edited as text. */
const maxRows = 300

/** Members as rows for quick changes. Only the value that is changed is written anew; all else keeps its bytes. */
export function MemberList({
  kind,
  text,
  state,
  now,
  onEdit,
}: {
  readonly kind: 'header' | 'payload'
  readonly text: string
  readonly state: BuildState
  readonly now: () => number
  readonly onEdit: (text: string) => void
}) {
  const members = readMemberSpans(text) ?? []
  const occurrences = occurrencesOf(members)
  const fields = members.map(({ name }, index) => draftKey(kind, name, occurrences[index] ?? 0))
  const nowSeconds = Math.floor(now() / 1000)
  const disclose = kind === 'payload' ? state.disclose : null
  const list = useRef<HTMLDivElement>(null)
  // What had the focus is gone: it goes to the row that took its place, or to where a new one is named.
  const [focusNext, setFocusNext] = useState<number | null>(null)
  useEffect(() => {
    if (focusNext === null) return
    const inputs = list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? []
    const input = inputs[Math.min(focusNext, inputs.length - 1)]
    input?.focus()
    setFocusNext(null)
  }, [focusNext])
  const remove = (index: number, name: string) => {
    setFocusNext(Math.min(index, Math.max(0, members.length - 2)))
    const next = removeMember(text, members, index)
    if (disclose === null) onEdit(next)
    else state.edit({ payload: next, disclose: withoutClaim(disclose, name) })
  }
  return (
    <div className={styles.list} ref={list}>
      <ul className={styles.rows} aria-label={kind === 'header' ? 'Header parameters' : 'Claims'}>
        {members.slice(0, maxRows).map((member, index) => (
          <Row
            key={fields[index]}
            field={fields[index] ?? ''}
            state={state}
            member={member}
            nowSeconds={nowSeconds}
            disclose={disclose}
            onDisclose={(next) => state.edit({ disclose: next })}
            onRaw={(raw) => onEdit(replaceValue(text, member, raw))}
            onRemove={() => remove(index, member.name)}
          />
        ))}
      </ul>
      {members.length > maxRows && (
        <p className={styles.note}>{members.length - maxRows} more; edit them as JSON.</p>
      )}
      <AddRow
        names={usualNames[kind].filter((name) => !members.some((member) => member.name === name))}
        what={kind === 'header' ? 'parameter' : 'claim'}
        onAdd={(name) => {
          const value = isTimeName(name) ? `{{now${name === 'exp' ? ' + 1h' : ''}}}` : ''
          const next = appendMember(text, name, JSON.stringify(value))
          if (next === null) return
          onEdit(next)
          setFocusNext(members.length)
        }}
      />
    </div>
  )
}

function Row({
  field,
  state,
  member,
  nowSeconds,
  disclose,
  onDisclose,
  onRaw,
  onRemove,
}: {
  /** Its name among the drafts. */
  readonly field: string
  readonly state: BuildState
  readonly member: MemberSpan
  readonly nowSeconds: number
  /** Null where no SD-JWT is made. */
  readonly disclose: readonly ClaimPath[] | null
  readonly onDisclose: (disclose: readonly ClaimPath[]) => void
  readonly onRaw: (raw: string) => void
  readonly onRemove: () => void
}) {
  const { name, raw, value } = member
  const [chosen, setChosen] = useState<ValueKind | null>(null)
  const shownKind = kindOf(name, value)
  // A text can be looked at as JSON; JSON that is no text cannot be looked at as one without becoming it.
  const kind = chosen === 'json' || (chosen === 'text' && typeof value === 'string') ? chosen : shownKind
  const { setDraft } = state
  const draft = Object.hasOwn(state.drafts, field) ? state.drafts[field] : undefined
  const text = draft && draft.raw === raw ? draft.text : fieldText(kind, raw, value)
  const input = useRef<HTMLInputElement>(null)
  const isRefused = state.outcome.kind === 'refused' && state.outcome.field === field
  useEffect(() => {
    if (isRefused) input.current?.focus()
  }, [isRefused])
  // A field that is gone shows nothing, so it holds nothing up.
  useEffect(() => () => setDraft(field, null), [field, setDraft])
  const reading = readField(kind, text, nowSeconds)
  const moment = kind === 'time' && reading.ok ? momentOf(value, nowSeconds) : null
  const words = moment === null ? null : describeInstant(moment, nowSeconds)
  const noteId = useId()
  const note = reading.ok
    ? words
      ? `${text === String(moment) ? '' : `${moment} · `}${words.local} · ${words.relative}`
      : null
    : reading.problem
  return (
    <li className={styles.row}>
      <span className={styles.name} title={name}>
        <VisibleText text={name} />
      </span>
      <TextInput
        ref={input}
        data-row
        mono
        aria-label={`Value of ${name}`}
        aria-invalid={reading.ok ? undefined : true}
        aria-describedby={note === null ? undefined : noteId}
        value={text}
        onChange={(event) => {
          const typed = event.target.value
          const next = readField(kind, typed, nowSeconds)
          if (next.ok && next.raw !== raw) onRaw(next.raw)
          setDraft(field, {
            text: typed,
            raw: next.ok ? next.raw : raw,
            problem: next.ok ? null : next.problem,
          })
        }}
        onBlur={() => {
          if (reading.ok) setDraft(field, null)
        }}
      />
      <Select
        aria-label={`Kind of ${name}`}
        options={kindOptions}
        value={kind}
        onValueChange={(next) => {
          setChosen(next)
          setDraft(field, null)
          const converted = convertRaw(next, raw, value, nowSeconds)
          if (converted !== raw) onRaw(converted)
        }}
      />
      {disclose !== null && (
        <label className={styles.disclose}>
          <input
            type="checkbox"
            aria-label={`Disclosure for ${name}`}
            checked={isDisclosed(disclose, [name])}
            onChange={() => onDisclose(toggleDisclosure(disclose, [name]))}
          />
          disclose
        </label>
      )}
      <IconButton label={`Remove ${name}`} icon={<X size={14} aria-hidden />} onClick={onRemove} />
      {note !== null && (
        <p id={noteId} className={reading.ok ? styles.note : styles.problem}>
          {note}
        </p>
      )}
      {disclose !== null && (
        <NestedDisclosures name={name} value={value} disclose={disclose} onChange={onDisclose} />
      )}
    </li>
  )
}

function AddRow({
  names,
  what,
  onAdd,
}: {
  readonly names: readonly string[]
  readonly what: string
  readonly onAdd: (name: string) => void
}) {
  const list = useId()
  const [name, setName] = useState('')
  const add = () => {
    if (name.trim() === '') return
    onAdd(name.trim())
    setName('')
  }
  return (
    <form
      className={styles.add}
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <TextInput
        mono
        data-row
        aria-label={`Name of a new ${what}`}
        placeholder={`Add a ${what}`}
        list={list}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <datalist id={list}>
        {names.map((option) => (
          <option key={option} value={option} />
        ))}
      </datalist>
      <Button type="submit" icon={<Plus size={14} aria-hidden />} disabled={name.trim() === ''}>
        Add
      </Button>
    </form>
  )
}
