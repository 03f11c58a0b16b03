import type { CodeTexts } from '../texts.ts';

export const texts: CodeTexts = {
  language: 'ja',
  direction: 'ltr',
  label: '確認コード',
  sentTo: '{to} に送信したコードを入力してください。',
  sent: '送信したコードを入力してください。',
  incomplete: 'コードを {length} 文字すべて入力してください。',
  checking: 'コードを確認しています…',
  errors: {
    wrong_code: 'コードが正しくありません。',
    code_expired: 'このコードは無効になりました。新しいコードを請求してください。',
    too_many_checks: '間違ったコードの入力が多すぎます。最初からやり直してください。',
    address_locked: '間違ったコードの入力が多すぎます。しばらくしてからお試しください。',
    too_soon: 'コードが何度も要求されました。数分待ってから、もう一度お試しください。',
    not_sent: '新しいコードを送信できませんでした。別の方法を試すか、後でもう一度お試しください。',
    network: '接続できませんでした。もう一度お試しください。',
  },
  triesLeft: '残り回数: {left}',
  resend: '新しいコードを送信',
  resendIn: '新しいコードを送信できるまで {time}',
  resendReady: '新しいコードを請求できます。',
  requested: '新しいコードを請求しました。',
  other: '別の方法を試す',
  help: 'コードが届かない場合は、番号と電波状況を確認し、ブロックされたメッセージや迷惑メールもご確認ください。',
  channels: {
    sms: 'SMS',
    voice: '電話',
    whatsapp: 'WhatsApp',
    email: 'メール',
    rcs: 'RCS メッセージ',
  },
};
