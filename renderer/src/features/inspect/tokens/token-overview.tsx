import type { SkippedSpan } from '../../../../../shared/token/scan/found-token.ts'
import { SkippedNote } from './skipped-note.tsx'
import { TokenCards } from './token-cards.tsx'
import type { TokenInput } from './token-input.ts'
import { TokenList } from './token-list.tsx'

/** More than these do not fit side by side. */
const fewTokens = 3

/** What was found in the text: cards for a few tokens, a list for many, and what was skipped. */
export function TokenOverview({
  state,
  strip,
  nowSeconds,
  onSelect,
  onGo,
}: {
  readonly state: TokenInput
  /** The pane is a strip above the result. */
  readonly strip: boolean
  readonly nowSeconds: number
  readonly onSelect: (index: number) => void
  readonly onGo: (span: SkippedSpan) => void
}) {
  const { input, tokens, selected, skipped, large } = state
  const list = large ? tokens.length > 0 : tokens.length > fewTokens
  return (
    <>
      {list && (
        <TokenList
          text={input}
          tokens={tokens}
          selected={selected}
          nowSeconds={nowSeconds}
          layout={strip ? 'strip' : large ? 'tall' : 'above'}
          onSelect={onSelect}
        />
      )}
      {!list && tokens.length > 1 && (
        <TokenCards tokens={tokens} selected={selected} nowSeconds={nowSeconds} onSelect={onSelect} />
      )}
      {/* Beside a single token the reading says what is wrong with it. */}
      {(tokens.length > 1 || large) && (
        <SkippedNote text={input} skipped={skipped} onGo={large ? null : onGo} />
      )}
    </>
  )
}
