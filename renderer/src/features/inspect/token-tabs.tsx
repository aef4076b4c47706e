import { type ReactNode, useMemo } from 'react'
import { type NestedToken, nestedChain } from '../../../../shared/token/nested-chain.ts'
import { findProvider } from '../../../../shared/token/providers/find-provider.ts'
import type { Member, Segment, TokenReading } from '../../../../shared/token/reading.ts'
import { isWholeObject } from '../../../../shared/token/whole-object.ts'
import { TabPanel, Tabs } from '../../ui/tabs.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import type { ClaimRow } from './claim-rows.ts'
import { ClaimTable } from './claim-table.tsx'
import { HeaderPanel } from './header-panel.tsx'
import { NestedChain } from './nested-chain.tsx'
import { RawView } from './raw-view.tsx'
import { processedMembers } from './sd-jwt/processed-members.ts'
import styles from './token-tabs.module.css'

export type TabId = 'claims' | 'header' | 'findings' | 'disclosures' | 'raw' | 'compare'

/** A tab that only some tokens have, or that is there only while it is used. */
export type ExtraTab = {
  readonly id: 'disclosures' | 'compare'
  readonly label: string
  readonly count?: number
  readonly panel: ReactNode
}

/** What the token says, in three forms: claims, header, and the bytes themselves. */
export function TokenTabs({
  reading,
  nowSeconds,
  failed,
  chosen,
  onChoose,
  findings,
  end,
  extra = [],
  processedClaims = null,
  unplaced = '',
  onOpenToken,
}: {
  readonly reading: TokenReading
  readonly nowSeconds: number
  readonly failed: ReadonlySet<string>
  readonly chosen: TabId
  readonly onChoose: (tab: TabId) => void
  /** What the rules found, and how many. */
  readonly findings: { readonly count: number; readonly panel: ReactNode }
  /** At the right of the tabs: what can be done with the token. */
  readonly end?: ReactNode
  readonly extra?: readonly ExtraTab[]
  /** The claims of an SD-JWT with its disclosures in place, once they were put there. */
  readonly processedClaims?: string | null
  /** Why they are not there. */
  readonly unplaced?: string
  /** Reads a token that stands inside this one; `place` says where, for example `$.act.token`. */
  readonly onOpenToken?: (text: string, place: string) => void
}) {
  const provider = useMemo(() => findProvider(reading), [reading])
  const chain = useMemo(() => nestedChain(reading), [reading])
  const header = reading.segments.find(({ name }) => name === 'header')
  const payload = reading.segments.find(({ name }) => name === 'payload')
  const processed = useMemo(
    () => (processedClaims === null ? null : processedMembers(reading, processedClaims)),
    [reading, processedClaims],
  )
  const claims = processed?.members ?? payload?.members ?? null
  const tabs = [
    ...(payload ? [{ id: 'claims' as const, label: 'Claims', ...countOf(claims) }] : []),
    { id: 'header' as const, label: 'Header', ...countOf(header?.members ?? null) },
    { id: 'findings' as const, label: 'Findings', count: findings.count },
    ...extra.filter(({ id }) => id === 'disclosures').map(tabOf),
    { id: 'raw' as const, label: 'Raw' },
    ...extra.filter(({ id }) => id === 'compare').map(tabOf),
  ]
  const first: TabId = payload ? 'claims' : 'header'
  const tab = tabs.some(({ id }) => id === chosen) ? chosen : first
  const table = (segment: Segment | undefined, of: 'header' | 'payload') =>
    segment?.members ? (
      <ClaimTable
        members={(of === 'payload' ? claims : null) ?? segment.members}
        disclosed={of === 'payload' ? processed?.disclosed : undefined}
        of={of}
        nowSeconds={nowSeconds}
        failed={failed}
        provider={provider}
        brokenOff={!isWholeObject(segment)}
        {...(onOpenToken
          ? { onOpenToken: ({ copyText, pathText }: ClaimRow) => onOpenToken(copyText, pathText) }
          : {})}
      />
    ) : of === 'payload' && chain.length > 0 && onOpenToken ? (
      <NestedChain
        chain={chain}
        nowSeconds={nowSeconds}
        onOpen={({ text }: NestedToken, depth) => onOpenToken(text, `layer ${depth + 2}`)}
      />
    ) : (
      <NotMembers segment={segment} />
    )
  return (
    <Tabs
      label="Content of the token"
      tabs={tabs}
      value={tab}
      onValueChange={onChoose}
      end={end}
      className={tab === 'compare' || tab === 'disclosures' ? styles.tall : styles.tabs}
    >
      {payload && (
        <TabPanel id="claims">
          {reading.disclosures && reading.disclosures.length > 0 && processed === null && (
            <p className={styles.apart}>
              <VisibleText text={unplaced} />
            </p>
          )}
          {table(payload, 'payload')}
        </TabPanel>
      )}
      <TabPanel id="header">
        {reading.signatures || reading.recipients ? (
          <HeaderPanel reading={reading} nowSeconds={nowSeconds} failed={failed} provider={provider} />
        ) : (
          table(header, 'header')
        )}
      </TabPanel>
      <TabPanel id="findings">{findings.panel}</TabPanel>
      {extra.map(({ id, panel }) => (
        <TabPanel key={id} id={id}>
          {panel}
        </TabPanel>
      ))}
      <TabPanel id="raw">
        <RawView reading={reading} />
      </TabPanel>
    </Tabs>
  )
}

function tabOf({ id, label, count }: ExtraTab) {
  return { id, label, ...(count === undefined ? {} : { count }) }
}

function countOf(members: readonly Member[] | null): { readonly count?: number } {
  return members ? { count: members.length } : {}
}

/** A payload that is text or bytes rather than claims; still signed, still shown. */
function NotMembers({ segment }: { readonly segment: Segment | undefined }) {
  if (!segment || segment.text === '') return <p className={styles.note}>This part is empty.</p>
  if (segment.decoded === null) {
    return <p className={styles.note}>This part is not text that can be read; Raw shows it as it is.</p>
  }
  return (
    <>
      <p className={styles.note}>Not a JSON object, so there are no names and values to list. The text:</p>
      <pre className={styles.text}>
        <VisibleText text={segment.decoded} />
      </pre>
    </>
  )
}
