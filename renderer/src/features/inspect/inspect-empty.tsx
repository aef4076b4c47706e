import { ScanSearch } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Kbd } from '../../ui/kbd.tsx'

export function InspectEmpty({ onExample }: { readonly onExample: () => void }) {
  return (
    <EmptyState
      icon={<ScanSearch size={18} aria-hidden />}
      title="Paste a token to see what it is"
      level={1}
      actions={
        <Button variant="primary" onClick={onExample}>
          Show an example
        </Button>
      }
    >
      <p>
        A JWT as it is, or any text with tokens in it: a command, an address, JSON, a HAR file, a log of up to
        100 MB. <Kbd keys={['Mod', 'V']} /> works anywhere in this window; files can be dropped or opened.
      </p>
      <p>
        It is decoded here at once, without the network. Then you choose the key it must verify with, and each
        check says what was proved, what failed and what was not checked.
      </p>
    </EmptyState>
  )
}
