import { useState } from 'react'
import type { Exchange } from '../../../shared/oauth/run.ts'
import { ExchangeView } from './exchange-view.tsx'
import { Select } from './select.tsx'
import { TabPanel, Tabs } from './tabs.tsx'

/** What was sent and received, one exchange at a time, parsed or raw; the last one first, which is the one that counted. */
export function ExchangeTabs({ exchanges }: { readonly exchanges: readonly Exchange[] }) {
  const [form, setForm] = useState<'parsed' | 'raw'>('parsed')
  const [chosen, setChosen] = useState<number | null>(null)
  const place = chosen ?? exchanges.length - 1
  const exchange = exchanges[place]
  if (!exchange) return null
  return (
    <Tabs
      label="Form of the exchange"
      tabs={[
        { id: 'parsed', label: 'Parsed' },
        { id: 'raw', label: 'Raw' },
      ]}
      value={form}
      onValueChange={setForm}
      end={
        exchanges.length > 1 && (
          <Select
            aria-label="Exchange"
            options={exchanges.map((each, index) => ({
              value: String(index),
              label: exchangeName(each, index),
            }))}
            value={String(place)}
            onValueChange={(value) => setChosen(Number(value))}
          />
        )
      }
    >
      <TabPanel id={form}>
        <ExchangeView exchange={exchange} form={form} frontChannel={false} />
      </TabPanel>
    </Tabs>
  )
}

/** For a choice among several. */
export function exchangeName({ request, response }: Exchange, index: number): string {
  const path = URL.canParse(request.url) ? new URL(request.url).pathname : request.url
  return `${index + 1}: ${request.method} ${path}, ${response ? response.status : 'no answer'}`
}
