import type { ReactNode } from 'react'
import type { Member, Segment, TokenReading } from '../../../../shared/token/reading.ts'
import { TabPanel, Tabs } from '../../ui/tabs.tsx'
import { VisibleText } from '../../ui/visible-text.tsx'
import { ClaimTable } from './claim-table.tsx'
import { RawView } from './raw-view.tsx'
import styles from './token-tabs.module.css'

export type TabId = 'claims' | 'header' | 'raw'

/** What the token says, in three forms: claims, header, and the bytes themselves. */
export function TokenTabs({
  reading,
  nowSeconds,
  failed,
  chosen,
  onChoose,
  end,
}: {
  readonly reading: TokenReading
  readonly nowSeconds: number
  readonly failed: ReadonlySet<string>
  readonly chosen: TabId
  readonly onChoose: (tab: TabId) => void
  /** At the right of the tabs: what can be done with the token. */
  readonly end?: ReactNode
}) {
  const header = reading.segments.find(({ name }) => name === 'header')
  const payload = reading.segments.find(({ name }) => name === 'payload')
  const tabs = [
    ...(payload ? [{ id: 'claims' as const, label: 'Claims', ...countOf(payload) }] : []),
    { id: 'header' as const, label: 'Header', ...countOf(header) },
    { id: 'raw' as const, label: 'Raw' },
  ]
  const tab = chosen === 'claims' && !payload ? 'header' : chosen
  const table = (segment: Segment | undefined, of: 'header' | 'payload') =>
    segment?.members ? (
      <ClaimTable members={segment.members} of={of} nowSeconds={nowSeconds} failed={failed} />
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
      className={styles.tabs}
    >
      {payload && <TabPanel id="claims">{table(payload, 'payload')}</TabPanel>}
      <TabPanel id="header">{table(header, 'header')}</TabPanel>
      <TabPanel id="raw">
        <RawView reading={reading} />
      </TabPanel>
    </Tabs>
  )
}

function countOf(segment: Segment | undefined): { readonly count?: number } {
  const members: readonly Member[] | null = segment?.members ?? null
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
