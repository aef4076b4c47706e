import { describeToken } from '../../../../shared/token/describe-token.ts'
import { readOneIn } from '../../../../shared/token/find-token.ts'
import type { TokenReading } from '../../../../shared/token/reading.ts'
import type { PartResult } from '../../../../shared/verdict/verification.ts'
import type { ListedToken } from './compare/compare-choice.ts'
import { ComparePanel } from './compare/compare-panel.tsx'
import type { InspectState, Verification } from './inspect-state.ts'
import { DisclosuresPanel } from './sd-jwt/disclosures-panel.tsx'
import type { ExtraTab, TabId } from './token-tabs.tsx'

/** The tabs that depend on the token, and the comparison while it is open. */
export function extraTabs(
  state: InspectState,
  reading: TokenReading,
  { tab, nowSeconds }: { readonly tab: TabId; readonly nowSeconds: number },
): readonly ExtraTab[] {
  const { disclosures } = reading
  const selective: readonly ExtraTab[] =
    reading.format === 'sd_jwt'
      ? [
          {
            id: 'disclosures',
            label: 'Disclosures',
            count: disclosures?.length ?? 0,
            panel: (
              <DisclosuresPanel
                reading={reading}
                proved={isProved(state.verification)}
                binding={bindingOf(state.verification)}
              />
            ),
          },
        ]
      : []
  if (tab !== 'compare') return selective
  return [
    ...selective,
    {
      id: 'compare',
      label: 'Compare',
      panel: (
        <ComparePanel
          reading={reading}
          listed={listedOf(state, nowSeconds)}
          beside={state.beside}
          comparing={state.comparing}
          onComparing={state.changeComparing}
        />
      ),
    },
  ]
}

function bindingOf(verification: Verification): PartResult | null {
  if (verification.kind !== 'done') return null
  return verification.result.parts?.find(({ id }) => id === 'key_binding') ?? null
}

function isProved(verification: Verification): boolean {
  return (
    verification.kind === 'done' &&
    verification.result.checks.some(
      ({ id, status, unproved }) => id === 'signature' && status === 'pass' && !unproved,
    )
  )
}

/** A list of thousands is no choice; so many of the text's other tokens are offered. */
const offered = 50

function listedOf({ input, tokens, selected }: InspectState, nowSeconds: number): readonly ListedToken[] {
  return tokens.slice(0, offered).flatMap((_, index) => {
    if (index === selected) return []
    const reading = readOneIn(input, tokens, index)
    if (!reading || reading.segments.length === 0) return []
    const { title } = describeToken(reading, nowSeconds)
    return [{ label: `${title}, ${index + 1} in this text`, token: reading.token }]
  })
}
