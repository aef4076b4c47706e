import { sentence } from '../../../../shared/verdict/sentence.ts'
import { VisibleText } from '../../ui/visible-text.tsx'

/** A fact of the engine as a sentence; it may repeat a piece of what was pasted. */
export function FactText({ fact }: { readonly fact: string }) {
  return <VisibleText text={sentence(fact)} />
}
