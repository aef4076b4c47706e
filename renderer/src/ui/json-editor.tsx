import { defaultKeymap, history, historyKeymap, isolateHistory } from '@codemirror/commands'
import { EditorState, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, hoverTooltip, keymap } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { editorTheme } from './editor-theme.ts'
import { readJsonMarks } from './json-marks.ts'

/** Something about a stretch of the text; offsets in UTF-16 code units. */
export type TextProblem = {
  readonly start: number
  readonly end: number
  readonly severity: 'error' | 'warning'
  readonly message: string
}

type Marked = { readonly decorations: DecorationSet; readonly problems: readonly TextProblem[] }

const setProblems = StateEffect.define<readonly TextProblem[]>()

const marked = StateField.define<Marked>({
  create: (state) => decorate(state.doc.toString(), []),
  update(value, transaction) {
    const effect = transaction.effects.find((candidate) => candidate.is(setProblems))
    if (effect) return decorate(transaction.state.doc.toString(), effect.value)
    return transaction.docChanged
      ? { decorations: value.decorations.map(transaction.changes), problems: [] }
      : value
  },
  provide: (field) => EditorView.decorations.from(field, ({ decorations }) => decorations),
})

function decorate(text: string, problems: readonly TextProblem[]): Marked {
  const inside = problems
    .map((problem) => {
      const start = Math.max(0, Math.min(problem.start, text.length - 1))
      return { ...problem, start, end: Math.min(Math.max(problem.end, start + 1), text.length) }
    })
    .filter(({ start, end }) => end > start)
  const ranges = [
    ...readJsonMarks(text).map(({ from, to, kind }) =>
      Decoration.mark({ class: `cm-json-${kind}` }).range(from, to),
    ),
    ...inside.map(({ start, end, severity }) =>
      Decoration.mark({ class: `cm-problem-${severity}` }).range(start, end),
    ),
  ]
  return { decorations: Decoration.set(ranges, true), problems: inside }
}

const problemTooltip = hoverTooltip(
  (view, position) => {
    const found = view.state
      .field(marked)
      .problems.filter(({ start, end }) => start <= position && position <= end)
    const [first] = found
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
 * A text that is, or is to be, JSON: every byte stays as it is typed. In a shadow root, because there its style module
 * uses constructed style sheets, which the window's CSP allows.
 */
export function JsonEditor({
  label,
  text,
  problems,
  onEdit,
}: {
  readonly label: string
  readonly text: string
  readonly problems: readonly TextProblem[]
  readonly onEdit: (text: string) => void
}) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const handler = useRef(onEdit)
  const first = useRef({ label, text })
  useEffect(() => {
    handler.current = onEdit
  }, [onEdit])

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
          // What is signed is what stands here: a line end is one character, and which one is kept.
          EditorState.lineSeparator.of('\n'),
          EditorView.contentAttributes.of({
            'aria-label': first.current.label,
            tabindex: '0',
            spellcheck: 'false',
            autocorrect: 'off',
            autocapitalize: 'off',
          }),
          marked,
          problemTooltip,
          editorTheme,
          EditorView.updateListener.of((update) => {
            if (update.docChanged) handler.current(update.state.doc.toString())
          }),
        ],
      }),
    })
    view.current = editor
    return () => {
      editor.destroy()
      view.current = null
    }
  }, [])

  useEffect(() => {
    const editor = view.current
    if (!editor) return
    const changes =
      editor.state.doc.toString() === text
        ? {}
        : {
            changes: { from: 0, to: editor.state.doc.length, insert: text },
            // A step of its own, so that undo takes back what was typed after it and no more.
            annotations: isolateHistory.of('full'),
          }
    editor.dispatch({ ...changes, effects: setProblems.of(problems) })
  }, [text, problems])

  return <div ref={host} data-json-editor />
}
