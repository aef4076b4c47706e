import type { Run } from '../../shared/oauth/run.ts'
import type { ViewId } from './app-actions.ts'

export type RequestFact = { readonly short: string; readonly long: string }

/** What the view in front asked of the network; null where a view has nothing to say about it. */
export function requestFact(view: ViewId, sincePaste: number, run: Run | null): RequestFact | null {
  if (view === 'inspect') {
    return {
      short: `${requests(sincePaste)} since paste`,
      long: 'Network requests that Inspect sent to verify what was pasted last',
    }
  }
  if (view !== 'flows' || run === null) return null
  return {
    short: `${requests(countExchanges(run))} in this run`,
    long: 'Requests that Claimscope itself sent to the provider in the selected run',
  }
}

/** What the browser sends is recorded too, but it is the browser that sends it. */
function countExchanges(run: Run): number {
  return run.steps
    .filter(({ from, to }) => from === 'claimscope' && to === 'provider')
    .reduce((sum, { exchanges }) => sum + exchanges.length, 0)
}

function requests(count: number): string {
  return count === 1 ? '1 request' : `${count} requests`
}
