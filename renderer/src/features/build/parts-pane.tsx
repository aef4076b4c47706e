import { lazy, Suspense, useMemo } from 'react'
import { readJson } from '../../../../shared/token/json-text.ts'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import type { TextProblem } from '../../ui/json-editor.tsx'
import { Pane, PaneBar, PaneScroll } from '../../ui/pane.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { StatusIcon } from '../../ui/status-icon.tsx'
import { TextArea } from '../../ui/text-input.tsx'
import type { BuildState } from './build-store.ts'
import { ChangeBanner } from './change-banner.tsx'
import { MemberList } from './member-list.tsx'
import styles from './parts-pane.module.css'

const JsonEditor = lazy(() =>
  import('../../ui/json-editor.tsx').then(({ JsonEditor }) => ({ default: JsonEditor })),
)

export type Mode = 'json' | 'list'

const modes = [
  { value: 'json', label: 'JSON' },
  { value: 'list', label: 'List' },
] as const

/** The middle: header and claims, as the text that is signed or as a list for quick changes. */
export function PartsPane({
  state,
  now,
  chosen,
  onChoose,
}: {
  readonly state: BuildState
  readonly now: () => number
  /** Null until the person chose. */
  readonly chosen: Mode | null
  readonly onChoose: (mode: Mode) => void
}) {
  // A token that came is mostly one long line; disclosures are chosen in the list.
  const mode = chosen ?? (state.disclose === null && state.original === null ? 'json' : 'list')
  return (
    <Pane label="Header and claims">
      <PaneBar
        title="Header and claims"
        end={<Segmented label="Edit as" options={modes} value={mode} onValueChange={onChoose} />}
      />
      <ChangeBanner state={state} />
      <PaneScroll className={styles.scroll}>
        <div className={styles.parts}>
          <Part
            title="Header"
            kind="header"
            mode={mode}
            text={state.header}
            state={state}
            now={now}
            onEdit={(header) => state.edit({ header })}
          />
          <Part
            title="Claims"
            kind="payload"
            mode={mode}
            text={state.payload}
            state={state}
            now={now}
            onEdit={(payload) => state.edit({ payload })}
          />
        </div>
      </PaneScroll>
    </Pane>
  )
}

function Part({
  title,
  kind,
  mode,
  text,
  state,
  now,
  onEdit,
}: {
  readonly title: string
  readonly kind: 'header' | 'payload'
  readonly mode: Mode
  readonly text: string
  readonly state: BuildState
  readonly now: () => number
  readonly onEdit: (text: string) => void
}) {
  const bytes = kind === 'payload' && state.payloadEncoding === 'base64url'
  const reading = useMemo(() => readJson(text), [text])
  const problems = useMemo(() => (bytes ? [] : problemsOf(text, reading)), [text, reading, bytes])
  const size = bytes
    ? `${Math.floor((text.length * 3) / 4)} bytes`
    : `${new TextEncoder().encode(text).length} bytes`
  const asList = mode === 'list' && reading.isObject && !bytes
  const editor = { label: `${title} as text`, text, problems, onEdit }
  return (
    <section className={kind === 'header' ? styles.header : styles.payload} aria-label={title}>
      <div className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        <span className={styles.size}>{size}</span>
      </div>
      {bytes && (
        <div className={styles.bytes}>
          <InlineProblem tone="info" title="The payload is no text; its bytes are shown in base64url">
            They are signed as they are. Typing here makes a payload of text.
          </InlineProblem>
        </div>
      )}
      {asList ? (
        <MemberList key={kind} kind={kind} text={text} state={state} now={now} onEdit={onEdit} />
      ) : (
        <>
          {mode === 'list' && !bytes && (
            <p className={styles.note}>This is not one JSON object, so it is edited as text.</p>
          )}
          <div className={styles.editor}>
            <Suspense fallback={<PlainEditor {...editor} />}>
              <JsonEditor {...editor} />
            </Suspense>
          </div>
        </>
      )}
      {problems.length > 0 && (
        <ul className={styles.problems} aria-label={`Problems in the ${title.toLowerCase()}`}>
          {problems.slice(0, 3).map((problem) => (
            <li key={`${problem.start}-${problem.message}`} className={styles.problem}>
              <StatusIcon status="warning" size={14} />
              <span>{problem.message}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** A payload that is no JSON can be meant; what looks like claims and breaks is pointed at. */
function problemsOf(text: string, reading: ReturnType<typeof readJson>): readonly TextProblem[] {
  const seen = new Set<string>()
  const bom: readonly TextProblem[] = text.startsWith('\ufeff')
    ? [
        {
          start: 0,
          end: 1,
          message:
            'The text begins with an invisible byte order mark (U+FEFF), which JSON does not allow (RFC 8259 §8.1). It can be signed as it stands.',
          severity: 'error',
        },
      ]
    : []
  const found = reading.problems.filter(({ message, code }) => {
    if (bom.length > 0 && code === 'JSON_SYNTAX') return false
    if (seen.has(message)) return false
    seen.add(message)
    return true
  })
  return [
    ...bom,
    ...found.map(({ start, end, message, code }) => ({
      start,
      end,
      message: code === 'JSON_SYNTAX' ? `${message} It can be signed as it stands.` : message,
      severity: code === 'JSON_BIG_NUMBER' ? ('warning' as const) : ('error' as const),
    })),
  ]
}

/** Stands in until the editor is loaded. */
function PlainEditor({
  label,
  text,
  onEdit,
}: {
  readonly label: string
  readonly text: string
  readonly onEdit: (text: string) => void
}) {
  return (
    <TextArea
      mono
      aria-label={label}
      className={styles.plain}
      value={text}
      onChange={(event) => onEdit(event.target.value)}
    />
  )
}
