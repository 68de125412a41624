/** PINs and passphrases: asked for at sign-in, and wherever something is signed or unsealed. */
export const secrets = {
  show: 'Show what is typed',
  capitals: 'Caps Lock is on.',
  differs: 'The two are not the same.',
  wait: 'After {{wrong}} wrong tries: wait {{seconds}} s.',
  current: 'The present one',
  reader: {
    name: 'PIN',
    new: 'New PIN',
    again: 'The same PIN again',
    form: 'A PIN has 6 to 12 digits.',
    purpose:
      'Choose a PIN of 6 to 12 digits. It keeps others from reading in your name, and signs what you have read.',
    lost: 'If you forget it, the coordinator lets you choose another. Nothing that you have read is lost.',
    wrong: 'This PIN is wrong. Type it again.',
    waited: 'Type the PIN again.',
    change: 'Change the PIN …',
    changeTitle: 'Change the PIN',
    changed: 'The PIN is changed.',
  },
  coordinator: {
    name: 'Passphrase',
    new: 'New passphrase',
    again: 'The same passphrase again',
    form: 'A passphrase has 12 characters or more.',
    purpose:
      'Choose a passphrase of 12 characters or more; several words are easy to keep in mind. It opens your account and seals what each film of a study is.',
    lost: 'Nobody can recover a lost passphrase: what was sealed under it is gone. Keep it where only you find it.',
    wrong: 'This passphrase is wrong. Type it again.',
    waited: 'Type the passphrase again.',
    change: 'Change the passphrase …',
    changeTitle: 'Change the passphrase',
    changed: 'The passphrase is changed.',
  },
} as const;
