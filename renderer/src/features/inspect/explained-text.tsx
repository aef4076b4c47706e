import { VisibleText } from '../../ui/visible-text.tsx'
import { UnbrokenTimes } from './unbroken-times.tsx'

/** Prose in which values stand between back quotes, as the explanations write them. */
export function ExplainedText({ text }: { readonly text: string }) {
  return text.split('`').map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
      <code key={index}>
        <VisibleText text={part} />
      </code>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
      <UnbrokenTimes key={index} text={part} />
    ),
  )
}
