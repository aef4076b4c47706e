import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { EventPayload } from '../../shared/ipc/contract.ts'

type Command = EventPayload<'app.command'>

/** The usual items for each platform, and this app's own commands. */
export function setMenu(send: (command: Command) => void): void {
  const command = (label: string, name: Command, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => send(name),
    ...(accelerator ? { accelerator } : {}),
  })
  const isMac = process.platform === 'darwin'
  const settings = command('Settings', 'settings', 'CmdOrCtrl+,')
  const template: MenuItemConstructorOptions[] = [
    ...(isMac
      ? [
          {
            label: app.name,
            submenu: [
              { role: 'about' },
              { type: 'separator' },
              settings,
              { type: 'separator' },
              { role: 'hide' },
              { role: 'hideOthers' },
              { role: 'unhide' },
              { type: 'separator' },
              { role: 'quit' },
            ],
          } satisfies MenuItemConstructorOptions,
        ]
      : []),
    {
      label: '&File',
      submenu: [
        command('New profile', 'new-profile', 'CmdOrCtrl+N'),
        command('Run flow', 'run', 'CmdOrCtrl+R'),
        command('Lock', 'lock', 'CmdOrCtrl+L'),
        ...(isMac ? [] : [{ type: 'separator' } as const, settings]),
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        command('Inspect', 'inspect', 'CmdOrCtrl+1'),
        command('Build', 'build', 'CmdOrCtrl+2'),
        command('Flows', 'flows', 'CmdOrCtrl+3'),
        command('Sessions', 'sessions', 'CmdOrCtrl+4'),
        command('Profiles', 'profiles', 'CmdOrCtrl+5'),
        command('Keys', 'keys', 'CmdOrCtrl+6'),
        command('Provider', 'provider', 'CmdOrCtrl+7'),
        { type: 'separator' },
        command('Commands', 'palette', 'CmdOrCtrl+K'),
        command('Clear input', 'clear', 'CmdOrCtrl+Shift+Backspace'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
      ],
    },
    { role: 'windowMenu' },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
