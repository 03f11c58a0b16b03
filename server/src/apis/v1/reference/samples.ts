/** Bodies that the reference shows with its calls. */
export const sampleBodies: Readonly<Record<string, object>> = {
  startVerification: {
    to: '+14155550123',
    brand: 'Acme',
    workflow: [{ channel: 'sms', wait_seconds: 60 }, { channel: 'voice' }],
    reference: 'order-1042',
  },
  checkVerification: { code: '048713' },
  resendVerification: { policy: 'rotate' },
  saveWorkflow: {
    steps: [{ channel: 'whatsapp', wait_seconds: 45 }, { channel: 'sms' }],
  },
  createTemplate: { name: 'sign-in' },
  changeTemplate: { is_default: true },
  createFragment: {
    channel: 'sms',
    locale: 'en-us',
    text: '${code} is your ${brand} code. It is good for ${time-limit} minutes.',
  },
  changeFragment: { text: '${code} is your ${brand} code.' },
  sendMessage: { to: '+14155550123', text: 'Your order is on its way.' },
  reportConversion: { message_id: '01a1fd84-30fa-7cce-abf1-3fea5f0e7e92', is_converted: true },
  optOut: { campaign_use: 'alerts', source: 'web-form' },
  optIn: {
    campaign_use: 'two-factor',
    evidence: {
      text: 'Send me one-time codes. Reply STOP to end.',
      page: 'https://acme.example/join',
    },
  },
  addKey: { secret: 'Correct4Horse7Battery' },
  replyFromHandset: { from: '447400000001', to: '98765', text: 'STOP' },
  advanceClock: { seconds: 60 },
  reportCarrierReceipt: { messageId: '01a1fd84-30fa-7cce-abf1-3fea5f0e7e92', status: 'delivered' },
  bringCarrierMessage: { messageId: 'c-1', from: '447400000001', to: '98765', text: 'STOP' },
};
