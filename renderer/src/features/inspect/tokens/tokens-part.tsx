import type { SkippedSpan } from '../../../../../shared/token/scan/found-token.ts'
import type { InspectState } from '../inspect-state.ts'
import { LargeText } from './large-text.tsx'
import { TokenOverview } from './token-overview.tsx'

export type TokensProps = {
  readonly state: InspectState
  /** The pane is a strip above the result, which opens. */
  readonly strip: boolean
  readonly open: boolean
  readonly nowSeconds: number
  readonly onSelect: (index: number) => void
  readonly onGo: (span: SkippedSpan) => void
}

/** What stands above the editor, or in its place, where the text is more than one token. */
export function TokensPart({ state, strip, open, nowSeconds, onSelect, onGo }: TokensProps) {
  return (
    <>
      {state.large && (
        <LargeText
          text={state.input}
          name={state.from}
          count={state.tokens.length}
          scan={state.scan}
          folded={!open}
          now={state.now}
          onCancel={state.cancelScan}
        />
      )}
      <TokenOverview state={state} strip={strip} nowSeconds={nowSeconds} onSelect={onSelect} onGo={onGo} />
    </>
  )
}
