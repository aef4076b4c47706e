import type { Bridge } from '../../shared/ipc/bridge.ts'
import { issuerText } from '../../shared/profile/built-in-issuer.ts'
import type { Profile } from '../../shared/profile/profile.ts'
import type { ProviderStatus } from '../../shared/provider-status.ts'
import type { VaultStatus } from '../../shared/vault-status.ts'
import type { AppActions } from './app-actions.ts'
import { settle } from './bridge.ts'
import type { Command } from './commands.ts'
import { clearInput } from './features/inspect/clear-input.ts'
import type { Features } from './features.tsx'
import { places } from './rail.tsx'

/** Every action of the window and every profile, for the palette and the menu. */
export function buildCommands({
  actions,
  features,
  bridge,
  profiles,
  provider,
  vault,
}: {
  readonly actions: AppActions
  readonly features: Features
  readonly bridge: Bridge
  readonly profiles: readonly Profile[]
  readonly provider: ProviderStatus | null
  readonly vault: VaultStatus | null
}): readonly Command[] {
  const inspect = () => features.inspect.getState()
  const running = provider?.kind === 'running' || provider?.kind === 'starting'
  return [
    ...places.map(({ view, label, keys }) => ({
      id: `go-${view}`,
      label: `Go to ${label}`,
      keys,
      run: () => actions.goTo(view),
    })),
    {
      id: 'verify',
      label: 'Verify the token',
      keys: ['Mod', 'Enter'],
      run: () => {
        actions.goTo('inspect')
        void inspect().verify()
      },
    },
    {
      id: 'clear',
      label: 'Clear the input',
      run: () => {
        actions.goTo('inspect')
        if (inspect().input !== '') clearInput(features.inspect, actions)
      },
    },
    {
      id: 'example',
      label: 'Show an example token',
      run: () => {
        actions.goTo('inspect')
        inspect().showExample()
      },
    },
    {
      id: 'which-key',
      label: 'Which of my keys verifies the token',
      run: () => actions.whichKey(actions.inspectedToken()),
    },
    {
      id: 'generate-key',
      label: 'Generate a key',
      run: () => {
        actions.goTo('keys')
        void features.keys().then((store) => store.getState().go({ kind: 'generate' }))
      },
    },
    {
      id: 'new-profile',
      label: 'New profile',
      run: () => {
        actions.goTo('profiles')
        void features.profiles().then((store) => store.getState().create())
      },
    },
    {
      id: 'provider',
      label: running ? 'Stop the built-in provider' : 'Start the built-in provider',
      run: () => {
        actions.goTo('provider')
        void settle(running ? bridge['provider.stop']() : bridge['provider.start']())
      },
    },
    ...(vault?.kind === 'sealed'
      ? [
          {
            id: 'lock',
            label: 'Lock the vault',
            keys: ['Mod', 'L'],
            run: () => void settle(bridge['vault.lock']()),
          },
        ]
      : []),
    ...profiles.flatMap(({ id, name, ...profile }) => [
      {
        id: `run-${id}`,
        label: `Run ${name}`,
        detail: issuerText(profile),
        run: () => actions.runProfile(id),
      },
      {
        id: `edit-${id}`,
        label: `Edit ${name}`,
        detail: issuerText(profile),
        run: () => actions.editProfile(id),
      },
    ]),
  ]
}
