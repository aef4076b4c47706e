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
import type { Problem } from '../../../../shared/token/reading.ts'
import { editorTheme } from '../../ui/editor-theme.ts'
import type { EditorDocument } from './editor-marks.ts'

export type EditorTarget = {
  readonly start: number
  readonly end: number
  /** Whether the caret goes there and is ready to type; otherwise the focus stays where it is. */
  readonly focus: boolean
}

export type TokenEditorProps = {
  readonly document: EditorDocument
  readonly onEdit: (text: string) => void
  /** A paste that makes up the whole text. */
  readonly onPaste: (text: string) => void
  /** What should come into sight, for example a problem; a new object each time. */
  readonly target: EditorTarget | null
}

type Marked = { readonly decorations: DecorationSet; readonly problems: readonly Problem[] }

const setDocument = StateEffect.define<EditorDocument>()

const marked = StateField.define<Marked>({
  create: () => ({ decorations: Decoration.none, problems: [] }),
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setDocument)) return decorate(effect.value)
    }
    return transaction.docChanged
      ? { decorations: value.decorations.map(transaction.changes), problems: [] }
      : value
  },
  provide: (field) => EditorView.decorations.from(field, ({ decorations }) => decorations),
})

function decorate({ marks, problems }: EditorDocument): Marked {
  const ranges = [
    ...marks.map(({ from, to, kind }) => Decoration.mark({ class: `cm-part-${kind}` }).range(from, to)),
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
export function TokenEditor({ document: shown, onEdit, onPaste, target }: TokenEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const handlers = useRef({ onEdit, onPaste })
  const first = useRef(shown)
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
        doc: first.current.text,
        extensions: [
          history(),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.lineWrapping,
          placeholder(
            'Paste or drop any text with tokens in it: a JWT, a command, an address, JSON, a HAR file, a log',
          ),
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
    editor.dispatch({ effects: setDocument.of(first.current) })
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
      current === shown.text
        ? {}
        : {
            changes: { from: 0, to: editor.state.doc.length, insert: shown.text },
            selection: { anchor: shown.text.length },
            // A step of its own, so that undo takes back what was typed after it and no more.
            annotations: isolateHistory.of('full'),
          }
    editor.dispatch({ ...changes, effects: setDocument.of(shown) })
  }, [shown])

  useEffect(() => {
    const editor = view.current
    if (!editor || !target) return
    const length = editor.state.doc.length
    const start = Math.min(target.start, length)
    if (!target.focus) {
      editor.dispatch({ effects: EditorView.scrollIntoView(start, { y: 'center' }) })
      return
    }
    editor.dispatch({
      selection: { anchor: start, head: Math.min(target.end, length) },
      scrollIntoView: true,
    })
    editor.focus()
  }, [target])

  return <div ref={host} data-token-editor />
}
