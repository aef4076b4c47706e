import { EditorView } from '@codemirror/view'

/** Reaches into the editor's shadow root, where style sheets of the document do not; variables inherit. */
export const editorTheme = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'transparent' },
  // The house's ring, drawn inside: the pane around the editor cuts off what stands out.
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': {
    overflow: 'auto',
    fontFamily: 'var(--font-mono)',
    fontSize: 'var(--text-12)',
    lineHeight: '1.62',
    fontVariantLigatures: 'none',
    scrollbarWidth: 'thin',
    scrollbarColor: 'var(--line-strong) transparent',
  },
  '.cm-content': { padding: '10px 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 12px', wordBreak: 'break-all' },
  '.cm-content ::selection, .cm-line::selection': { backgroundColor: 'var(--selection)' },
  '.cm-placeholder': { color: 'var(--ink-3)', fontFamily: 'var(--font-ui)', wordBreak: 'normal' },
  '.cm-part-header': { color: 'var(--seg-header)' },
  '.cm-part-payload': { color: 'var(--seg-payload)' },
  '.cm-part-signature': { color: 'var(--seg-signature)' },
  '.cm-part-other': { color: 'var(--seg-other)' },
  '.cm-part-dot': { color: 'var(--ink-3)' },
  '.cm-part-skipped': { color: 'var(--ink-3)' },
  '.cm-json-name': { color: 'var(--seg-payload)' },
  '.cm-json-placeholder': { color: 'var(--seg-signature)', fontWeight: '500' },
  '.cm-problem-error': {
    textDecoration: 'underline wavy var(--fail) 1px',
    textUnderlineOffset: '3px',
    backgroundColor: 'var(--fail-soft)',
  },
  '.cm-problem-warning': {
    textDecoration: 'underline wavy var(--warn) 1px',
    textUnderlineOffset: '3px',
  },
  '.cm-tooltip': {
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius)',
    backgroundColor: 'var(--pane)',
    boxShadow: 'var(--shadow)',
  },
  '.cm-problem-text': {
    maxWidth: '360px',
    padding: '6px 10px',
    color: 'var(--ink)',
    font: '400 var(--text-12) / 1.45 var(--font-ui)',
    whiteSpace: 'pre-line',
    overflowWrap: 'anywhere',
  },
})
