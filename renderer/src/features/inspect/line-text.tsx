import { VisibleText } from '../../ui/visible-text.tsx'
import { type LinePart, shortenValue } from './rung-text.ts'
import { UnbrokenTimes } from './unbroken-times.tsx'

/** A rung's line; values in the font of tokens, and in a closed line shortened in the middle where they are long. */
export function LineText({ parts, whole }: { readonly parts: readonly LinePart[]; readonly whole: boolean }) {
  return parts.map((part, index) =>
    part.value ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one line never move
      <code key={index}>
        <VisibleText text={whole ? part.text : shortenValue(part)} />
      </code>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one line never move
      <span key={index}>
        <UnbrokenTimes text={part.text} />
      </span>
    ),
  )
}
