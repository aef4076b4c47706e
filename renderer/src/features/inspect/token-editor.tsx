import { defaultKeymap, history, historyKeymap, isolateHistory } from '@codemirror/commands'
import { EditorState, StateEffect, StateField } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  EditorView,
  hoverTooltip,
  keymap,
  placeholder,
} from '@codemirror/view'
import { useEffect, useRef } from 'react'
import type { Problem, TokenReading } from '../../../../shared/token/reading.ts'
import { readMarks, readUnderlines } from './editor-marks.ts'
import { editorTheme } from '../../ui/editor-theme.ts'

export type TokenEditorProps = {
  readonly reading: TokenReading
  readonly onEdit: (text: string) => void
  /** A paste that makes up the whole text. */
  readonly onPaste: (text: string) => void
  /** Where the caret should go, for example to a problem; a new object each time. */
  readonly target: { readonly start: number; readonly end: number } | null
}

type Marked = { readonly decorations: DecorationSet; readonly problems: readonly Problem[] }

const setReading = StateEffect.define<TokenReading>()

const marked = StateField.define<Marked>({
  create: () => ({ decorations: Decoration.none, problems: [] }),
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setReading)) return decorate(effect.value)
    }
    return transaction.docChanged
      ? { decorations: value.decorations.map(transaction.changes), problems: [] }
      : value
  },
  provide: (field) => EditorView.decorations.from(field, ({ decorations }) => decorations),
})

function decorate(reading: TokenReading): Marked {
  const problems = readUnderlines(reading)
  const ranges = [
    ...readMarks(reading).map(({ from, to, kind }) =>
      Decoration.mark({ class: `cm-part-${kind}` }).range(from, to),
    ),
    ...problems.map(({ start, end, severity }) =>
      Decoration.mark({ class: `cm-problem-${severity}` }).range(start, end),
    ),
  ]
  return { decorations: Decoration.set(ranges, true), problems }
}

const problemTooltip = hoverTooltip(
  (view, position) => {
    const found = view.state
      .field(marked)
      .problems.filter(({ start, end }) => start <= position && position <= end)
    const first = found[0]
    if (!first) return null
    return {
      pos: first.start,
      end: first.end,
      above: false,
      create: () => {
        const dom = document.createElement('div')
        dom.className = 'cm-problem-text'
        dom.textContent = found.map(({ message }) => message).join('\n')
        return { dom }
      },
    }
  },
  { hoverTime: 150 },
)

/**
 * The input. It lives in a shadow root: there its style module uses constructed style sheets, which the
 * window's CSP allows, where in the document it would add a style element, which it refuses.
 */
export function TokenEditor({ reading, onEdit, onPaste, target }: TokenEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const handlers = useRef({ onEdit, onPaste })
  const first = useRef(reading)
  useEffect(() => {
    handlers.current = { onEdit, onPaste }
  }, [onEdit, onPaste])

  useEffect(() => {
    const element = host.current
    if (!element) return
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open', delegatesFocus: true })
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: first.current.input,
        extensions: [
          history(),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.lineWrapping,
          placeholder('Paste a token here: a JWT, alone or inside JSON, an address or a command'),
          EditorView.contentAttributes.of({
            'aria-label': 'Token input',
            tabindex: '0',
            spellcheck: 'false',
            autocorrect: 'off',
            autocapitalize: 'off',
          }),
          marked,
          problemTooltip,
          editorTheme,
          EditorView.domEventHandlers({
            paste(event, current) {
              const text = event.clipboardData?.getData('text/plain') ?? ''
              const { from, to } = current.state.selection.main
              const replacesAll = to - from === current.state.doc.length
              if (text === '' || !replacesAll) return false
              event.preventDefault()
              handlers.current.onPaste(text)
              return true
            },
          }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) handlers.current.onEdit(update.state.doc.toString())
          }),
        ],
      }),
    })
    editor.dispatch({ effects: setReading.of(first.current) })
    view.current = editor
    return () => {
      editor.destroy()
      view.current = null
    }
  }, [])

  useEffect(() => {
    const editor = view.current
    if (!editor) return
    const current = editor.state.doc.toString()
    const changes =
      current === reading.input
        ? {}
        : {
            changes: { from: 0, to: editor.state.doc.length, insert: reading.input },
            selection: { anchor: reading.input.length },
            // A step of its own, so that undo takes back what was typed after it and no more.
            annotations: isolateHistory.of('full'),
          }
    editor.dispatch({ ...changes, effects: setReading.of(reading) })
  }, [reading])

  useEffect(() => {
    const editor = view.current
    if (!editor || !target) return
    const length = editor.state.doc.length
    editor.dispatch({
      selection: { anchor: Math.min(target.start, length), head: Math.min(target.end, length) },
      scrollIntoView: true,
    })
    editor.focus()
  }, [target])

  return <div ref={host} data-token-editor />
}
