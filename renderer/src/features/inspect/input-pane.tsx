import { ChevronDown, ChevronUp } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { Problem, Segment, SegmentName, Span, TokenReading } from '../../../../shared/token/reading.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { classNames } from '../../ui/class-names.ts'
import { InlineProblem } from '../../ui/inline-problem.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { onDemand } from '../../ui/on-demand.tsx'
import { Pane, PaneBar } from '../../ui/pane.tsx'
import { StatusIcon } from '../../ui/status-icon.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import { editorDocument } from './editor-marks.ts'
import styles from './input-pane.module.css'
import type { InspectState } from './inspect-state.ts'
import { PlainEditor } from './plain-editor.tsx'
import type { EditorTarget, TokenEditorProps } from './token-editor.tsx'
import { OpenFileButton } from './tokens/open-file-button.tsx'
import type { TokensProps } from './tokens/tokens-part.tsx'

const editorCode = onDemand<TokenEditorProps>(async () => (await import('./token-editor.tsx')).TokenEditor)
const tokensCode = onDemand<TokensProps>(async () => (await import('./tokens/tokens-part.tsx')).TokensPart)

/** What the pane needs beyond its first picture, for the moment after that. */
export function loadInputParts(): Promise<unknown> {
  return Promise.all([editorCode.load(), tokensCode.load()])
}

const segmentWords: Readonly<Record<SegmentName, readonly [label: string, color: string | undefined]>> = {
  header: ['header', styles.header],
  payload: ['claims', styles.payload],
  signature: ['signature', styles.signature],
  encrypted_key: ['key', styles.payload],
  iv: ['iv', styles.other],
  ciphertext: ['ciphertext', styles.signature],
  tag: ['tag', styles.other],
  aad: ['additional data', styles.other],
}

/** The left side: the pasted text with its parts coloured, what is wrong with it, and a legend. */
export function InputPane({
  state,
  nowSeconds,
  strip,
  marked,
  onClear,
}: {
  readonly state: InspectState
  /** The moment everything on the screen is judged for. */
  readonly nowSeconds: number
  /** In a small window the pane is a strip that opens. */
  readonly strip: boolean
  /** A place that something else on the screen points to. */
  readonly marked: EditorTarget | null
  readonly onClear: () => void
}) {
  const { input, reading, tokens, selected, from, large } = state
  const [target, setTarget] = useState<EditorTarget | null>(null)
  const [opened, setOpened] = useState(false)
  useEffect(() => {
    if (marked === null) return
    setOpened(true)
    setTarget(marked)
  }, [marked])
  const isEmpty = input === ''
  const open = !strip || opened || isEmpty
  const place = tokens[selected] ?? null
  const shown = useMemo(() => editorDocument(input, reading, place), [input, reading, place])
  const editor = { document: shown, onPaste: state.paste, target }
  const bar = from ?? reading.wrapper
  const go = ({ start, end }: Span) => {
    setOpened(true)
    setTarget({ start, end, focus: true })
  }
  const select = (index: number) => {
    state.select(index)
    const found = tokens[index]
    if (found && !large) setTarget({ start: found.start, end: found.end, focus: false })
  }
  return (
    <Pane label="Input" className={classNames(strip && styles.strip)}>
      <PaneBar
        title="Input"
        end={
          <>
            {strip && !isEmpty && (
              <Button
                variant="ghost"
                icon={open ? <ChevronUp size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />}
                aria-expanded={open}
                onClick={() => setOpened(!opened)}
              >
                {open ? 'Fold' : 'Show text'}
              </Button>
            )}
            {!isEmpty && (
              <Button variant="ghost" onClick={onClear}>
                Clear
              </Button>
            )}
            <OpenFileButton onFile={(file) => void state.openFile(file)} />
            <Kbd keys={['Mod', 'V']} />
          </>
        }
      >
        {tokens.length > 1 ? (
          <Chip>{tokens.length.toLocaleString('en')} tokens</Chip>
        ) : (
          bar &&
          !isEmpty &&
          !large && (
            <Chip>
              <VisibleText text={bar} />
            </Chip>
          )
        )}
        {strip && !isEmpty && <Legend reading={reading} plain={large} />}
      </PaneBar>
      {state.refused !== null && <InlineProblem title="Not taken">{state.refused}</InlineProblem>}
      {(large || tokens.length > 1) && (
        <tokensCode.View
          state={state}
          strip={strip}
          open={open}
          nowSeconds={nowSeconds}
          onSelect={select}
          onGo={go}
        />
      )}
      {open && !large && (
        <div className={styles.editor}>
          <editorCode.View
            {...editor}
            onEdit={state.type}
            meanwhile={<PlainEditor {...editor} onEdit={state.edit} />}
          />
        </div>
      )}
      {!large && <Problems problems={shown.problems} onGo={go} />}
      {!strip && !isEmpty && (!large || tokens.length > 0) && (
        <div className={styles.foot}>
          <Legend reading={reading} plain={large} />
        </div>
      )}
    </Pane>
  )
}

/** Problems beyond these are counted, not listed; they are underlined all the same. */
const listed = 6

function Problems({
  problems,
  onGo,
}: {
  readonly problems: readonly Problem[]
  readonly onGo: (problem: Problem) => void
}) {
  if (problems.length === 0) return null
  const rest = problems.length - listed
  return (
    <ul className={styles.problems} aria-label="Problems in the input">
      {problems.slice(0, listed).map((problem) => (
        <li key={`${problem.code}-${problem.start}-${problem.end}`}>
          <button type="button" className={styles.problem} onClick={() => onGo(problem)}>
            <StatusIcon
              status={problem.severity === 'error' ? 'fail' : 'warning'}
              label={problem.severity === 'error' ? 'Error' : 'Warning'}
              size={14}
            />
            <span>{problem.message}</span>
            <span className={styles.position}>at {problem.start + 1}</span>
          </button>
        </li>
      ))}
      {rest > 0 && <li className={styles.rest}>and {rest} more, underlined above</li>}
    </ul>
  )
}

/** What is not written as it must be may still be read, and then is shown. */
function sizeWords({ byteLength, decoded, members }: Segment): string {
  if (byteLength !== null) return `${byteLength} B`
  return decoded === null && members === null ? 'unreadable' : 'read with errors'
}

function Legend({
  reading,
  plain,
}: {
  readonly reading: TokenReading
  /** Without colours in an editor to explain. */
  readonly plain: boolean
}) {
  const skipped = !plain && (reading.span.start > 0 || reading.span.end < reading.input.length)
  if (reading.segments.length === 0) {
    return (
      <p className={styles.legend}>
        {reading.token.length} {reading.token.length === 1 ? 'character' : 'characters'}, not a JWT
      </p>
    )
  }
  return (
    <p className={styles.legend}>
      {reading.segments.map((segment) => {
        const [label, color] = segmentWords[segment.name]
        return (
          <span key={segment.start} className={styles.part}>
            <i className={classNames(styles.swatch, color)} aria-hidden />
            {label} {sizeWords(segment)}
          </span>
        )
      })}
      {skipped && <span className={styles.skipped}>skipped text in grey</span>}
    </p>
  )
}
